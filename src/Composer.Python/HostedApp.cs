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
        return thread.Mirror is { } outer && outer.Dict == environ
            ? InvokeWithin(app, thread, outer, startResponse)
            : InvokeAdopted(app, thread, environ, startResponse);
    }

    // Python code below a C# component calls on: the environ is known.
    private static nint InvokeWithin(IWsgiApp app, PythonThread thread, EnvironMirror mirror, nint startResponse)
    {
        mirror.Pull();
        return Answer(thread, Run(app, thread, mirror), startResponse, 0);
    }

    // A Python server calls, or a component with an environ of its own.
    private static nint InvokeAdopted(IWsgiApp app, PythonThread thread, nint environ, nint startResponse)
    {
        var outer = thread.Mirror;
        var mirror = EnvironMirror.Adopt(environ, thread.SpareMirror);
        thread.SpareMirror = null;
        var isOver = false;
        try
        {
            thread.Mirror = mirror;
            var wrapper = mirror.FileWrapper;
            var answer = Answer(thread, Run(app, thread, mirror), startResponse, wrapper);
            isOver = Py.TypeOf(answer) == Py.ListType;
            return answer;
        }
        finally
        {
            thread.Mirror = outer;
            mirror.Return(isOver);
            thread.SpareMirror = isOver ? mirror : null;
        }
    }

    private static Response Run(IWsgiApp app, PythonThread thread, EnvironMirror mirror)
    {
        var outerWaiting = mirror.Environ.Waiting;
        mirror.Environ.Waiting = thread;
        try
        {
            var response = thread.RunManaged((app, mirror.Environ), static call => call.app.InvokeAsync(call.Environ));
            mirror.Push();
            return response;
        }
        finally
        {
            mirror.Environ.Waiting = outerWaiting;
        }
    }

    private static nint Answer(PythonThread thread, Response response, nint startResponse, nint wrapper)
    {
        try
        {
            Start(thread, response, startResponse);
            return ToIterable(response.Body, wrapper);
        }
        catch
        {
            thread.RunManaged(response, ManagedDispose.Of);
            throw;
        }
    }

    private static void Start(PythonThread thread, Response response, nint startResponse)
    {
        if (thread.Mirror?.Started is { } started && started.IsOf(response))
        {
            Call(startResponse, started.StatusObject, started.HeadersObject);
            return;
        }
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
        Call(startResponse, status.Pointer, list.Pointer);
    }

    private static void Call(nint startResponse, nint status, nint headers)
    {
        var arguments = stackalloc nint[3];
        arguments[1] = status;
        arguments[2] = headers;
        using var write = Owned.OrThrow(Py.Vectorcall(startResponse, arguments + 1, 2 | Py.ArgumentsOffset, 0));
    }

    // A body that is in memory needs no close: it goes over as a list of one bytes. A file goes over in the wsgi.file_wrapper of the server that called, if it has one.
    private static nint ToIterable(Body body, nint wrapper)
    {
        if (body is NativeBody native)
        {
            return ListOf(native.Share());
        }
        if (body is PythonBody stream && stream.TakeBack() is not 0 and var iterable)
        {
            return iterable;
        }
        if (body is not MemoryBody memory)
        {
            var part = body.File;
            var own = Shim.New(Shim.Body, Handles.Add(body));
            return wrapper != 0 && part is { } file ? WrappedFile.Wrap(own, file, wrapper) : own;
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
