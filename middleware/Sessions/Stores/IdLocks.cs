// SPDX-License-Identifier: MIT
namespace Composer.Middleware;

/// <summary>Locks by name within this process; a name takes memory only while somebody wants it.</summary>
internal sealed class IdLocks<TName>
    where TName : notnull
{
    private readonly Dictionary<TName, Waiting> _held = [];

    /// <summary>Waits for a name; null when it was not to be had in time.</summary>
    public async ValueTask<IAsyncDisposable?> LockAsync(TName name, TimeSpan patience, CancellationToken cancel)
    {
        var waiting = Enter(name);
        var got = false;
        try
        {
            got = await waiting.Turn.WaitAsync(patience, cancel);
        }
        finally
        {
            if (!got)
            {
                Leave(name, waiting);
            }
        }
        return got ? new Held(this, name, waiting) : null;
    }

    /// <summary>The same for a lock that other processes share: who has the name here asks for theirs, at growing intervals.</summary>
    /// <param name="name">The name.</param>
    /// <param name="patience">How long both may take.</param>
    /// <param name="pauses">The first and the longest interval.</param>
    /// <param name="tryTake">Asks; true when it was had.</param>
    /// <param name="cancel">Ends waiting.</param>
    /// <returns>The lock within this process, to be disposed when the shared one was given back.</returns>
    public async ValueTask<IAsyncDisposable?> LockSharedAsync(TName name, TimeSpan patience, (TimeSpan First, TimeSpan Longest) pauses, Func<ValueTask<bool>> tryTake, CancellationToken cancel)
    {
        var started = TimeProvider.System.GetTimestamp();
        var own = await LockAsync(name, patience, cancel);
        if (own is null)
        {
            return null;
        }
        try
        {
            for (var pause = pauses.First; !await tryTake(); pause = pause * 2 < pauses.Longest ? pause * 2 : pauses.Longest)
            {
                if (TimeProvider.System.GetElapsedTime(started) > patience)
                {
                    await own.DisposeAsync();
                    return null;
                }
                await Task.Delay(pause, cancel);
            }
            return own;
        }
        catch
        {
            await own.DisposeAsync();
            throw;
        }
    }

    private Waiting Enter(TName name)
    {
        lock (_held)
        {
            if (!_held.TryGetValue(name, out var waiting))
            {
                _held[name] = waiting = new Waiting();
            }
            waiting.Count++;
            return waiting;
        }
    }

    private void Leave(TName name, Waiting waiting)
    {
        lock (_held)
        {
            if (--waiting.Count == 0)
            {
                _held.Remove(name);
            }
        }
    }

    private sealed class Waiting
    {
        public SemaphoreSlim Turn { get; } = new(1, 1);

        public int Count { get; set; }
    }

    private sealed class Held(IdLocks<TName> locks, TName name, Waiting waiting) : IAsyncDisposable
    {
        private bool _released;

        public ValueTask DisposeAsync()
        {
            if (!_released)
            {
                _released = true;
                waiting.Turn.Release();
                locks.Leave(name, waiting);
            }
            return default;
        }
    }
}
