// SPDX-License-Identifier: MIT
using Microsoft.Extensions.Logging;

namespace Composer.Middleware;

/// <summary>Which reports are sent to people: the same error once an hour, and not more than some in all.</summary>
/// <param name="perHour">How many in an hour.</param>
/// <param name="clock">The time.</param>
/// <param name="log">Takes what was too much.</param>
internal sealed partial class ReportLimit(int perHour, TimeProvider clock, ILogger log)
{
    private static readonly TimeSpan Window = TimeSpan.FromHours(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Sent> _sent = [];

    /// <summary>Null when the report is not to be sent; else how often the error came back since it was sent last.</summary>
    public int? Admit(ErrorReport report)
    {
        lock (_lock)
        {
            Forget();
            var fingerprint = report.Fingerprint();
            if (_sent.TryGetValue(fingerprint, out var earlier) && IsWithin(earlier, Window))
            {
                earlier.Repeats++;
                return null;
            }
            if (_sent.Values.Count(sent => IsWithin(sent, Window)) >= perHour)
            {
                Log.TooMany(log, perHour, report.RequestId);
                return null;
            }
            _sent[fingerprint] = new Sent(clock.GetTimestamp());
            return earlier?.Repeats ?? 0;
        }
    }

    // Kept for two windows, so that the next report of an error can say how often it happened meanwhile.
    private void Forget()
    {
        foreach (var old in _sent.Where(pair => !IsWithin(pair.Value, 2 * Window)).Select(pair => pair.Key).ToList())
        {
            _sent.Remove(old);
        }
    }

    private bool IsWithin(Sent sent, TimeSpan time) => clock.GetElapsedTime(sent.Since) < time;

    private sealed class Sent(long since)
    {
        public long Since { get; } = since;

        public int Repeats { get; set; }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "No mail about request {RequestId}: there were {Limit} in an hour already")]
        public static partial void TooMany(ILogger logger, int limit, string requestId);
    }
}
