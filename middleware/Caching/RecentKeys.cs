// SPDX-License-Identifier: MIT
using System.Collections.Concurrent;

namespace Composer.Middleware;

/// <summary>Pages to which something happened lately, and when.</summary>
internal sealed class RecentKeys(TimeProvider clock)
{
    private const int Most = 10_000;

    private readonly ConcurrentDictionary<string, long> _since = new();

    /// <summary>Whether it happened within a time.</summary>
    public bool Contains(string key, TimeSpan within) => _since.TryGetValue(key, out var since) && clock.GetElapsedTime(since) < within;

    /// <summary>Whether it happened at, or after, a timestamp of the clock.</summary>
    public bool ContainsSince(string key, long timestamp) => _since.TryGetValue(key, out var since) && since >= timestamp;

    public void Add(string key)
    {
        if (_since.Count >= Most)
        {
            _since.Clear();
        }
        _since[key] = clock.GetTimestamp();
    }

    public void Remove(string key) => _since.TryRemove(key, out _);
}
