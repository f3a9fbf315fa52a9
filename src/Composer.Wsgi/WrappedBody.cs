// SPDX-License-Identifier: MIT
namespace Composer.Wsgi;

/// <summary>A body that stands in front of another and passes on what it is asked; a filter overrides what it wants to see or change.</summary>
/// <remarks>Whoever changes the bytes overrides <see cref="Length"/> and <see cref="File"/> too: a server may send a file without reading the body.</remarks>
/// <param name="inner">The body behind it; disposed with this one.</param>
public abstract class WrappedBody(Body inner) : Body
{
    /// <summary>The body behind this one.</summary>
    protected Body Inner { get; } = inner;

    /// <inheritdoc/>
    public override long? Length => Inner.Length;

    /// <inheritdoc/>
    public override FilePart? File => Inner.File;

    /// <inheritdoc/>
    public override ValueTask<ReadOnlyMemory<byte>> ReadAsync(CancellationToken cancel = default) => Inner.ReadAsync(cancel);

    /// <summary>Disposes the inner body, and then calls <see cref="EndAsync"/>, whether that failed or not.</summary>
    public override async ValueTask DisposeAsync()
    {
        try
        {
            await Inner.DisposeAsync();
        }
        finally
        {
            await EndAsync();
        }
        await base.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Called once, after the inner body was disposed.</summary>
    protected virtual ValueTask EndAsync() => default;
}
