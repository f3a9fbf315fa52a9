// SPDX-License-Identifier: MIT
using System.IO.Compression;

namespace Composer.Middleware;

/// <summary>Undoes <c>deflate</c>: the zlib format as RFC 9110 §8.4.1.2 says, or the bare one that many clients send instead.</summary>
internal sealed class InflateStream(Stream encoded) : AsyncReadStream
{
    private const byte HasDictionary = 0x20;

    private Stream? _plain;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_plain is null)
        {
            var start = new byte[2];
            var count = await encoded.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, cancellationToken);
            var whole = new RestartedStream(start.AsMemory(0, count), encoded);
            if (IsZLib(start) && (start[1] & HasDictionary) != 0)
            {
                throw new InvalidDataException("the body needs a dictionary");
            }
            _plain = IsZLib(start) ? new ZLibStream(whole, CompressionMode.Decompress) : new DeflateStream(whole, CompressionMode.Decompress);
        }
        return await _plain.ReadAsync(buffer, cancellationToken);
    }

    protected override void Dispose(bool disposing)
    {
        _plain?.Dispose();
        base.Dispose(disposing);
    }

    // RFC 1950 §2.2: method 8, and a check of both bytes.
    private static bool IsZLib(byte[] start) => (start[0] & 0x0F) == 8 && ((start[0] << 8) + start[1]) % 31 == 0;

    private sealed class RestartedStream(ReadOnlyMemory<byte> start, Stream rest) : AsyncReadStream
    {
        private ReadOnlyMemory<byte> _start = start;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (_start.IsEmpty)
            {
                return rest.ReadAsync(buffer, cancellationToken);
            }
            var count = Math.Min(_start.Length, buffer.Length);
            _start[..count].CopyTo(buffer);
            _start = _start[count..];
            return new(count);
        }
    }
}
