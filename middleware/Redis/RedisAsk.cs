// SPDX-License-Identifier: MIT
using System.Threading.Tasks.Sources;

namespace Composer.Middleware;

/// <summary>A command that waits for its answer; used again for the next one.</summary>
/// <param name="release">Takes it back.</param>
internal sealed class RedisAsk(Action<RedisAsk> release) : IValueTaskSource<object?>
{
    private ManualResetValueTaskSourceCore<object?> _done;

    /// <summary>When it was asked.</summary>
    public long Began { get; set; }

    /// <summary>The answer; to be awaited once.</summary>
    public ValueTask<object?> Answer => new(this, _done.Version);

    /// <summary>It is there; an exception is thrown where it is awaited.</summary>
    public void Complete(object? answer)
    {
        if (answer is Exception error)
        {
            _done.SetException(error);
            return;
        }
        _done.SetResult(answer);
    }

    object? IValueTaskSource<object?>.GetResult(short token)
    {
        try
        {
            return _done.GetResult(token);
        }
        finally
        {
            _done.Reset();
            release(this);
        }
    }

    ValueTaskSourceStatus IValueTaskSource<object?>.GetStatus(short token) => _done.GetStatus(token);

    void IValueTaskSource<object?>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _done.OnCompleted(continuation, state, token, flags);
}
