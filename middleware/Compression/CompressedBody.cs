// SPDX-License-Identifier: MIT
using Composer.Wsgi;

namespace Composer.Middleware;

/// <summary>Compresses a body while it is read; no byte waits in the compressor for more than 50 ms.</summary>
/// <param name="inner">What is compressed.</param>
/// <param name="newEncoder">Makes the encoder when it is needed.</param>
/// <param name="flushEach">Sends every block of the inner body at once.</param>
/// <param name="clock">Measures the 50 ms.</param>
internal sealed class CompressedBody(Body inner, Func<Encoder> newEncoder, bool flushEach, TimeProvider clock) : Body
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
    private Encoder? _encoder;
    private byte[]? _repeated;

    /// <summary>Known once the whole body has been compressed.</summary>
    public override long? Length => _ended ? (_delivered ? 0 : Ready.Length) : null;

    /// <summary>The whole body, when <see cref="BeginAsync"/> said that it is small.</summary>
    public byte[] Small => _held;

    private Encoder Encoder => _encoder ??= newEncoder();

    // What was compressed before needs no encoder, not even to say that there is no more.
    private ReadOnlyMemory<byte> Ready => _repeated ?? _encoder?.Written ?? default(ReadOnlyMemory<byte>);

    private bool Overdue => _waiting && clock.GetElapsedTime(_waitingSince) >= Patience;

    /// <summary>Compresses what the producer has ready, up to about <paramref name="most"/> bytes, so that a body which ends by then gets its length.</summary>
    /// <returns>False when the whole body is shorter than <paramref name="minimum"/>: nothing was compressed, it is in <see cref="Small"/>.</returns>
    public async ValueTask<bool> BeginAsync(int minimum, int most, CancellationToken cancel)
    {
        if (!_waiting)
        {
            StartWaiting();
        }
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

    /// <summary>Compresses a body that comes whole as its first block, or finds it among those that were compressed before; does nothing when it comes in pieces.</summary>
    /// <param name="length">The plain length that was announced.</param>
    /// <param name="before">The bodies that were compressed before.</param>
    /// <param name="cancel">Ends waiting for the block.</param>
    public async ValueTask CompressWholeAsync(long length, RepeatedBodies before, CancellationToken cancel)
    {
        StartWaiting();
        if (!await ArrivedAsync(cancel) || _block.Length != length)
        {
            return;
        }
        var fingerprint = RepeatedBodies.Fingerprint(_block.Span);
        _repeated = before.Find(fingerprint, _block.Span);
        _ended = true;
        if (_repeated is null)
        {
            Encoder.Write(_block.Span);
            Encoder.Finish();
            before.Offer(fingerprint, _block.Span, Encoder.Written.Span);
        }
    }

    /// <inheritdoc/>
    public override async ValueTask<ReadOnlyMemory<byte>> ReadAsync(CancellationToken cancel = default)
    {
        if (_delivered)
        {
            _encoder?.Clear();
            _repeated = null;
            _delivered = false;
        }
        while (!_ended && Encoder.Available < BlockSize)
        {
            var arrived = !_block.IsEmpty || await ArrivedAsync(cancel);
            if (arrived)
            {
                Compress();
            }
            if (!_ended && (!arrived || Overdue || (flushEach && _block.IsEmpty)))
            {
                Flush();
                if (Encoder.Available > 0)
                {
                    break;
                }
            }
        }
        _delivered = true;
        return Ready;
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        try
        {
            await EndPendingReadAsync();
            _encoder?.Dispose();
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
            Encoder.Finish();
            _ended = true;
            return held;
        }
        var slice = _block.Span[..Math.Min(_block.Length, Slice)];
        Encoder.Write(slice);
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
        Encoder.Write(held);
        return held.Length;
    }

    private void Flush()
    {
        CompressHeld();
        Encoder.Flush();
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
