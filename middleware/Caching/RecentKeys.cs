// SPDX-License-Identifier: MIT
using System.Collections.Concurrent;

namespace Composer.Middleware;

/// <summary>Pages to which something happened lately, and when.</summary>
internal sealed class RecentKeys(TimeProvider clock)
{
    private const int Most = 10_000;

    // By a hash that differs from process to process, because keys are as long as clients like. Two that fall together cost an answer that is not kept, or not waited for.
    private readonly ConcurrentDictionary<int, long> _since = new();

    /// <summary>Whether it happened within a time.</summary>
    public bool Contains(string key, TimeSpan within) => _since.TryGetValue(HashOf(key), out var since) && clock.GetElapsedTime(since) < within;

    /// <summary>Whether it happened at, or after, a timestamp of the clock.</summary>
    public bool ContainsSince(string key, long timestamp) => _since.TryGetValue(HashOf(key), out var since) && since >= timestamp;

    public void Add(string key)
    {
        if (_since.Count >= Most)
        {
            _since.Clear();
        }
        _since[HashOf(key)] = clock.GetTimestamp();
    }

    public void Remove(string key) => _since.TryRemove(HashOf(key), out _);

    private static int HashOf(string key) => key.GetHashCode(StringComparison.Ordinal);
}
