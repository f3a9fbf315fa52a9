// SPDX-License-Identifier: MIT
using Composer.Python.Native;
using Composer.Wsgi;

namespace Composer.Python;

/// <summary>A Python function that C# components call with the environ of a request.</summary>
internal sealed unsafe class PythonCallable(PythonObject function, PythonPool pool) : IPythonCallable
{
    internal PythonObject Function => function;

    /// <inheritdoc/>
    public ValueTask<object?> CallAsync(Environ environ, params IReadOnlyList<object?> arguments) =>
        RunAsync(environ, thread => Call(thread, EnvironMirror.Of(environ), arguments, Conversion.FromPython));

    /// <inheritdoc/>
    public ValueTask<object?> CallAloneAsync(Environ environ, params IReadOnlyList<object?> arguments) => RunAsync(environ, _ => Call(arguments));

    /// <inheritdoc/>
    public ValueTask<bool> AskAsync(Environ environ, params IReadOnlyList<object?> arguments) =>
        RunAsync(environ, thread => Call(thread, EnvironMirror.Of(environ), arguments, static result => Py.IsTrue(result)));

    private ValueTask<T> RunAsync<T>(Environ environ, Func<PythonThread, T> call)
    {
        if (PythonThread.Current is { } thread)
        {
            return new(Run(thread));
        }
        var action = new PythonAction<T>(Run);
        if (environ.Waiting is PythonThread waiting)
        {
            waiting.Post(_ => action.Run(waiting), null, _ => pool.Add(action));
        }
        else
        {
            pool.Add(action);
        }
        return new(action.Result);

        T Run(PythonThread on)
        {
            using var gil = Gil.Take(on);
            return call(on);
        }
    }

    private T Call<T>(PythonThread thread, EnvironMirror mirror, IReadOnlyList<object?> arguments, Func<nint, T> read)
    {
        var outer = thread.Mirror;
        thread.Mirror = mirror;
        var dict = mirror.Enter(pool.Template);
        try
        {
            using var positional = WithArguments(dict, arguments);
            using var result = Owned.OrThrow(Py.Call(function.Pointer, positional.Pointer, 0));
            return read(result.Pointer);
        }
        finally
        {
            mirror.Pull();
            mirror.Leave();
            thread.Mirror = outer;
        }
    }

    private object? Call(IReadOnlyList<object?> arguments)
    {
        using var positional = Owned.OrThrow(Conversion.NewTuple(arguments));
        using var result = Owned.OrThrow(Py.Call(function.Pointer, positional.Pointer, 0));
        return Conversion.FromPython(result.Pointer);
    }

    private static Owned WithArguments(nint dict, IReadOnlyList<object?> arguments)
    {
        var tuple = Owned.OrThrow(Py.NewTuple(arguments.Count + 1));
        Py.IncRef(dict);
        _ = Py.SetTupleItem(tuple.Pointer, 0, dict);
        for (var i = 0; i < arguments.Count; i++)
        {
            _ = Py.SetTupleItem(tuple.Pointer, i + 1, Owned.OrThrow(Conversion.ToPython(arguments[i])).Pointer);
        }
        return tuple;
    }
}
