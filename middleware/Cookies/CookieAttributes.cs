// SPDX-License-Identifier: MIT
using System.Buffers;
using System.Globalization;
using System.Text;
using Composer.Wsgi;

namespace Composer.Middleware;

/// <summary>What a cookie is called and where a browser sends it; writes its <c>Set-Cookie</c> header (RFC 6265bis).</summary>
/// <param name="Name">The cookie's name; one that begins with <c>__Host-</c> or <c>__Secure-</c> has the browser enforce what it promises.</param>
internal sealed record CookieAttributes(string Name)
{
    /// <summary>How long a cookie may be so that every browser keeps it: its name, its value and the equals sign.</summary>
    public const int MostLength = 4096;

    private const string HostPrefix = "__Host-";
    private const string SecurePrefix = "__Secure-";

    private static readonly SearchValues<char> Token = SearchValues.Create("!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");
    private static readonly SearchValues<char> NotInAttributes = SearchValues.Create([.. Enumerable.Range(0, 0x20).Append(0x7f).Append(';').Append(',').Select(code => (char)code)]);

    // Not only what RFC 6265 calls cookie-octet: browsers and Python take blanks and the rest as they are, but no control characters, and no semicolon.
    private static readonly SearchValues<char> NotInValues = SearchValues.Create([.. Enumerable.Range(0, 0x20).Append(0x7f).Append(';').Select(code => (char)code)]);

    /// <summary>Below which path it is sent.</summary>
    public string Path { get; init; } = "/";

    /// <summary>To which host and those below it; null: only to the one that set it.</summary>
    public string? Domain { get; init; }

    /// <summary>Whether it is sent over HTTPS only; null: when it is set over HTTPS.</summary>
    public bool? Secure { get; init; }

    /// <summary>Whether scripts of the page cannot read it.</summary>
    public bool HttpOnly { get; init; } = true;

    /// <summary>Whether requests that other sites cause carry it.</summary>
    public SameSite SameSite { get; init; }

    /// <summary>Why browsers would not keep it, or null.</summary>
    public string? Problem() => this switch
    {
        { Name: "" } => "the cookie has no name",
        _ when Name.AsSpan().ContainsAnyExcept(Token) => $"the cookie's name '{Name}' may hold letters, digits and !#$%&'*+-.^_`|~ only",
        _ when Path is not ['/', ..] || Path.AsSpan().ContainsAny(NotInAttributes) => "the cookie's path must begin with a slash and hold no semicolon",
        _ when Domain is { } domain && (domain.Length == 0 || domain.AsSpan().ContainsAny(NotInAttributes) || domain.Contains(' ')) => $"'{Domain}' is no domain for a cookie",
        { SameSite: SameSite.None, Secure: not true } => "browsers drop a cookie with SameSite=None that is not Secure: set secure = true as well",
        _ when HasPrefix(HostPrefix) && (Secure is not true || Path != "/" || Domain is not null) => $"a cookie whose name begins with {HostPrefix} must have secure = true, the path / and no domain",
        _ when HasPrefix(SecurePrefix) && Secure is not true => $"a cookie whose name begins with {SecurePrefix} must have secure = true",
        _ => null,
    };

    /// <summary>Whether browsers keep a value of this length.</summary>
    public bool Fits(string value) => Name.Length + 1 + value.Length <= MostLength;

    /// <summary>The value of a <c>Set-Cookie</c> header.</summary>
    /// <param name="environ">The request: its scheme tells whether the cookie is for HTTPS only.</param>
    /// <param name="value">The value.</param>
    /// <param name="expires">Until when it is kept; null: until the browser ends.</param>
    /// <param name="now">The time, with which <paramref name="expires"/> is given in seconds as well.</param>
    /// <exception cref="ArgumentException">The value holds what would end it.</exception>
    public string Set(Environ environ, ReadOnlySpan<char> value, DateTimeOffset? expires = null, DateTimeOffset now = default)
    {
        if (value.ContainsAny(NotInValues))
        {
            throw new ArgumentException("the cookie's value holds a semicolon or a control character", nameof(value));
        }
        var line = new StringBuilder(Name, Name.Length + value.Length + 96).Append('=').Append(value);
        if (expires is { } moment)
        {
            var seconds = Math.Max(0, (long)Math.Ceiling((moment - now).TotalSeconds));
            line.Append(CultureInfo.InvariantCulture, $"; Max-Age={seconds}; Expires={moment.UtcDateTime:R}");
        }
        return line.Append(Attributes(environ)).ToString();
    }

    /// <summary>The value of a <c>Set-Cookie</c> header that makes the browser drop the cookie.</summary>
    public string Drop(Environ environ) => Set(environ, "", DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch);

    private string Attributes(Environ environ)
    {
        var domain = Domain is null ? "" : $"; Domain={Domain}";
        var secure = Secure ?? environ.UrlScheme == "https" ? "; Secure" : "";
        var sameSite = SameSite == SameSite.Unset ? "" : $"; SameSite={SameSite}";
        return $"; Path={Path}{domain}{secure}{(HttpOnly ? "; HttpOnly" : "")}{sameSite}";
    }

    private bool HasPrefix(string prefix) => Name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase);
}
