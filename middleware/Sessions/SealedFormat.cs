// SPDX-License-Identifier: MIT
namespace Composer.Middleware;

/// <summary>Records that are encrypted where they are stored.</summary>
internal sealed class SealedFormat(IRecordFormat inner, SealedBytes seal, TimeProvider clock) : IRecordFormat
{
    public SessionRecord? Read(ReadOnlyMemory<byte> bytes) => seal.Open(bytes.Span, clock.GetUtcNow()) is { } plain ? inner.Read(plain) : null;

    public ReadOnlyMemory<byte> Write(SessionRecord record) => seal.Seal(inner.Write(record).Span, null);
}
