// SPDX-License-Identifier: MIT
using Composer.Wsgi;

namespace Composer.Middleware;

/// <summary>Bytes that were read from a body already, or that stand in for it; the body is closed when they were sent.</summary>
/// <param name="bytes">The bytes.</param>
/// <param name="inner">The body.</param>
/// <param name="owner">Whom the bytes belong to; closed, too.</param>
internal sealed class HeldBody(ReadOnlyMemory<byte> bytes, IAsyncDisposable inner, IDisposable? owner = null) : Body
{
    private ReadOnlyMemory<byte> _rest = bytes;

    public override long? Length => _rest.Length;

    public override ValueTask<ReadOnlyMemory<byte>> ReadAsync(CancellationToken cancel = default)
    {
        var block = _rest;
        _rest = default;
        return new(block);
    }

    public override async ValueTask DisposeAsync()
    {
        owner?.Dispose();
        await inner.DisposeAsync();
        await base.DisposeAsync();
    }
}
