// SPDX-License-Identifier: MIT
using System.IO.Compression;

namespace Composer.Middleware;

/// <summary>zlib streams (RFC 1950) of limited size, as Beaker's JSON sessions are.</summary>
internal static class ZlibText
{
    // What fits into a cookie could be blown up a thousandfold.
    private const int MostBytes = 1024 * 1024;

    // What fits anyway may be a little longer.
    private const int WorthTheTime = 1024;

    /// <summary>Whether bytes can be one: deflate in a window of up to 32 KiB.</summary>
    public static bool IsOne(ReadOnlySpan<byte> bytes) => bytes.Length > 2 && (bytes[0] & 0x0f) == 8 && ((bytes[0] << 8) | bytes[1]) % 31 == 0;

    /// <summary>Compresses.</summary>
    public static byte[] Deflate(ReadOnlySpan<byte> bytes)
    {
        var result = new MemoryStream();
        using (var stream = new ZLibStream(result, bytes.Length < WorthTheTime ? CompressionLevel.Fastest : CompressionLevel.Optimal))
        {
            stream.Write(bytes);
        }
        return result.ToArray();
    }

    /// <summary>What was compressed; null when it is no zlib stream, or too much.</summary>
    public static byte[]? Inflate(ReadOnlyMemory<byte> bytes)
    {
        using var stream = new ZLibStream(new MemoryStream(bytes.ToArray(), writable: false), CompressionMode.Decompress);
        var result = new MemoryStream();
        var buffer = new byte[8192];
        try
        {
            for (int read; (read = stream.Read(buffer)) > 0;)
            {
                result.Write(buffer, 0, read);
                if (result.Length > MostBytes)
                {
                    return null;
                }
            }
        }
        catch (InvalidDataException)
        {
            return null;
        }
        return result.ToArray();
    }
}
