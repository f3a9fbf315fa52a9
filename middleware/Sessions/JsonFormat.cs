// SPDX-License-Identifier: MIT
namespace Composer.Middleware;

/// <summary>Records as JSON text.</summary>
internal sealed class JsonFormat : IRecordFormat
{
    public SessionRecord? Read(ReadOnlyMemory<byte> bytes) => SessionRecord.Parse(bytes);

    public ReadOnlyMemory<byte> Write(SessionRecord record) => record.ToBytes();
}
