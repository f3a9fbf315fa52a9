// SPDX-License-Identifier: MIT
using System.Text;

namespace Composer.Wsgi;

/// <summary>A response body: blocks that are pulled one after another.</summary>
/// <remarks>
/// A filter that does not look at the body passes it on as it is; one that does wraps it, reads block by block, and disposes the inner body exactly once.
/// Nothing may delay a block: what a read returned is sent before, or while, the next one is asked for (PEP 3333, Buffering and Streaming).
/// </remarks>
public abstract class Body : IAsyncDisposable
{
    /// <summary>A body without a byte.</summary>
    public static Body Empty { get; } = new MemoryBody(default);

    /// <summary>A body that is in memory.</summary>
    public static Body From(ReadOnlyMemory<byte> bytes) => bytes.IsEmpty ? Empty : new MemoryBody(bytes);

    /// <summary>A body of UTF-8 text.</summary>
    public static Body From(string text) => From(Encoding.UTF8.GetBytes(text));

    /// <summary>Number of bytes left to read, or null when that is not known.</summary>
    public virtual long? Length => null;

    /// <summary>The part of a file that the body is, or null: lets a server send it without reading it.</summary>
    public virtual FilePart? File => null;

    /// <summary>The next block; empty means the end. The memory is valid until the next call, or until the body is disposed.</summary>
    public abstract ValueTask<ReadOnlyMemory<byte>> ReadAsync(CancellationToken cancel = default);

    /// <summary>WSGI's <c>close()</c>: called exactly once, after the last read, on success, error and client abort alike.</summary>
    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return default;
    }
}
