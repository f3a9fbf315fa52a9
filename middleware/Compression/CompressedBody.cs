// SPDX-License-Identifier: MIT
using Composer.Wsgi;

namespace Composer.Middleware;

/// <summary>Compresses a body while it is read; no byte waits in the compressor for more than 50 ms.</summary>
/// <param name="inner">What is compressed.</param>
/// <param name="encoder">Owned by this body.</param>
/// <param name="flushEach">Sends every block of the inner body at once.</param>
/// <param name="clock">Measures the 50 ms.</param>
internal sealed class CompressedBody(Body inner, Encoder encoder, bool flushEach, TimeProvider clock) : Body
{
    private const int BlockSize = 16 * 1024;
    private const int Slice = 64 * 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(50);

    private CancellationTokenSource? _stop;
    private Task<ReadOnlyMemory<byte>>? _pending;
    private ReadOnlyMemory<byte> _block;
    private byte[] _held = [];
    private long _waitingSince;
    private bool _waiting;
    private bool _delivered;
    private bool _ended;

    /// <summary>Known once the whole body has been compressed.</summary>
    public override long? Length => _ended ? (_delivered ? 0 : encoder.Available) : null;

    /// <summary>The whole body, when <see cref="BeginAsync"/> said that it is small.</summary>
    public byte[] Small => _held;

    private bool Overdue => _waiting && clock.GetElapsedTime(_waitingSince) >= Patience;

    /// <summary>Compresses what the producer has ready, up to about <paramref name="most"/> bytes, so that a body which ends by then gets its length.</summary>
    /// <returns>False when the whole body is shorter than <paramref name="minimum"/>: nothing was compressed, it is in <see cref="Small"/>.</returns>
    public async ValueTask<bool> BeginAsync(int minimum, int most, CancellationToken cancel)
    {
        StartWaiting();
        var taken = 0;
        while (!_ended && taken < most && !Overdue && (!_block.IsEmpty || await ArrivedAsync(cancel)))
        {
            if (taken > 0 || _held.Length + _block.Length >= minimum)
            {
                taken += Compress();
                continue;
            }
            if (_block.IsEmpty)
            {
                return false;
            }
            _held = [.. _held, .. _block.Span];
            _block = default;
        }
        return true;
    }

    /// <inheritdoc/>
    public override async ValueTask<ReadOnlyMemory<byte>> ReadAsync(CancellationToken cancel = default)
    {
        if (_delivered)
        {
            encoder.Clear();
            _delivered = false;
        }
        while (!_ended && encoder.Available < BlockSize)
        {
            var arrived = !_block.IsEmpty || await ArrivedAsync(cancel);
            if (arrived)
            {
                Compress();
            }
            if (!_ended && (!arrived || Overdue || (flushEach && _block.IsEmpty)))
            {
                Flush();
                break;
            }
        }
        _delivered = true;
        return encoder.Written;
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        try
        {
            await EndPendingReadAsync();
            encoder.Dispose();
        }
        finally
        {
            await inner.DisposeAsync();
            await base.DisposeAsync();
        }
    }

    /// <summary>Gets the next block of the inner body, an empty one at its end; false when bytes that wait in the compressor should go first.</summary>
    private async ValueTask<bool> ArrivedAsync(CancellationToken cancel)
    {
        if (_pending is null)
        {
            _stop ??= CancellationTokenSource.CreateLinkedTokenSource(cancel);
            var read = inner.ReadAsync(_stop.Token);
            if (read.IsCompleted)
            {
                _block = await read;
                return true;
            }
            _pending = read.AsTask();
        }
        if (_waiting && !await CompletedInTimeAsync(_pending))
        {
            return false;
        }
        var arrived = _pending;
        _block = await arrived;
        _pending = null;
        return true;
    }

    private async ValueTask<bool> CompletedInTimeAsync(Task read)
    {
        var left = Patience - clock.GetElapsedTime(_waitingSince);
        if (!read.IsCompleted && left > TimeSpan.Zero)
        {
            await read.WaitAsync(left, clock).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        return read.IsCompleted;
    }

    /// <summary>Compresses some of the block, or, when it is empty, ends.</summary>
    /// <returns>How many bytes of the body were compressed.</returns>
    private int Compress()
    {
        var held = CompressHeld();
        if (_block.IsEmpty)
        {
            encoder.Finish();
            _ended = true;
            return held;
        }
        var slice = _block.Span[..Math.Min(_block.Length, Slice)];
        encoder.Write(slice);
        _block = _block[slice.Length..];
        if (!_waiting)
        {
            StartWaiting();
        }
        return held + slice.Length;
    }

    private int CompressHeld()
    {
        var held = _held;
        _held = [];
        encoder.Write(held);
        return held.Length;
    }

    private void Flush()
    {
        CompressHeld();
        encoder.Flush();
        _waiting = false;
    }

    private void StartWaiting()
    {
        _waiting = true;
        _waitingSince = clock.GetTimestamp();
    }

    // A body may not be disposed while it is read; a producer that does not listen to the token is waited for.
    private async ValueTask EndPendingReadAsync()
    {
        if (_pending is { } pending)
        {
            await _stop!.CancelAsync();
            await ((Task)pending).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        _stop?.Dispose();
    }
}
