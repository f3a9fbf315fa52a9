// SPDX-License-Identifier: MIT
using System.Globalization;

namespace Composer.Servers.Kestrel;

/// <summary>The two halves of a request target (RFC 9112 §3.2).</summary>
/// <param name="Path">Percent-decoded once, one character for each byte; empty for <c>*</c>.</param>
/// <param name="Query">What follows the question mark, undecoded.</param>
internal readonly record struct RequestTarget(string Path, string Query)
{
    /// <summary>Splits a target as it stood in the request line.</summary>
    public static RequestTarget Parse(string raw)
    {
        var start = StartOfPath(raw);
        var question = raw.IndexOf('?', start);
        var path = question < 0 ? raw.AsSpan(start) : raw.AsSpan(start, question - start);
        var query = question < 0 ? "" : raw[(question + 1)..];
        if (path.Length == raw.Length && !raw.Contains('%', StringComparison.Ordinal))
        {
            return new(raw == "*" ? "" : raw, query);
        }
        return new(path.IsEmpty ? "/" : Decode(path), query);
    }

    /// <summary>Replaces each well-formed <c>%XX</c> by its byte, once; what is not well-formed stays.</summary>
    public static string Decode(ReadOnlySpan<char> text)
    {
        var percent = text.IndexOf('%');
        if (percent < 0)
        {
            return text.ToString();
        }
        var room = text.Length <= 512 ? stackalloc char[512] : new char[text.Length];
        var count = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var isEscape = text[i] == '%' && i + 2 < text.Length && char.IsAsciiHexDigit(text[i + 1]) && char.IsAsciiHexDigit(text[i + 2]);
            room[count++] = isEscape ? (char)byte.Parse(text.Slice(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture) : text[i];
            i += isEscape ? 2 : 0;
        }
        return new string(room[..count]);
    }

    // Absolute form: http://host/path. Kestrel has compared the host with the Host header.
    private static int StartOfPath(string raw)
    {
        if (raw.Length == 0 || raw[0] is '/' or '*')
        {
            return 0;
        }
        var scheme = raw.IndexOf("://", StringComparison.Ordinal);
        if (scheme < 0)
        {
            return 0;
        }
        var end = raw.AsSpan(scheme + 3).IndexOfAny('/', '?');
        return end < 0 ? raw.Length : scheme + 3 + end;
    }
}
