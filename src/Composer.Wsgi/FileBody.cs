// SPDX-License-Identifier: MIT
using Microsoft.Win32.SafeHandles;

namespace Composer.Wsgi;

/// <summary>A body that is a stretch of an open file, which it owns.</summary>
/// <param name="handle">The open file; closed with the body.</param>
/// <param name="offset">First byte.</param>
/// <param name="length">Number of bytes.</param>
public sealed class FileBody(SafeFileHandle handle, long offset, long length) : Body
{
    private const int BlockSize = 64 * 1024;

    private byte[]? _block;
    private long _offset = offset;
    private long _left = length;

    /// <inheritdoc/>
    public override long? Length => _left;

    /// <inheritdoc/>
    public override FilePart? File => new FilePart(handle, _offset, _left);

    /// <inheritdoc/>
    public override async ValueTask<ReadOnlyMemory<byte>> ReadAsync(CancellationToken cancel = default)
    {
        if (_left == 0)
        {
            return default;
        }
        _block ??= new byte[Math.Min(_left, BlockSize)];
        var wanted = _block.AsMemory(0, (int)Math.Min(_left, _block.Length));
        var count = await RandomAccess.ReadAsync(handle, wanted, _offset, cancel);
        _offset += count;
        _left = count == 0 ? 0 : _left - count;
        return wanted[..count];
    }

    /// <inheritdoc/>
    public override ValueTask DisposeAsync()
    {
        handle.Dispose();
        return base.DisposeAsync();
    }
}
