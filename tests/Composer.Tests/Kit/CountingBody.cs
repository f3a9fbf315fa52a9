// SPDX-License-Identifier: MIT
using Composer.Wsgi;

namespace Composer.Tests;

/// <summary>Passes a body on and counts reads and closes.</summary>
public sealed class CountingBody(Body inner, RequestTrace? trace = null) : WrappedBody(inner)
{
    public int Reads { get; private set; }

    public int Closes { get; private set; }

    public override ValueTask<ReadOnlyMemory<byte>> ReadAsync(CancellationToken cancel = default)
    {
        Reads++;
        return Inner.ReadAsync(cancel);
    }

    public override async ValueTask DisposeAsync()
    {
        Closes++;
        if (trace is not null)
        {
            trace.Closes++;
        }
        await base.DisposeAsync();
    }
}
