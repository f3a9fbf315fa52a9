// SPDX-License-Identifier: MIT
using System.Globalization;
using System.Text;

namespace Composer.Middleware;

/// <summary>The spellings of text in pickles.</summary>
internal static class PickleText
{
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    /// <summary>A <c>str</c> of Python 2, which may be text or bytes: UTF-8 if it can be, else latin-1.</summary>
    public static string OfPython2(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return Strict.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return Encoding.Latin1.GetString(bytes);
        }
    }

    /// <summary>Protocol 0 writes a <c>str</c> of Python 2 as its repr.</summary>
    public static string Unquoted(string line)
    {
        if (line.Length < 2 || line[0] != line[^1] || line[0] is not ('\'' or '"'))
        {
            throw new FormatException("a string without quotes");
        }
        return OfPython2(Encoding.Latin1.GetBytes(Unescaped(line[1..^1])));
    }

    /// <summary>Undoes Python's backslashes.</summary>
    public static string Unescaped(string line)
    {
        var text = new StringBuilder(line.Length);
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] != '\\')
            {
                text.Append(line[i]);
                continue;
            }
            i++;
            var digits = line[i] switch { 'x' => 2, 'u' => 4, 'U' => 8, _ => 0 };
            if (digits == 0)
            {
                text.Append(line[i] switch { 'n' => '\n', 'r' => '\r', 't' => '\t', '\\' or '\'' or '"' => line[i], _ => throw new FormatException("an unknown escape") });
                continue;
            }
            text.Append(Character(int.Parse(line.AsSpan(i + 1, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)));
            i += digits;
        }
        return text.ToString();
    }

    // Halves of a pair stay what they are.
    private static string Character(int code) => code <= char.MaxValue ? ((char)code).ToString() : char.ConvertFromUtf32(code);
}
