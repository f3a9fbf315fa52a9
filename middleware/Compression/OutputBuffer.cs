// SPDX-License-Identifier: MIT
using System.Buffers;

namespace Composer.Middleware;

/// <summary>What a filter writes to: one rented array that grows.</summary>
internal class OutputBuffer : Stream
{
    private const int FirstSize = 16 * 1024;

    private byte[] _bytes = [];

    /// <summary>Number of bytes written since the last <see cref="Clear"/>.</summary>
    public int Count { get; private set; }

    /// <summary>The bytes; valid until the next write, or until the buffer is cleared or disposed.</summary>
    public Memory<byte> Written => _bytes.AsMemory(0, Count);

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => Count;

    public override long Position
    {
        get => Count;
        set => throw new NotSupportedException();
    }

    /// <summary>Forgets what was written and keeps the array.</summary>
    public void Clear() => Count = 0;

    /// <summary>Makes room in the middle; the caller fills it.</summary>
    public Span<byte> Insert(int at, int length)
    {
        Grow(length);
        _bytes.AsSpan(at, Count - at).CopyTo(_bytes.AsSpan(at + length));
        Count += length;
        return _bytes.AsSpan(at, length);
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        Grow(buffer.Length);
        buffer.CopyTo(_bytes.AsSpan(Count));
        Count += buffer.Length;
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        var bytes = _bytes;
        _bytes = [];
        Count = 0;
        if (bytes.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
        base.Dispose(disposing);
    }

    private void Grow(int more)
    {
        if (Count + more <= _bytes.Length)
        {
            return;
        }
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(FirstSize, Math.Max(Count + more, _bytes.Length * 2)));
        Written.Span.CopyTo(larger);
        if (_bytes.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_bytes);
        }
        _bytes = larger;
    }
}
