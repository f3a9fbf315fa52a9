// SPDX-License-Identifier: MIT
using Composer.Wsgi;

namespace Composer;

/// <summary>A server written in Python. When it shall stop, it is first given no more requests, and those that run are finished.</summary>
/// <param name="serve">Calls it with the app, until it is told to stop.</param>
internal sealed class PythonServer(Func<IWsgiApp, CancellationToken, Task> serve) : IWsgiServer
{
    /// <inheritdoc/>
    public async Task ServeAsync(IWsgiApp app, CancellationToken stop)
    {
        var requests = new RunningRequests(app);
        using var idle = new CancellationTokenSource();
        var serving = serve(requests, idle.Token);
        var stopped = new TaskCompletionSource();
        await using (stop.Register(stopped.SetResult))
        {
            if (await Task.WhenAny(serving, stopped.Task) == stopped.Task)
            {
                await Task.WhenAny(serving, requests.FinishAsync());
                await idle.CancelAsync();
            }
            await serving;
        }
    }
}
