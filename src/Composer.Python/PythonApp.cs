// SPDX-License-Identifier: MIT
using Composer.Wsgi;

namespace Composer.Python;

/// <summary>A WSGI callable of Python as an app of the pipeline.</summary>
internal sealed class PythonApp(PythonObject callable, string name, PythonPool pool) : IWsgiApp
{
    internal PythonObject Callable { get; } = callable;

    /// <summary>The section's name, for messages.</summary>
    internal string Name { get; } = name;

    /// <summary>The dict that every environ starts as: what is the same for all requests of this app. Borrowed.</summary>
    internal nint Template => pool.Template;

    /// <inheritdoc/>
    public ValueTask<Response> InvokeAsync(Environ environ)
    {
        var thread = PythonThread.Current;
        var call = PythonCall.Of(this, environ);
        if (thread is not null && (thread.Pool is null || thread.Pool == pool))
        {
            return new ValueTask<Response>(call.RunNested(thread));
        }
        var response = call.Response;
        pool.Add(call);
        return response;
    }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
