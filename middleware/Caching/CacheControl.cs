// SPDX-License-Identifier: MIT
using System.Globalization;

namespace Composer.Middleware;

/// <summary>The directives of a <c>Cache-Control</c> header (RFC 9111 §5.2, RFC 5861).</summary>
internal sealed class CacheControl
{
    private static readonly CacheControl None = new();

    private readonly Dictionary<string, string?> _directives = new(StringComparer.OrdinalIgnoreCase);

    private CacheControl()
    {
    }

    public bool NoStore => Has("no-store");

    /// <summary>Also in the form that names fields: to take it for all of them is safe.</summary>
    public bool NoCache => Has("no-cache");

    /// <inheritdoc cref="NoCache"/>
    public bool Private => Has("private");

    public bool Public => Has("public");

    public bool OnlyIfCached => Has("only-if-cached");

    public bool MustRevalidate => Has("must-revalidate") || Has("proxy-revalidate") || Has("s-maxage");

    /// <summary>Whether what was answered to somebody who is known may be answered to others (RFC 9111 §3.5).</summary>
    public bool AllowsForAuthenticated => Public || Has("s-maxage") || Has("must-revalidate");

    public TimeSpan? MaxAge => Seconds("max-age");

    public TimeSpan? SharedMaxAge => Seconds("s-maxage");

    public TimeSpan? MinFresh => Seconds("min-fresh");

    public TimeSpan? MaxStale => Has("max-stale") && _directives["max-stale"] is null ? TimeSpan.MaxValue : Seconds("max-stale");

    public TimeSpan? StaleWhileRevalidate => Seconds("stale-while-revalidate");

    public TimeSpan? StaleIfError => Seconds("stale-if-error");

    /// <summary>Reads the header; of a directive that is there twice the first one counts.</summary>
    public static CacheControl Parse(string? header)
    {
        if (string.IsNullOrEmpty(header))
        {
            return None;
        }
        var read = new CacheControl();
        foreach (var directive in Split(header))
        {
            var equals = directive.IndexOf('=', StringComparison.Ordinal);
            var (name, value) = equals < 0 ? (directive, null) : (directive[..equals].TrimEnd(), directive[(equals + 1)..].Trim().Trim('"'));
            read._directives.TryAdd(name, value);
        }
        return read;
    }

    private bool Has(string name) => _directives.ContainsKey(name);

    // What is no number is stale (RFC 9111 §4.2.1), and very large ones are as good as for ever (§1.2.2).
    private TimeSpan? Seconds(string name)
    {
        if (!_directives.TryGetValue(name, out var value))
        {
            return null;
        }
        var digits = value is { Length: > 0 } && value.All(char.IsAsciiDigit);
        return TimeSpan.FromSeconds(digits ? Math.Min(value!.Length > 10 ? int.MaxValue : long.Parse(value, CultureInfo.InvariantCulture), int.MaxValue) : 0);
    }

    // Commas within quotes are part of a value: private="a, b".
    private static IEnumerable<string> Split(string header)
    {
        var (start, quoted) = (0, false);
        for (var i = 0; i <= header.Length; i++)
        {
            if (i < header.Length && header[i] == '"')
            {
                quoted = !quoted;
            }
            if (i == header.Length || (header[i] == ',' && !quoted))
            {
                if (header[start..i].Trim() is { Length: > 0 } directive)
                {
                    yield return directive;
                }
                start = i + 1;
            }
        }
    }
}
