// SPDX-License-Identifier: MIT
using System.Collections.Concurrent;

namespace Composer.Tests;

/// <summary>Tells a <see cref="TickerApp"/> when to make its next event.</summary>
internal sealed class Ticker
{
    private static readonly ConcurrentDictionary<string, Ticker> All = new();

    private Ticker(int count)
    {
        Count = count;
    }

    /// <summary>Its name in a query string.</summary>
    public string Id { get; } = Guid.NewGuid().ToString("N");

    /// <summary>How many events there are.</summary>
    public int Count { get; }

    /// <summary>Released once for each event after the first, and for the end.</summary>
    public SemaphoreSlim Next { get; } = new(0);

    /// <summary>How many events were made.</summary>
    public int Made { get; set; }

    /// <summary>The body was disposed.</summary>
    public TaskCompletionSource Closed { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public static Ticker New(int count)
    {
        var ticker = new Ticker(count);
        All[ticker.Id] = ticker;
        return ticker;
    }

    public static Ticker Of(string id) => All[id];
}
