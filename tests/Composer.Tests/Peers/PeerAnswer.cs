// SPDX-License-Identifier: MIT
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Composer.Wsgi;

namespace Composer.Tests.Peers;

/// <summary>An answer of a peer, or of a component.</summary>
internal sealed partial record PeerAnswer(int Status, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public static PeerAnswer Of(Result result)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var header in result.Headers)
        {
            headers[header.Name] = header.Value;
        }
        return new PeerAnswer(result.StatusCode, headers, result.Body);
    }

    public string? this[string header] => Headers.GetValueOrDefault(header);

    /// <summary>What parts of a page it brings: status, and each part with its place; boundaries and spaces make no difference.</summary>
    public string Parts()
    {
        var text = Encoding.Latin1.GetString(Body);
        return this["Content-Type"]?.StartsWith("multipart/byteranges", StringComparison.Ordinal) == true
            ? $"{Status} " + string.Join(" | ", Part().Matches(text).Select(part => $"{part.Groups["place"].Value} {part.Groups["bytes"].Value}"))
            : Status == 206 ? $"206 {this["Content-Range"]} {text}" : Status.ToString(CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"Content-range: (?<place>bytes [^\r]*)\r\n(?:[^\r]+\r\n)*\r\n(?<bytes>[^\r]*)\r\n", RegexOptions.IgnoreCase)]
    private static partial Regex Part();
}
