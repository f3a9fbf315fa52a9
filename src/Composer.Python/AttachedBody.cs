// SPDX-License-Identifier: MIT
using Composer.Wsgi;

namespace Composer.Python;

/// <summary>A body with something beside it that ends with it.</summary>
internal sealed class AttachedBody(Body inner, IAsyncDisposable attached) : Body
{
    public override long? Length => inner.Length;

    public override FilePart? File => inner.File;

    public override ValueTask<ReadOnlyMemory<byte>> ReadAsync(CancellationToken cancel = default) => inner.ReadAsync(cancel);

    public override async ValueTask DisposeAsync()
    {
        try
        {
            await inner.DisposeAsync();
        }
        finally
        {
            await attached.DisposeAsync();
        }
        await base.DisposeAsync();
    }
}
