// SPDX-License-Identifier: MIT
using System.Buffers;
using System.IO.Compression;

namespace Composer.Middleware;

/// <summary>Undoes content codings, the last one that was applied first (RFC 9110 §8.4).</summary>
internal static class RequestDecoding
{
    private const int BlockSize = 64 * 1024;

    /// <summary>The decoded bytes.</summary>
    /// <exception cref="InvalidDataException">The bytes are not in these codings.</exception>
    /// <exception cref="DecodeLimits.Exceeded">They swell too far.</exception>
    public static async ValueTask<SpooledBytes> DecodeAsync(Stream body, IReadOnlyList<string> codings, DecodeLimits limits, CancellationToken cancel)
    {
        var came = new CountedStream(body);
        var decoders = new Stack<Stream>([came]);
        foreach (var coding in codings.Reverse())
        {
            decoders.Push(new SwellingStream(Decoder(new TerminatedStream(decoders.Peek()), coding), came, limits));
        }
        var bytes = new SpooledBytes();
        var block = ArrayPool<byte>.Shared.Rent(BlockSize);
        try
        {
            while (await decoders.Peek().ReadAsync(block.AsMemory(0, BlockSize), cancel) is var count and > 0)
            {
                await bytes.WriteAsync(block.AsMemory(0, count), cancel);
            }
            bytes.Stream.Position = 0;
            return bytes;
        }
        catch (Exception e)
        {
            await bytes.Stream.DisposeAsync();
            if (e is InvalidOperationException)
            {
                throw new InvalidDataException(e.Message, e); // Brotli's way of saying it
            }
            throw;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(block);
            foreach (var decoder in decoders)
            {
                await decoder.DisposeAsync();
            }
        }
    }

    private static Stream Decoder(Stream encoded, string coding) => coding.ToLowerInvariant() switch
    {
        "br" => new BrotliStream(encoded, CompressionMode.Decompress),
        "deflate" => new InflateStream(encoded),
        _ => new GZipStream(encoded, CompressionMode.Decompress),
    };
}
