// SPDX-License-Identifier: MIT
using System.Collections.Concurrent;

namespace Composer.Middleware;

/// <summary>Pages that turned out not to be for keeping: for a while, requests for them do not wait for each other.</summary>
internal sealed class PassingKeys(TimeProvider clock)
{
    private const int Most = 10_000;

    private static readonly TimeSpan While = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, long> _since = new();

    public bool Contains(string key) => _since.TryGetValue(key, out var since) && clock.GetElapsedTime(since) < While;

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
