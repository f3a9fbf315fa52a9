// SPDX-License-Identifier: MIT
using Composer.Python.Native;
using Composer.Wsgi;

namespace Composer.Python;

/// <summary>A C# app as a WSGI callable of Python.</summary>
/// <remarks>An app has one callable for as long as Python keeps it. The GIL guards the tables.</remarks>
internal static unsafe class HostedApp
{
    private static readonly Dictionary<IWsgiApp, nint> Callables = new(ReferenceEqualityComparer.Instance);
    private static readonly Dictionary<nint, IWsgiApp> Apps = [];

    /// <summary>The callable for an app: new. A Python app comes back as itself.</summary>
    internal static nint Export(IWsgiApp app)
    {
        if (app is PythonApp python)
        {
            Py.IncRef(python.Callable.Pointer);
            return python.Callable.Pointer;
        }
        if (Callables.TryGetValue(app, out var callable))
        {
            Py.IncRef(callable);
            return callable;
        }
        callable = Shim.New(Shim.App, Handles.Add(app));
        Callables.Add(app, callable);
        Apps.Add(callable, app);
        return callable;
    }

    /// <summary>Python dropped the callable that has this handle.</summary>
    internal static void Forget(long handle)
    {
        if (Handles.Remove(handle) is IWsgiApp app && Callables.Remove(app, out var callable))
        {
            Apps.Remove(callable);
        }
    }

    /// <summary>The C# app behind a callable, or null.</summary>
    internal static IWsgiApp? Unwrap(nint callable) => Apps.GetValueOrDefault(callable);

    /// <summary>Answers a call from Python: environ and start_response as PEP 3333 has them; the result is a new reference.</summary>
    internal static nint Invoke(IWsgiApp app, nint environ, nint startResponse)
    {
        var thread = PythonThread.OfCaller();
        var outer = thread.Mirror;
        var adopted = outer?.Dict != environ;
        var mirror = adopted ? EnvironMirror.Adopt(environ) : outer!; // not null: its dict is the environ
        var outerWaiting = mirror.Environ.Waiting;
        try
        {
            if (!adopted)
            {
                mirror.Pull();
            }
            thread.Mirror = mirror;
            mirror.Environ.Waiting = thread;
            var response = thread.RunManaged((app, mirror.Environ), static call => call.app.InvokeAsync(call.Environ));
            mirror.Push();
            return Answer(thread, response, startResponse);
        }
        finally
        {
            thread.Mirror = outer;
            mirror.Environ.Waiting = outerWaiting;
            if (adopted)
            {
                mirror.Leave();
            }
        }
    }

    private static nint Answer(PythonThread thread, Response response, nint startResponse)
    {
        try
        {
            Start(response, startResponse);
            return ToIterable(response.Body);
        }
        catch
        {
            thread.RunManaged(response, ManagedDispose.Of);
            throw;
        }
    }

    private static void Start(Response response, nint startResponse)
    {
        using var status = Owned.OrThrow(PyString.New(response.Status));
        var fields = response.Headers.AsSpan();
        using var list = Owned.OrThrow(Py.NewList(fields.Length));
        for (var i = 0; i < fields.Length; i++)
        {
            var pair = Owned.OrThrow(Py.NewTuple(2)).Pointer;
            _ = Py.SetTupleItem(pair, 0, Owned.OrThrow(PyString.New(fields[i].Name)).Pointer);
            _ = Py.SetTupleItem(pair, 1, Owned.OrThrow(PyString.New(fields[i].Value)).Pointer);
            _ = Py.SetListItem(list.Pointer, i, pair);
        }
        var arguments = stackalloc nint[3];
        arguments[1] = status.Pointer;
        arguments[2] = list.Pointer;
        using var write = Owned.OrThrow(Py.Vectorcall(startResponse, arguments + 1, 2 | Py.ArgumentsOffset, 0));
    }

    // A body that is in memory needs no close: it goes over as a list of one bytes.
    private static nint ToIterable(Body body)
    {
        if (body is NativeBody native)
        {
            return ListOf(native.Share());
        }
        if (body is not MemoryBody memory)
        {
            return Shim.New(Shim.Body, Handles.Add(body));
        }
        var block = memory.Take();
        return block.IsEmpty ? Owned.OrThrow(Py.NewList(0)).Pointer : ListOf(Owned.OrThrow(Conversion.NewBytes(block.Span)).Pointer);
    }

    private static nint ListOf(nint item)
    {
        var list = Owned.OrThrow(Py.NewList(1)).Pointer;
        _ = Py.SetListItem(list, 0, item);
        return list;
    }
}
