// SPDX-License-Identifier: MIT
using Composer.Wsgi;
using Microsoft.Extensions.Logging;

namespace Composer.Middleware;

/// <summary>Counts requests in Redis, for any number of processes and machines, by Redis' own clock. While it cannot be reached, every request passes.</summary>
/// <param name="address">Where it is.</param>
/// <param name="prefix">What the keys begin with.</param>
/// <param name="rate">How many may pass.</param>
/// <param name="burst">How many at once, for a bucket.</param>
/// <param name="algorithm">How they are counted.</param>
/// <param name="clock">The time, for the log.</param>
/// <param name="log">Takes what goes wrong.</param>
internal sealed partial class RedisRates(
    RedisAddress address, string prefix, Rate rate, int burst, RateAlgorithm algorithm, TimeProvider clock, ILogger log) : IRates, IReadiness, IAsyncDisposable
{
    // The bucket as the time at which it will be full again, in microseconds: the same as RateTable.
    private static readonly RedisScript Bucket = new("""
        local time = redis.call('TIME')
        local now = time[1] * 1000000 + time[2]
        local one, room = tonumber(ARGV[1]), tonumber(ARGV[1]) * tonumber(ARGV[2])
        local full = math.max(tonumber(redis.call('GET', KEYS[1]) or 0), now) + one
        if full - now > room then return {full - now - room, 0, full - now - one} end
        redis.call('SET', KEYS[1], string.format('%.0f', full), 'PX', math.ceil((full - now) / 1000))
        return {0, math.floor((room - (full - now)) / one), full - now}
        """);

    private static readonly RedisScript Window = new("""
        local time = redis.call('TIME')
        local now = time[1] * 1000000 + time[2]
        local period, most = tonumber(ARGV[1]), tonumber(ARGV[2])
        local left = period - now % period
        local key = KEYS[1] .. ':' .. string.format('%.0f', now - now % period)
        local count = redis.call('INCR', key)
        if count == 1 then redis.call('PEXPIRE', key, math.ceil(left / 1000)) end
        if count > most then return {left, 0, left} end
        return {0, most - count, left}
        """);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1); // a server that hangs says nothing
    private static readonly TimeSpan BetweenMessages = TimeSpan.FromSeconds(10);

    private readonly RedisClient _redis = new(address, Patience);
    private long _said;

    public async ValueTask<RateDecision> TakeAsync(string key)
    {
        try
        {
            var (script, time, count) = algorithm == RateAlgorithm.TokenBucket ? (Bucket, rate.Period / rate.Count, burst) : (Window, rate.Period, rate.Count);
            var answer = (object?[])(await _redis.RunAsync(script, KeyOf(key), (long)time.TotalMicroseconds, count))!; // the script returns three numbers
            return new(Microseconds(answer[0]), (int)(long)answer[1]!, Microseconds(answer[2]));
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            Complain(e);
            return new(TimeSpan.Zero, burst, TimeSpan.Zero);
        }
    }

    public async Task CheckReadyAsync(CancellationToken cancel) => await _redis.AskAsync("PING");

    public ValueTask DisposeAsync() => _redis.DisposeAsync();

    // A key may hold an API key or a name.
    private string KeyOf(string key) => prefix + RateKey.Short(key);

    private static TimeSpan Microseconds(object? count) => TimeSpan.FromMicroseconds((long)count!);

    private void Complain(Exception error)
    {
        var said = Volatile.Read(ref _said);
        if ((said == 0 || clock.GetElapsedTime(said) > BetweenMessages) && Interlocked.CompareExchange(ref _said, clock.GetTimestamp(), said) == said)
        {
            Log.Away(log, address.Name, error.Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "Requests are not counted: Redis at {Address} cannot be reached ({Problem})")]
        public static partial void Away(ILogger logger, string address, string problem);
    }
}
