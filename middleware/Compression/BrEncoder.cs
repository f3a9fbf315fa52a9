// SPDX-License-Identifier: MIT
using System.IO.Compression;

namespace Composer.Middleware;

/// <summary>br, Brotli (RFC 7932).</summary>
internal sealed class BrEncoder : Encoder
{
    private readonly byte[]? _padding;

    /// <param name="options">The quality.</param>
    /// <param name="padding">Up to 256 bytes for the decoder to skip, or null.</param>
    public BrEncoder(BrotliCompressionOptions options, byte[]? padding)
    {
        Compressor = new BrotliStream(Output, options, leaveOpen: true);
        _padding = padding;
    }

    protected override Stream Compressor { get; }

    public override void Finish()
    {
        if (_padding is not null)
        {
            Compressor.Flush();
            Output.Write(MetadataHeader(_padding.Length));
            Output.Write(_padding);
        }
        Compressor.Dispose();
    }

    // RFC 7932 §9.2, a meta-block of metadata, least significant bit first; after a flush the stream stands at a byte border.
    // ISLAST 0, MNIBBLES 11 (none), reserved 0, MSKIPBYTES 01 (one), MSKIPLEN-1 in eight bits, two bits to the border.
    private static ReadOnlySpan<byte> MetadataHeader(int length)
    {
        var bits = 0b01_0_11_0 | ((length - 1) << 6);
        return new byte[] { (byte)bits, (byte)(bits >> 8) };
    }
}
