// SPDX-License-Identifier: MIT
using Composer.Wsgi;

namespace Composer.Middleware;

/// <summary>A body whose first block somebody has read already.</summary>
internal sealed class BegunBody(Body body, ReadOnlyMemory<byte> first) : WrappedBody(body)
{
    private ReadOnlyMemory<byte> _first = first;

    public override long? Length => null;

    public override FilePart? File => null;

    public override ValueTask<ReadOnlyMemory<byte>> ReadAsync(CancellationToken cancel = default)
    {
        if (_first.IsEmpty)
        {
            return Inner.ReadAsync(cancel);
        }
        var block = _first;
        _first = default;
        return new(block);
    }
}
