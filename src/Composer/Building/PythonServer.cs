// SPDX-License-Identifier: MIT
using Composer.Wsgi;

namespace Composer;

/// <summary>A server written in Python. It runs until it returns by itself: nothing in its protocol stops it.</summary>
/// <param name="serve">Calls it with the app.</param>
internal sealed class PythonServer(Func<IWsgiApp, object?> serve) : IWsgiServer
{
    /// <inheritdoc/>
    public async Task ServeAsync(IWsgiApp app, CancellationToken stop)
    {
        var serving = Task.Factory.StartNew(() => serve(app), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        var stopped = new TaskCompletionSource();
        await using (stop.Register(stopped.SetResult))
        {
            await await Task.WhenAny(serving, stopped.Task);
        }
    }
}
