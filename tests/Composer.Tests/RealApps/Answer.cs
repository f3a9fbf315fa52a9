// SPDX-License-Identifier: MIT
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;

namespace Composer.Tests.RealApps;

/// <summary>An answer as it came over the socket, its framing undone.</summary>
internal sealed record Answer(string Status, IReadOnlyList<(string Name, string Value)> Headers, byte[] Body)
{
    // What belongs to the server and the connection, not to the app.
    private static readonly string[] OfTheServer = ["connection", "date", "keep-alive", "server", "transfer-encoding", "via"];

    /// <summary>The values of a header, in order.</summary>
    public IEnumerable<string> All(string name) => Headers.Where(header => header.Name == name).Select(header => header.Value);

    /// <summary>The body as text; latin-1, so that no byte is lost.</summary>
    public string Text => Encoding.Latin1.GetString(Body);

    /// <summary>What the app said, as text to compare: without the server's headers, and without the length, which framing proved.</summary>
    public string Said(IEnumerable<Regex> masks)
    {
        var headers = Headers.Where(header => !OfTheServer.Contains(header.Name) && header.Name != "content-length")
            .OrderBy(header => header.Name, StringComparer.Ordinal)
            .Select(header => $"{header.Name}: {header.Value}");
        var text = $"{Status}\n{string.Join('\n', headers)}\n\n{Text}";
        return masks.Aggregate(text, Mask);
    }

    /// <summary>The answer as it was before a compressing filter.</summary>
    public Answer Decompressed()
    {
        var gzip = All("content-encoding").Contains("gzip");
        var headers = Headers.Where(header => header is not { Name: "content-encoding", Value: "gzip" } && header.Name != "accept-ranges")
            .Select(header => (header.Name, Value: header.Name == "vary" ? WithoutEncoding(header.Value) : header.Value))
            .Where(header => header.Value.Length > 0)
            .Select(header => (header.Name, header.Name == "etag" ? header.Value.Replace("-gzip\"", "\"", StringComparison.Ordinal) : header.Value));
        return this with { Headers = [.. headers], Body = gzip ? Inflate(Body) : Body };
    }

    private static string WithoutEncoding(string vary) =>
        string.Join(", ", vary.Split(',', StringSplitOptions.TrimEntries).Where(name => !name.Equals("Accept-Encoding", StringComparison.OrdinalIgnoreCase)));

    private static byte[] Inflate(byte[] body)
    {
        using var result = new MemoryStream();
        using (var gzip = new GZipStream(new MemoryStream(body), CompressionMode.Decompress))
        {
            gzip.CopyTo(result);
        }
        return result.ToArray();
    }

    private static string Mask(string text, Regex mask) =>
        mask.Replace(text, found => found.Value.Replace(found.Groups[1].Value, "*", StringComparison.Ordinal));
}
