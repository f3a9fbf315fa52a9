// SPDX-License-Identifier: MIT
using System.Buffers;
using System.Text.RegularExpressions;

namespace Composer.Middleware;

/// <summary>A list of origins (RFC 6454): scheme, host and port, nothing more.</summary>
internal sealed class Origins
{
    private static readonly SearchValues<char> NotInHosts = SearchValues.Create("/:@?#\\ ");

    private readonly HashSet<string> _exact = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<(string Start, string End)> _below = [];
    private readonly List<Regex> _patterns = [];

    /// <param name="origins">Origins, <c>*</c>, or <c>https://*.example.org</c>.</param>
    /// <param name="patterns">Regular expressions.</param>
    /// <exception cref="ArgumentException">One of them is none of that.</exception>
    public Origins(IReadOnlyList<string> origins, IReadOnlyList<string> patterns)
    {
        if (origins.Count + patterns.Count == 0)
        {
            throw BadSetting.Of(nameof(CorsOptions.AllowOrigins), "cors needs to know whose scripts may use this site: set allow_origins = https://shop.example.org …, or *");
        }
        foreach (var origin in origins)
        {
            Add(origin);
        }
        _patterns = [.. patterns.Select(Pattern)];
    }

    /// <summary>Whether everybody is in it.</summary>
    public bool TakesAll { get; private set; }

    public bool Contains(string origin) =>
        TakesAll || _exact.Contains(origin) || _below.Exists(below => IsBelow(origin, below)) || _patterns.Exists(pattern => pattern.IsMatch(origin));

    private void Add(string origin)
    {
        if (origin == "*")
        {
            TakesAll = true;
            return;
        }
        if (origin != "null" && Problem(origin.Replace("://*.", "://any.", StringComparison.Ordinal)) is { } problem)
        {
            throw BadSetting.Of(nameof(CorsOptions.AllowOrigins), $"'{origin}' is not an origin: {problem}");
        }
        var star = origin.IndexOf("*.", StringComparison.Ordinal);
        if (star < 0)
        {
            _exact.Add(origin);
            return;
        }
        _below.Add((origin[..star], origin[(star + 1)..]));
    }

    private static string? Problem(string origin)
    {
        if (!Uri.TryCreate(origin, UriKind.Absolute, out var url) || url.Host.Length == 0 || origin.Contains('*'))
        {
            return "write scheme and host, as https://shop.example.org";
        }
        var plain = $"{url.Scheme}://{url.Authority}";
        return plain.Equals(origin, StringComparison.OrdinalIgnoreCase) ? null : $"browsers send '{plain}'";
    }

    // One or more labels before the dot, and nothing that could begin another part of a URL.
    private static bool IsBelow(string origin, (string Start, string End) below) =>
        origin.Length > below.Start.Length + below.End.Length
        && origin.StartsWith(below.Start, StringComparison.OrdinalIgnoreCase)
        && origin.EndsWith(below.End, StringComparison.OrdinalIgnoreCase)
        && origin.AsSpan(below.Start.Length, origin.Length - below.Start.Length - below.End.Length).IndexOfAny(NotInHosts) < 0;

    private static Regex Pattern(string pattern)
    {
        try
        {
            _ = new Regex(pattern, RegexOptions.NonBacktracking); // for a message about what the user wrote
            return new Regex($@"\A(?:{pattern})\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
        }
        catch (Exception error) when (error is ArgumentException or NotSupportedException)
        {
            throw BadSetting.Of(nameof(CorsOptions.AllowOriginPatterns), $"'{pattern}' is not a regular expression: {error.Message}");
        }
    }
}
