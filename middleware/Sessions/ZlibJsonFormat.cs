// SPDX-License-Identifier: MIT
namespace Composer.Middleware;

/// <summary>Records as Beaker's <c>data_serializer = json</c> writes them: JSON in a zlib stream.</summary>
internal sealed class ZlibJsonFormat : IRecordFormat
{
    public SessionRecord? Read(ReadOnlyMemory<byte> bytes) => ZlibText.IsOne(bytes.Span) && ZlibText.Inflate(bytes) is { } json ? SessionRecord.Parse(json) : null;

    public ReadOnlyMemory<byte> Write(SessionRecord record) => ZlibText.Deflate(record.ToBytes());
}
