// SPDX-License-Identifier: MIT
using System.Text;
using System.Text.RegularExpressions;

namespace Composer.Tests.RealApps;

/// <summary>A request of a list, and the status that its answer must have.</summary>
/// <remarks><c>${name}</c> in the body stands for a captured value, <c>${prefix}</c> for where the site is mounted, <c>${N bytes}</c> for that many bytes.</remarks>
internal sealed partial record Exchange
{
    public string Method { get; init; } = "GET";

    public required string Path { get; init; }

    public string Status { get; init; } = "200";

    public bool Chunked { get; init; }

    /// <summary>The app lets an exception through: the page that follows is the server's, and only the status is compared.</summary>
    public bool Uncaught { get; init; }

    public string? Body { get; init; }

    public Dictionary<string, string> Headers { get; init; } = [];

    /// <summary>Values to take from the answer's body, by regular expression; later requests may use them.</summary>
    public Dictionary<string, string> Capture { get; init; } = [];

    /// <summary>The body's bytes, its variables replaced.</summary>
    public byte[]? BodyWith(IReadOnlyDictionary<string, string> captured) => Body is null ? null : Encoding.UTF8.GetBytes(Variable().Replace(Body, found =>
        int.TryParse(found.Groups[1].Value.Replace(" bytes", "", StringComparison.Ordinal), out var size) ? Filler(size) : captured[found.Groups[1].Value]));

    public override string ToString() => $"{Method} {Path}";

    private static string Filler(int size) => string.Concat(Enumerable.Range(0, (size / 10) + 1).Select(number => $"{number:D9}\n"))[..size];

    [GeneratedRegex(@"\$\{([^}]+)\}")]
    private static partial Regex Variable();
}
