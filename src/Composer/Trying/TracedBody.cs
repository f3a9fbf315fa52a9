// SPDX-License-Identifier: MIT
using Composer.Wsgi;

namespace Composer;

/// <summary>Notes how much of a body there is and how long it takes.</summary>
internal sealed class TracedBody(RequestTrace trace, TraceStep step, Body inner) : WrappedBody(inner)
{
    // What is sent without being read cannot be measured.
    public override FilePart? File => null;

    public override async ValueTask<ReadOnlyMemory<byte>> ReadAsync(CancellationToken cancel = default)
    {
        var since = trace.Now;
        var block = await Inner.ReadAsync(cancel);
        step.Total += trace.Since(since);
        step.Bytes += block.Length;
        return block;
    }

    public override async ValueTask DisposeAsync()
    {
        var since = trace.Now;
        await base.DisposeAsync();
        step.Total += trace.Since(since);
    }
}
