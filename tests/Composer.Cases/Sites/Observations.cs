// SPDX-License-Identifier: MIT
namespace Composer.Cases.Sites;

/// <summary>What the apps of one case and its runner tell each other.</summary>
public sealed class Observations
{
    private readonly TaskCompletionSource _go = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _calls;
    private int _closes;
    private int _running;

    /// <summary>How often the wrapped app was called.</summary>
    public int Calls => Volatile.Read(ref _calls);

    /// <summary>How often bodies of the wrapped app were closed.</summary>
    public int Closes => Volatile.Read(ref _closes);

    /// <summary>Whether a body of the wrapped app has not come to its end.</summary>
    public bool IsRunning => Volatile.Read(ref _running) > 0;

    /// <summary>The exception that left the pipeline last, or null.</summary>
    public Exception? Escaped { get; set; }

    /// <summary>Done when an app that waits may go on.</summary>
    public Task Gone => _go.Task;

    /// <summary>What every request finds in its environ; null removes a key.</summary>
    public IReadOnlyDictionary<string, object?> Environ { get; init; } = new Dictionary<string, object?>();

    /// <summary>Lets an app go on that waits.</summary>
    public void Go() => _go.TrySetResult();

    internal void Called()
    {
        Interlocked.Increment(ref _calls);
        Interlocked.Increment(ref _running);
    }

    internal void Ended() => Interlocked.Decrement(ref _running);

    internal void Closed() => Interlocked.Increment(ref _closes);
}
