// SPDX-License-Identifier: MIT
using Composer.Wsgi;

namespace Composer.Middleware;

/// <summary>A body that nobody reads, but somebody closes. It does not know its length, which is not that of the headers.</summary>
internal sealed class UnreadBody(Body inner) : WrappedBody(inner)
{
    public override long? Length => null;

    public override FilePart? File => null;

    public override ValueTask<ReadOnlyMemory<byte>> ReadAsync(CancellationToken cancel = default) => default;
}
