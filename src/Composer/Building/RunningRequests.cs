// SPDX-License-Identifier: MIT
using Composer.Wsgi;

namespace Composer;

/// <summary>Counts the requests that run in an app, for a server that cannot finish them by itself.</summary>
/// <param name="app">The app.</param>
internal sealed class RunningRequests(IWsgiApp app) : IWsgiApp
{
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource _finished = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _running;
    private bool _finishing;

    /// <summary>Refuses requests from now on, and waits for the end of those that run.</summary>
    public Task FinishAsync()
    {
        lock (_gate)
        {
            _finishing = true;
            EndIfLast();
            return _finished.Task;
        }
    }

    /// <inheritdoc/>
    public async ValueTask<Response> InvokeAsync(Environ environ)
    {
        if (!TryEnter())
        {
            return Stopping();
        }
        try
        {
            var response = await app.InvokeAsync(environ);
            response.Body = new CountedBody(response.Body, this);
            return response;
        }
        catch (HttpError error)
        {
            Leave();
            return error.ToResponse();
        }
        catch
        {
            Leave();
            throw;
        }
    }

    private bool TryEnter()
    {
        lock (_gate)
        {
            _running += _finishing ? 0 : 1;
            return !_finishing;
        }
    }

    private void Leave()
    {
        lock (_gate)
        {
            _running--;
            EndIfLast();
        }
    }

    private void EndIfLast()
    {
        if (_finishing && _running == 0)
        {
            _finished.TrySetResult();
        }
    }

    private static Response Stopping()
    {
        var error = new HttpError(503, "The server is stopping. Please try again in a moment.");
        error.Headers.Add("Retry-After", "1");
        return error.ToResponse();
    }

    private sealed class CountedBody(Body inner, RunningRequests requests) : WrappedBody(inner)
    {
        protected override ValueTask EndAsync()
        {
            requests.Leave();
            return default;
        }
    }
}
