// SPDX-License-Identifier: MIT
using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Composer.Cases.Wire;

/// <summary>An answer exactly as it came over the connection.</summary>
internal sealed record Answer
{
    private static ReadOnlySpan<byte> FlushMark => [0, 0, 0xff, 0xff];

    public required int Status { get; init; }

    public required IReadOnlyList<(string Name, string Value)> Headers { get; init; }

    /// <summary>The body's parts: chunks where the answer is chunked, else what came at once.</summary>
    public IReadOnlyList<byte[]> Chunks { get; init; } = [];

    /// <summary>Why it did not come to the end that its framing promised, or null.</summary>
    public string? Broken { get; init; }

    /// <summary>The first byte of the body was there before the app was finished.</summary>
    public bool Streamed { get; init; }

    public byte[] Body => [.. Chunks.SelectMany(chunk => chunk)];

    public string Text => TextOf(Body);

    /// <summary>All values of a header.</summary>
    public IReadOnlyList<string> All(string name) =>
        [.. Headers.Where(header => header.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(header => header.Value)];

    /// <summary>The values of a header in one, or null.</summary>
    public string? Header(string name) => All(name) is { Count: > 0 } values ? string.Join(", ", values) : null;

    /// <summary>The body's parts without the content coding.</summary>
    public IReadOnlyList<byte[]> DecodedChunks()
    {
        var coding = Header("Content-Encoding");
        if (coding is null or "identity")
        {
            return Chunks;
        }
        var (body, parts, done) = (Body, new List<byte[]>(), 0);
        foreach (var end in Flushes(body))
        {
            var decoded = Decode(coding, body[..end]);
            if (decoded.Length > done)
            {
                parts.Add(decoded[done..]);
                done = decoded.Length;
            }
        }
        return parts;
    }

    // Where a chunk ends, and after the empty block by which deflate is flushed: the server may send several in one chunk.
    private SortedSet<int> Flushes(byte[] body)
    {
        var ends = new SortedSet<int>(Chunks.Select((_, index) => Chunks.Take(index + 1).Sum(chunk => chunk.Length)));
        for (var at = 0; body.AsSpan(at).IndexOf(FlushMark) is var next and >= 0;)
        {
            at += next + FlushMark.Length;
            ends.Add(at);
        }
        return ends;
    }

    /// <summary>The body as text, without its content coding.</summary>
    public string DecodedText() => TextOf([.. DecodedChunks().SelectMany(part => part)]);

    public static string TextOf(byte[] bytes) => Encoding.UTF8.GetString(bytes);

    public static Answer Parse(string head)
    {
        var lines = head.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        if (!lines[0].StartsWith("HTTP/1.", StringComparison.Ordinal) || lines[0].Length < 12)
        {
            throw new InvalidDataException($"no HTTP answer: {lines[0]}");
        }
        return new Answer
        {
            Status = int.Parse(lines[0].AsSpan(9, 3), CultureInfo.InvariantCulture),
            Headers = [.. lines.Skip(1).Select(line => (line[..line.IndexOf(':', StringComparison.Ordinal)], line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim()))],
        };
    }

    // What can be decoded of a stream that may not be complete.
    private static byte[] Decode(string coding, byte[] bytes)
    {
        using var encoded = new MemoryStream(bytes);
        using Stream decoder = coding switch
        {
            "gzip" => new GZipStream(encoded, CompressionMode.Decompress),
            "br" => new BrotliStream(encoded, CompressionMode.Decompress),
            "deflate" => new ZLibStream(encoded, CompressionMode.Decompress),
            _ => throw new CannotExpress($"the content coding {coding}"),
        };
        var decoded = new MemoryStream();
        var buffer = new byte[4096];
        try
        {
            while (decoder.Read(buffer) is var count and > 0)
            {
                decoded.Write(buffer, 0, count);
            }
        }
        catch (InvalidDataException) when (decoded.Length > 0)
        {
            return decoded.ToArray();
        }
        return decoded.ToArray();
    }
}
