// SPDX-License-Identifier: MIT
using Composer.Wsgi;

namespace Composer.Middleware;

/// <summary>Bytes that were read from a body already, and then the rest of it.</summary>
internal sealed class ReplayedBody(ReadOnlyMemory<byte> bytes, Body rest) : WrappedBody(rest)
{
    private ReadOnlyMemory<byte> _bytes = bytes;

    public override long? Length => base.Length + _bytes.Length;

    public override FilePart? File => null;

    public override ValueTask<ReadOnlyMemory<byte>> ReadAsync(CancellationToken cancel = default)
    {
        if (_bytes.IsEmpty)
        {
            return base.ReadAsync(cancel);
        }
        var block = _bytes;
        _bytes = default;
        return new(block);
    }
}
