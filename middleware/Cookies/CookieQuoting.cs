// SPDX-License-Identifier: MIT
using System.Buffers;
using System.Text;

namespace Composer.Middleware;

/// <summary>Values that RFC 6265 §4.1.1 does not let a cookie have as they are: in quotes, with <c>\ooo</c> for a byte, as Python's <c>http.cookies</c> and WebOb write and read them.</summary>
internal static class CookieQuoting
{
    private static readonly SearchValues<char> Plain = SearchValues.Create([.. Enumerable.Range(0x21, 0x7e - 0x20).Select(code => (char)code).Except("\",;\\")]);

    // Readers of unquoted values stop at them, readers of quoted ones do not; mod_auth_tkt reads quotes, but no escapes.
    private static readonly SearchValues<char> PlainInQuotes = SearchValues.Create([.. Enumerable.Range(0x20, 0x7f - 0x20).Select(code => (char)code).Except("\";\\")]);

    /// <summary>A value as a cookie may have it.</summary>
    /// <param name="value">A native string.</param>
    public static string Quote(string value)
    {
        if (!value.AsSpan().ContainsAnyExcept(Plain))
        {
            return value;
        }
        var text = new StringBuilder("\"", value.Length + 16);
        foreach (var c in value)
        {
            _ = PlainInQuotes.Contains(c) ? text.Append(c) : text.Append('\\').Append(Octal(c));
        }
        return text.Append('"').ToString();
    }

    /// <summary>What stands between quotes, its escapes resolved.</summary>
    public static ReadOnlySpan<char> Unquote(ReadOnlySpan<char> inner)
    {
        if (!inner.Contains('\\'))
        {
            return inner;
        }
        var text = new StringBuilder(inner.Length);
        for (var i = 0; i < inner.Length; i++)
        {
            var isEscape = inner[i] == '\\' && i + 1 < inner.Length;
            var isOctal = isEscape && i + 3 < inner.Length && inner[i + 1] is >= '0' and <= '3' && inner[i + 2] is >= '0' and <= '7' && inner[i + 3] is >= '0' and <= '7';
            text.Append(isOctal ? (char)(((inner[i + 1] - '0') * 64) + ((inner[i + 2] - '0') * 8) + inner[i + 3] - '0') : isEscape ? inner[i + 1] : inner[i]);
            i += isOctal ? 3 : isEscape ? 1 : 0;
        }
        return text.ToString();
    }

    /// <summary>How long a quoted text is that begins after its first quote: the place of the closing one, or -1.</summary>
    public static int Length(ReadOnlySpan<char> text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '"')
            {
                return i;
            }
            i += text[i] == '\\' ? 1 : 0;
        }
        return -1;
    }

    private static string Octal(char c) => Convert.ToString(c, 8).PadLeft(3, '0');
}
