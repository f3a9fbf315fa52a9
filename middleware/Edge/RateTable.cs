// SPDX-License-Identifier: MIT
namespace Composer.Middleware;

/// <summary>Counts requests by key, in memory that is bounded: keys that were not seen for a while, or not lately enough when there are too many, are forgotten.</summary>
/// <param name="rate">How many may pass.</param>
/// <param name="burst">How many at once, for a bucket.</param>
/// <param name="algorithm">How they are counted.</param>
/// <param name="mostKeys">How many keys are kept.</param>
/// <param name="clock">The time.</param>
internal sealed class RateTable(Rate rate, int burst, RateAlgorithm algorithm, int mostKeys, TimeProvider clock) : IRates
{
    private const int LongestKey = 64;

    private readonly Lock _lock = new();
    private readonly long _started = clock.GetTimestamp();

    // Two generations: what is not looked up while the younger one fills, or for as long as it takes to be forgiven, goes with the older one.
    private Dictionary<string, State> _young = new(StringComparer.Ordinal);
    private Dictionary<string, State> _old = new(StringComparer.Ordinal);
    private TimeSpan _youngSince;

    private TimeSpan OfOne => rate.Period / rate.Count;

    private TimeSpan Forgiven => algorithm == RateAlgorithm.TokenBucket ? OfOne * burst : rate.Period;

    public ValueTask<RateDecision> TakeAsync(string key) => new(Take(key.Length <= LongestKey ? key : RateKey.Short(key)));

    private RateDecision Take(string key)
    {
        lock (_lock)
        {
            var now = clock.GetElapsedTime(_started);
            if (_young.Count >= mostKeys / 2 || now - _youngSince >= Forgiven)
            {
                (_old, _young, _youngSince) = (_young, new(StringComparer.Ordinal), now);
            }
            if (!_young.TryGetValue(key, out var state))
            {
                _old.TryGetValue(key, out state);
            }
            var decision = algorithm == RateAlgorithm.TokenBucket ? FromBucket(ref state, now) : InWindow(ref state, now);
            _young[key] = state;
            return decision;
        }
    }

    // The bucket as the time at which it will be full again (the generic cell rate algorithm of ITU-T I.371).
    private RateDecision FromBucket(ref State state, TimeSpan now)
    {
        var room = OfOne * burst;
        var full = (state.Time > now ? state.Time : now) + OfOne;
        if (full - now > room)
        {
            return new(full - now - room, 0, full - now - OfOne);
        }
        state = new(full, 0);
        return new(TimeSpan.Zero, (int)((room - (full - now)).Ticks / OfOne.Ticks), full - now);
    }

    private RateDecision InWindow(ref State state, TimeSpan now)
    {
        var window = new TimeSpan(now.Ticks - (now.Ticks % rate.Period.Ticks));
        var count = state.Time == window ? state.Count + 1 : 1;
        var left = window + rate.Period - now;
        if (count > rate.Count)
        {
            return new(left, 0, left);
        }
        state = new(window, count);
        return new(TimeSpan.Zero, rate.Count - count, left);
    }

    /// <summary>When the bucket is full, or the window's beginning and its count.</summary>
    private readonly record struct State(TimeSpan Time, int Count);
}
