// SPDX-License-Identifier: MIT
using Microsoft.Extensions.Logging;

namespace Composer.Middleware;

/// <summary>Tells the log that the store cannot be reached, now and then while that lasts, and when it can be again.</summary>
/// <param name="name">The store, as people know it: <c>redis at 127.0.0.1:6379</c>.</param>
/// <param name="clock">The time.</param>
/// <param name="log">Takes the lines.</param>
internal sealed partial class StoreHealth(string name, TimeProvider clock, ILogger log)
{
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan BetweenTrials = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private long _said;
    private int _failures;
    private bool _isDown;
    private bool _isStuck;
    private long _tried;

    /// <summary>Called before an operation. While the store does not even answer, one request a second waits for it; all others need not, or they would soon be all that the site does.</summary>
    /// <exception cref="TimeoutException">It did not answer a moment ago.</exception>
    public void CheckAnswers()
    {
        if (!Volatile.Read(ref _isStuck))
        {
            return;
        }
        var tried = Volatile.Read(ref _tried);
        if (clock.GetElapsedTime(tried) < BetweenTrials || Interlocked.CompareExchange(ref _tried, clock.GetTimestamp(), tried) != tried)
        {
            throw new TimeoutException("it did not answer a moment ago");
        }
    }

    /// <summary>An operation failed.</summary>
    public void Failed(Exception error)
    {
        lock (_lock)
        {
            _failures++;
            Volatile.Write(ref _isStuck, error is TimeoutException || error.InnerException is TimeoutException);
            if (_isDown && clock.GetElapsedTime(_said) < Between)
            {
                return;
            }
            (_isDown, _said) = (true, clock.GetTimestamp());
            Log.Failed(log, name, error.Message, _failures);
        }
    }

    /// <summary>An operation worked.</summary>
    public void Worked()
    {
        if (!Volatile.Read(ref _isDown))
        {
            return;
        }
        lock (_lock)
        {
            if (_isDown)
            {
                Log.Back(log, name, _failures);
                (_isDown, _isStuck, _failures) = (false, false, 0);
            }
        }
    }

    /// <summary>A record cannot be read.</summary>
    public void Corrupt(string id) => Log.Corrupt(log, name, id[..Math.Min(6, id.Length)]);

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "Sessions in {Store} cannot be had: {Problem} (failures so far: {Failures})")]
        public static partial void Failed(ILogger logger, string store, string problem, int failures);

        [LoggerMessage(Level = LogLevel.Warning, Message = "Sessions in {Store} can be had again, after {Failures} failures")]
        public static partial void Back(ILogger logger, string store, int failures);

        [LoggerMessage(Level = LogLevel.Warning, Message = "The record of session {Id}… in {Store} cannot be read; its client gets a new session")]
        public static partial void Corrupt(ILogger logger, string store, string id);
    }
}
