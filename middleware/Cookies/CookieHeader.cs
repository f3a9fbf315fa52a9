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
        return Next(ref rest, name);
    }

    /// <summary>The values of all cookies of a name, in the browser's order. It may have an old one too, that was set for the domain or another path.</summary>
    public static IReadOnlyList<string> FindAll(Environ environ, ReadOnlySpan<char> name)
    {
        var values = new List<string>();
        var rest = environ.GetText(EnvironKey.HttpCookie).AsSpan();
        for (var value = Next(ref rest, name); !value.IsEmpty; value = Next(ref rest, name))
        {
            values.Add(value.ToString());
        }
        return values;
    }

    /// <summary>The value of the next cookie of a name in what is left of the header; empty when there is none.</summary>
    public static ReadOnlySpan<char> Next(scoped ref ReadOnlySpan<char> rest, scoped ReadOnlySpan<char> name)
    {
        while (!rest.IsEmpty)
        {
            var end = EndOfPair(rest);
            var value = ValueOf(rest[..end], name);
            rest = end < rest.Length ? rest[(end + 1)..] : default;
            if (!value.IsEmpty)
            {
                return value;
            }
        }
        return default;
    }

    // A quoted value may hold what separates others: tickets of repoze.who do.
    private static int EndOfPair(ReadOnlySpan<char> text)
    {
        var end = text.IndexOf(';');
        if (end < 0)
        {
            return text.Length;
        }
        var quote = text[..end].IndexOf("=\"") + 2;
        if (quote < 2 || CookieQuoting.Length(text[quote..]) is not (>= 0 and var length))
        {
            return end;
        }
        var after = text[(quote + length)..].IndexOf(';');
        return after < 0 ? text.Length : quote + length + after;
    }

    private static ReadOnlySpan<char> ValueOf(ReadOnlySpan<char> pair, scoped ReadOnlySpan<char> name)
    {
        var equals = pair.IndexOf('=');
        if (equals < 0 || !pair[..equals].Trim(" \t").SequenceEqual(name))
        {
            return default;
        }
        var value = pair[(equals + 1)..].Trim(" \t");
        return value is ['"', .. var inner, '"'] ? CookieQuoting.Unquote(inner) : value;
    }

    /// <summary>Whether a response sets or drops a cookie.</summary>
    public static bool IsSet(HeaderList headers, ReadOnlySpan<char> name)
    {
        foreach (var line in headers.GetAll("Set-Cookie"))
        {
            if (NameOf(line).SequenceEqual(name))
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>The name of the cookie that a <c>Set-Cookie</c> value sets.</summary>
    public static ReadOnlySpan<char> NameOf(string line) => line.AsSpan(0, Math.Max(0, line.IndexOf('=', StringComparison.Ordinal))).Trim();
}
