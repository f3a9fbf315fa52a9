// SPDX-License-Identifier: MIT
using System.Globalization;

namespace Composer.Conformance;

/// <summary>An HTTP response as it came.</summary>
public sealed record Answer
{
    /// <summary>Code and reason.</summary>
    public required string Status { get; init; }

    public required IReadOnlyList<(string Name, string Value)> Headers { get; init; }

    /// <summary>Interim responses before it, as <c>100 Continue</c>.</summary>
    public IReadOnlyList<string> Interim { get; init; } = [];

    /// <summary>The body without its chunks.</summary>
    public string Body { get; init; } = "";

    /// <summary>Whether the body came to the end that its framing promised.</summary>
    public bool Complete { get; init; } = true;

    public int Code => int.Parse(Status.AsSpan(0, 3), CultureInfo.InvariantCulture);

    public string? Header(string name) => All(name).FirstOrDefault();

    public IEnumerable<string> All(string name) =>
        Headers.Where(header => header.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(header => header.Value);

    public static Answer Parse(string head)
    {
        var lines = head.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Matches("^HTTP/1\\.[01] ", lines[0]);
        return new Answer
        {
            Status = lines[0]["HTTP/1.1 ".Length..],
            Headers = [.. lines.Skip(1).Select(line => (line[..line.IndexOf(':', StringComparison.Ordinal)], line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim()))],
        };
    }
}
