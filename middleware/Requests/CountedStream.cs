// SPDX-License-Identifier: MIT
namespace Composer.Middleware;

/// <summary>Counts what is read through it.</summary>
internal sealed class CountedStream(Stream inner) : AsyncReadStream
{
    /// <summary>Bytes read.</summary>
    public long Count { get; private set; }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var count = await inner.ReadAsync(buffer, cancellationToken);
        Count += count;
        return count;
    }
}
