// SPDX-License-Identifier: MIT
using Composer.Wsgi;

namespace Composer.Middleware;

/// <summary>The <c>Cookie</c> header (RFC 6265 §5.4), read without making strings.</summary>
internal static class CookieHeader
{
    /// <summary>The value of the first cookie of a name, without its quotes; empty when there is none. Browsers send the one with the longest path first.</summary>
    public static ReadOnlySpan<char> Find(Environ environ, ReadOnlySpan<char> name)
    {
        var rest = environ.GetText(EnvironKey.HttpCookie).AsSpan();
        while (!rest.IsEmpty)
        {
            var end = EndOfPair(rest);
            if (ValueOf(rest[..end], name) is { IsEmpty: false } value)
            {
                return value;
            }
            rest = end < rest.Length ? rest[(end + 1)..] : default;
        }
        return default;
    }

    // A quoted value may hold what separates others: tickets of repoze.who do.
    private static int EndOfPair(ReadOnlySpan<char> text)
    {
        var end = text.IndexOf(';');
        var quote = text.IndexOf("=\"") + 2;
        if (end < 0 || quote < 2 || quote > end || CookieQuoting.Length(text[quote..]) is not (>= 0 and var length))
        {
            return end < 0 ? text.Length : end;
        }
        var after = text[(quote + length)..].IndexOf(';');
        return after < 0 ? text.Length : quote + length + after;
    }

    private static ReadOnlySpan<char> ValueOf(ReadOnlySpan<char> pair, ReadOnlySpan<char> name)
    {
        var equals = pair.IndexOf('=');
        if (equals < 0 || !pair[..equals].Trim(" \t").SequenceEqual(name))
        {
            return default;
        }
        var value = pair[(equals + 1)..].Trim(" \t");
        return value is ['"', .. var inner, '"'] ? CookieQuoting.Unquote(inner) : value;
    }
}
