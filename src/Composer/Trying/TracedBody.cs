// SPDX-License-Identifier: MIT
using Composer.Wsgi;

namespace Composer;

/// <summary>Notes how much of a body there is and how long it takes.</summary>
internal sealed class TracedBody(RequestTrace trace, TraceStep step, Body inner) : Body
{
    public override long? Length => inner.Length;

    public override async ValueTask<ReadOnlyMemory<byte>> ReadAsync(CancellationToken cancel = default)
    {
        var since = trace.Now;
        var block = await inner.ReadAsync(cancel);
        step.Total += trace.Since(since);
        step.Bytes += block.Length;
        return block;
    }

    public override async ValueTask DisposeAsync()
    {
        var since = trace.Now;
        await inner.DisposeAsync();
        step.Total += trace.Since(since);
        await base.DisposeAsync();
    }
}
