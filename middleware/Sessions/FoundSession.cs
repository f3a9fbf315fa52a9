// SPDX-License-Identifier: MIT
namespace Composer.Middleware;

/// <summary>A session as it was stored when somebody looked.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Record">Its data.</param>
/// <param name="Bytes">The same as the store has it.</param>
internal sealed record FoundSession(string Id, SessionRecord Record, ReadOnlyMemory<byte> Bytes);
