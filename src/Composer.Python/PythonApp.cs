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

    /// <summary>Another callable on the same threads.</summary>
    internal PythonApp Sibling(PythonObject another) => new(another, Name, pool);

    /// <inheritdoc/>
    public ValueTask<Response> InvokeAsync(Environ environ) => SpooledInput.IsNeeded(environ) ? SpoolAsync(environ) : CallAsync(environ);

    private async ValueTask<Response> SpoolAsync(Environ environ)
    {
        if (await SpooledInput.SpoolAsync(environ) is not { } file)
        {
            return await CallAsync(environ);
        }
        try
        {
            var response = await CallAsync(environ);
            response.Body = new AttachedBody(response.Body, file);
            return response;
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }

    private ValueTask<Response> CallAsync(Environ environ)
    {
        var thread = PythonThread.Current;
        var call = PythonCall.Of(this, environ);
        if (thread is not null && IsAtHome(thread))
        {
            return new ValueTask<Response>(call.RunNested(thread));
        }
        if (thread is null && environ.Waiting is PythonThread waiting && IsAtHome(waiting))
        {
            return RunOn(waiting, call);
        }
        var response = call.Response;
        pool.Add(call);
        return response;
    }

    // A thread of Python's own runs anything but an app that has threads of its own.
    private bool IsAtHome(PythonThread thread) => thread.Pool == pool || (thread.Pool is null && pool.IsCommon);

    // C# code below a Python component went on elsewhere: the request still belongs to the thread that waits for it.
    private ValueTask<Response> RunOn(PythonThread waiting, PythonCall call)
    {
        var done = new TaskCompletionSource<Response>(TaskCreationOptions.RunContinuationsAsynchronously);
        waiting.Post(_ => Complete(waiting, call, done), null, _ => CompleteElsewhere(call, done));
        return new ValueTask<Response>(done.Task);
    }

    private static void Complete(PythonThread waiting, PythonCall call, TaskCompletionSource<Response> done)
    {
        try
        {
            done.SetResult(call.RunNested(waiting));
        }
        catch (Exception e)
        {
            done.SetException(e);
        }
    }

    // The request was given up, and the thread does something else.
    private async void CompleteElsewhere(PythonCall call, TaskCompletionSource<Response> done)
    {
        try
        {
            var response = call.Response;
            pool.Add(call);
            done.SetResult(await response);
        }
        catch (Exception e)
        {
            done.SetException(e);
        }
    }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
