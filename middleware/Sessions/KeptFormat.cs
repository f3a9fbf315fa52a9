// SPDX-License-Identifier: MIT
using System.Buffers;
using System.Runtime.InteropServices;

namespace Composer.Middleware;

/// <summary>Records as JSON text that keeps what it was written from, for a store that hands back the very memory it was given: there nothing is read twice.</summary>
internal sealed class KeptFormat : IRecordFormat
{
    public SessionRecord? Read(ReadOnlyMemory<byte> bytes) => MemoryMarshal.TryGetMemoryManager<byte, Kept>(bytes, out var kept) ? kept.Record : SessionRecord.Parse(bytes);

    public ReadOnlyMemory<byte> Write(SessionRecord record)
    {
        var packed = record.Pack(out var text);
        return new Kept(packed, text).Memory;
    }

    private sealed class Kept(SessionRecord record, byte[] text) : MemoryManager<byte>
    {
        public SessionRecord Record => record;

        public override Span<byte> GetSpan() => text;

        public override MemoryHandle Pin(int elementIndex = 0) => text.AsMemory(elementIndex).Pin();

        public override void Unpin()
        {
        }

        protected override bool TryGetArray(out ArraySegment<byte> segment)
        {
            segment = text;
            return true;
        }

        protected override void Dispose(bool disposing)
        {
        }
    }
}
