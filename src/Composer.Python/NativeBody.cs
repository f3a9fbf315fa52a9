// SPDX-License-Identifier: MIT
using System.Buffers;
using Composer.Python.Native;
using Composer.Wsgi;

namespace Composer.Python;

/// <summary>A body that is one Python bytes object, sent from where it lies.</summary>
internal sealed unsafe class NativeBody : Body
{
    private readonly Block _block;
    private bool _read;

    /// <summary>Takes over a reference to a bytes object. The GIL is held.</summary>
    internal NativeBody(nint bytes) => _block = new Block(bytes);

    public override long? Length => _read ? 0 : _block.Length;

    /// <summary>Another reference to the bytes object. The GIL is held.</summary>
    internal nint Share()
    {
        Py.IncRef(_block.Bytes);
        Trash.Add(_block.Release());
        return _block.Bytes;
    }

    public override ValueTask<ReadOnlyMemory<byte>> ReadAsync(CancellationToken cancel = default)
    {
        if (_read)
        {
            return default;
        }
        _read = true;
        return new ValueTask<ReadOnlyMemory<byte>>(_block.Memory);
    }

    public override ValueTask DisposeAsync()
    {
        Trash.Add(_block.Release());
        return base.DisposeAsync();
    }

    private sealed class Block(nint bytes) : MemoryManager<byte>
    {
        private readonly byte* _data = Py.BytesData(bytes);
        private int _released;

        internal nint Bytes { get; } = bytes;

        internal int Length { get; } = (int)Py.BytesSize(bytes);

        internal nint Release() => Interlocked.Exchange(ref _released, 1) == 0 ? Bytes : 0;

        public override Span<byte> GetSpan() => new(_data, Length);

        public override MemoryHandle Pin(int elementIndex = 0) => new(_data + elementIndex);

        public override void Unpin()
        {
        }

        protected override void Dispose(bool disposing)
        {
        }
    }
}
