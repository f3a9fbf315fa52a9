// SPDX-License-Identifier: MIT
using System.IO.Compression;

namespace Composer.Middleware;

/// <summary>gzip (RFC 1952).</summary>
internal sealed class GZipEncoder : Encoder
{
    private const int HeaderSize = 10;
    private const int FlagsAt = 3;
    private const byte HasFileName = 0x08;

    private byte[]? _padding;

    /// <param name="options">The level.</param>
    /// <param name="padding">Letters that go into the header as a file name, or null.</param>
    public GZipEncoder(ZLibCompressionOptions options, byte[]? padding)
    {
        Compressor = new GZipStream(Output, options, leaveOpen: true);
        _padding = padding;
    }

    protected override Stream Compressor { get; }

    public override void Write(ReadOnlySpan<byte> block)
    {
        base.Write(block);
        Pad();
    }

    public override void Flush()
    {
        base.Flush();
        Pad();
    }

    public override void Finish()
    {
        Compressor.Dispose();
        Pad();
    }

    // GZipStream writes a header without a name: ten bytes, the first that come out.
    private void Pad()
    {
        if (_padding is null || Output.Count < HeaderSize)
        {
            return;
        }
        Output.Written.Span[FlagsAt] |= HasFileName;
        var name = Output.Insert(HeaderSize, _padding.Length + 1);
        _padding.CopyTo(name);
        name[^1] = 0;
        _padding = null;
    }
}
