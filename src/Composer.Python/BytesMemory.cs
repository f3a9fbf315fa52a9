// SPDX-License-Identifier: MIT
using System.Buffers;

namespace Composer.Python;

/// <summary>The inside of a new bytes object, which only its maker knows, to be filled without the GIL.</summary>
internal sealed unsafe class BytesMemory(byte* start, int length) : MemoryManager<byte>
{
    public override Span<byte> GetSpan() => new(start, length);

    public override MemoryHandle Pin(int elementIndex = 0) => new(start + elementIndex);

    public override void Unpin()
    {
    }

    protected override void Dispose(bool disposing)
    {
    }
}
