// SPDX-License-Identifier: MIT
namespace Composer.Middleware;

/// <summary>How a record is written where it is stored.</summary>
internal interface IRecordFormat
{
    /// <summary>The record, or null when the bytes are not one.</summary>
    SessionRecord? Read(ReadOnlyMemory<byte> bytes);

    /// <summary>The bytes of a record.</summary>
    ReadOnlyMemory<byte> Write(SessionRecord record);
}
