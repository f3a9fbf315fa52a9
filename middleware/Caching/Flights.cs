// SPDX-License-Identifier: MIT
using System.Collections.Concurrent;

namespace Composer.Middleware;

/// <summary>Requests that are on their way to the app: others for the same page wait for the first one.</summary>
internal sealed class Flights
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _flying = new();

    /// <summary>Begins one; null when there is one for this key already.</summary>
    public Flight? TryBegin(string key)
    {
        var landed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return _flying.TryAdd(key, landed) ? new Flight(this, key, landed) : null;
    }

    /// <summary>Waits for the one that flies, if it does, and not longer than <paramref name="patience"/>.</summary>
    public Task LandedAsync(string key, TimeSpan patience, TimeProvider clock, CancellationToken cancel) =>
        _flying.TryGetValue(key, out var flying) ? flying.Task.WaitAsync(patience, clock, cancel) : Task.CompletedTask;

    /// <summary>One request.</summary>
    internal sealed class Flight(Flights flights, string key, TaskCompletionSource landed)
    {
        /// <summary>Lets the others go on; may be called again.</summary>
        public void Land()
        {
            flights._flying.TryRemove(KeyValuePair.Create(key, landed));
            landed.TrySetResult();
        }
    }
}
