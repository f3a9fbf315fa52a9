// SPDX-License-Identifier: MIT
using System.Text;
using Composer.Wsgi;

namespace Composer.Tests;

/// <summary>A generator: one block at a time, of unknown length; what <paramref name="blocks"/> throws, a read throws.</summary>
public sealed class BlocksBody(IEnumerable<byte[]> blocks) : Body
{
    private readonly IEnumerator<byte[]> _blocks = blocks.GetEnumerator();

    public BlocksBody(params string[] blocks)
        : this(blocks.Select(Encoding.UTF8.GetBytes))
    {
    }

    public override ValueTask<ReadOnlyMemory<byte>> ReadAsync(CancellationToken cancel = default)
    {
        cancel.ThrowIfCancellationRequested();
        return new(_blocks.MoveNext() ? _blocks.Current : default(ReadOnlyMemory<byte>));
    }

    public override ValueTask DisposeAsync()
    {
        _blocks.Dispose();
        return base.DisposeAsync();
    }
}
