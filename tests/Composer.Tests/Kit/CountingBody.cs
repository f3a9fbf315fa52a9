// SPDX-License-Identifier: MIT
using Composer.Wsgi;

namespace Composer.Tests;

/// <summary>Passes a body on and counts reads and closes.</summary>
public sealed class CountingBody(Body inner, RequestTrace? trace = null) : Body
{
    public int Reads { get; private set; }

    public int Closes { get; private set; }

    public override long? Length => inner.Length;

    public override FilePart? File => inner.File;

    public override ValueTask<ReadOnlyMemory<byte>> ReadAsync(CancellationToken cancel = default)
    {
        Reads++;
        return inner.ReadAsync(cancel);
    }

    public override async ValueTask DisposeAsync()
    {
        Closes++;
        if (trace is not null)
        {
            trace.Closes++;
        }
        await inner.DisposeAsync();
        await base.DisposeAsync();
    }
}
