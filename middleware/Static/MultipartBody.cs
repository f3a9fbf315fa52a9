// SPDX-License-Identifier: MIT
using System.Security.Cryptography;
using System.Text;
using Composer.Wsgi;
using Microsoft.Win32.SafeHandles;

namespace Composer.Middleware;

/// <summary>Several parts of a file as <c>multipart/byteranges</c> (RFC 9110 §14.6).</summary>
internal sealed class MultipartBody : Body
{
    private const int BlockSize = 64 * 1024;

    private readonly SafeFileHandle _file;
    private readonly string _boundary = RandomNumberGenerator.GetHexString(32, lowercase: true);
    private readonly Queue<(byte[] Text, ByteRange Part)> _parts = [];
    private byte[]? _block;
    private ByteRange _part;
    private long _left;

    /// <summary>Owns the file.</summary>
    public MultipartBody(SafeFileHandle file, long size, string type, IReadOnlyList<ByteRange> ranges)
    {
        _file = file;
        var border = "";
        foreach (var range in ranges)
        {
            Add($"{border}--{_boundary}\r\nContent-Type: {type}\r\nContent-Range: {range.ContentRange(size)}\r\n\r\n", range);
            border = "\r\n";
        }
        Add($"\r\n--{_boundary}--\r\n", default);
    }

    public string ContentType => "multipart/byteranges; boundary=" + _boundary;

    public override long? Length => _left;

    public override async ValueTask<ReadOnlyMemory<byte>> ReadAsync(CancellationToken cancel = default)
    {
        if (_part.Length == 0)
        {
            if (!_parts.TryDequeue(out var next))
            {
                return default;
            }
            _part = next.Part;
            return Counted(next.Text);
        }

        _block ??= new byte[Math.Min(BlockSize, _left)];
        var wanted = _block.AsMemory(0, (int)Math.Min(_part.Length, _block.Length));
        var count = await RandomAccess.ReadAsync(_file, wanted, _part.First, cancel);
        if (count == 0)
        {
            throw new EndOfStreamException("the file became shorter while it was sent");
        }
        _part = new ByteRange(_part.First + count, _part.Length - count);
        return Counted(wanted[..count]);
    }

    public override ValueTask DisposeAsync()
    {
        _file.Dispose();
        return base.DisposeAsync();
    }

    private void Add(string text, ByteRange part)
    {
        var bytes = Encoding.Latin1.GetBytes(text);
        _parts.Enqueue((bytes, part));
        _left += bytes.Length + part.Length;
    }

    private ReadOnlyMemory<byte> Counted(ReadOnlyMemory<byte> block)
    {
        _left -= block.Length;
        return block;
    }
}
