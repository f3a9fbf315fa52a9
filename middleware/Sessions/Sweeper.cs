// SPDX-License-Identifier: MIT
using Microsoft.Extensions.Logging;

namespace Composer.Middleware;

/// <summary>Removes what is over, now and then, in the background.</summary>
/// <param name="interval">How often; 0 never.</param>
/// <param name="sweep">Removes, and says how many.</param>
/// <param name="clock">The time.</param>
/// <param name="log">Takes what went wrong.</param>
internal sealed partial class Sweeper(TimeSpan interval, Func<CancellationToken, ValueTask<int>> sweep, TimeProvider clock, ILogger log) : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;

    /// <summary>Begins.</summary>
    public void Start()
    {
        if (interval > TimeSpan.Zero)
        {
            _running = RunAsync();
        }
    }

    /// <summary>Ends, when the sweep that is under way has.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        using var timer = new PeriodicTimer(interval, clock);
        while (await timer.WaitForNextTickAsync(_stop.Token))
        {
            try
            {
                var count = await Task.Run(() => sweep(_stop.Token).AsTask());
                Log.Swept(log, count);
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                Log.Failed(log, error.Message);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Debug, Message = "{Count} sessions whose time is over removed")]
        public static partial void Swept(ILogger logger, int count);

        [LoggerMessage(Level = LogLevel.Warning, Message = "Sessions whose time is over could not be removed: {Problem}")]
        public static partial void Failed(ILogger logger, string problem);
    }
}
