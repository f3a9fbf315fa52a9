// SPDX-License-Identifier: MIT
namespace Composer.Config;

/// <summary>What Python's <c>str.strip()</c> and <c>str.split()</c> take for a blank: .NET's white space and the four separators U+001C to U+001F.</summary>
public static class Blank
{
    /// <summary>Whether a character is a blank.</summary>
    public static bool Is(char c) => char.IsWhiteSpace(c) || c is >= '\u001c' and <= '\u001f';

    /// <summary>Python's <c>text.strip()</c>.</summary>
    public static string Strip(string text)
    {
        var stripped = StripEnd(text);
        return stripped[LeadingLength(stripped)..];
    }

    /// <summary>Python's <c>text.rstrip()</c>.</summary>
    public static string StripEnd(string text)
    {
        var end = text.Length;
        while (end > 0 && Is(text[end - 1]))
        {
            end--;
        }
        return text[..end];
    }

    /// <summary>How many blanks a text begins with.</summary>
    public static int LeadingLength(string text)
    {
        var length = 0;
        while (length < text.Length && Is(text[length]))
        {
            length++;
        }
        return length;
    }
}
