// SPDX-License-Identifier: MIT
using System.Buffers;
using Composer.Wsgi;

namespace Composer.Python;

/// <summary>The request body as Python reads it: whole, by size, by line. Its end is b"", again and again.</summary>
internal sealed class InputReader(Stream stream)
{
    private const int BlockSize = 64 * 1024;

    private byte[] _buffer = [];
    private int _start;
    private int _end;
    private bool _ended;

    internal Stream Stream { get; } = stream;

    /// <summary>Nothing has been read ahead.</summary>
    internal bool IsEmpty => _start == _end && !_ended;

    /// <summary>Fills memory of the caller's, unless the body ends before. Nothing may have been read ahead.</summary>
    internal async ValueTask<int> ReadIntoAsync(Memory<byte> memory)
    {
        var count = await FillAsync(memory);
        _ended = count < memory.Length;
        return count;
    }

    /// <summary>Reads until <paramref name="size"/> bytes are there or the body ends; a negative size means all. The bytes are valid until the next read.</summary>
    internal async ValueTask<ReadOnlyMemory<byte>> ReadAsync(long size)
    {
        var wanted = size < 0 ? long.MaxValue : size;
        while (_end - _start < wanted && !_ended)
        {
            var missing = (int)Math.Clamp(wanted - (_end - _start), 1, BlockSize * 16);
            PrepareRoom(missing);
            var count = await FillAsync(_buffer.AsMemory(_end, Math.Min(missing, _buffer.Length - _end)));
            Filled(count);
        }
        return Take((int)Math.Min(wanted, _end - _start));
    }

    /// <summary>Reads to the end of a line, at most <paramref name="size"/> bytes unless that is negative.</summary>
    internal async ValueTask<ReadOnlyMemory<byte>> ReadLineAsync(long size)
    {
        var most = size < 0 ? int.MaxValue : (int)Math.Min(size, int.MaxValue);
        var searched = 0;
        while (true)
        {
            var available = _end - _start;
            var index = _buffer.AsSpan(_start + searched, available - searched).IndexOf((byte)'\n');
            if (index >= 0)
            {
                return Take(Math.Min(most, searched + index + 1));
            }
            if (available >= most || _ended)
            {
                return Take(Math.Min(most, available));
            }
            searched = available;
            PrepareRoom(BlockSize / 8);
            Filled(await Stream.ReadAsync(_buffer.AsMemory(_end)));
        }
    }

    private ReadOnlyMemory<byte> Take(int count)
    {
        var taken = _buffer.AsMemory(_start, count);
        _start += count;
        return taken;
    }

    private ValueTask<int> FillAsync(Memory<byte> memory) => Stream is InputStream input
        ? input.FillAsync(memory)
        : Stream.ReadAtLeastAsync(memory, memory.Length, throwOnEndOfStream: false);

    private void PrepareRoom(int hint)
    {
        if (_start == _end)
        {
            _start = _end = 0;
        }
        if (_buffer.Length - _end < Math.Min(hint, BlockSize / 8))
        {
            MakeRoom(hint);
        }
    }

    private void Filled(int count)
    {
        _end += count;
        _ended = count == 0;
    }

    private void MakeRoom(int hint)
    {
        var kept = _end - _start;
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(kept + hint, Math.Min(kept * 2, 1 << 30)));
        _buffer.AsSpan(_start, kept).CopyTo(larger);
        if (_buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
        }
        _buffer = larger;
        _start = 0;
        _end = kept;
    }

    /// <summary>Gives the buffer back; reads find the end from now on.</summary>
    internal void Close()
    {
        if (_buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
        }
        _buffer = [];
        _start = _end = 0;
        _ended = true;
    }
}
