// SPDX-License-Identifier: MIT
namespace Composer.Wsgi;

/// <summary>A body that is in memory.</summary>
internal sealed class MemoryBody(ReadOnlyMemory<byte> bytes) : Body
{
    private ReadOnlyMemory<byte> _rest = bytes;

    public override long? Length => _rest.Length;

    public override ValueTask<ReadOnlyMemory<byte>> ReadAsync(CancellationToken cancel = default)
    {
        return new ValueTask<ReadOnlyMemory<byte>>(Take());
    }

    /// <summary>All that is left.</summary>
    internal ReadOnlyMemory<byte> Take()
    {
        var block = _rest;
        _rest = default;
        return block;
    }
}
