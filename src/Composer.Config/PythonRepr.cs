// SPDX-License-Identifier: MIT
using System.Globalization;
using System.Text;

namespace Composer.Config;

/// <summary>Python's <c>repr()</c> of strings, for messages that must read as Paste Deploy's.</summary>
public static class PythonRepr
{
    /// <summary><c>repr(text)</c>; null is <c>None</c>.</summary>
    public static string Of(string? text)
    {
        if (text is null)
        {
            return "None";
        }
        var quote = text.Contains('\'') && !text.Contains('"') ? '"' : '\'';
        var result = new StringBuilder().Append(quote);
        foreach (var rune in text.EnumerateRunes())
        {
            Append(result, rune, quote);
        }
        return result.Append(quote).ToString();
    }

    /// <summary><c>repr()</c> of a list of strings.</summary>
    public static string Of(IEnumerable<string> texts) => $"[{string.Join(", ", texts.Select(Of))}]";

    private static void Append(StringBuilder result, Rune rune, char quote)
    {
        var escaped = rune.Value switch
        {
            '\\' => @"\\",
            '\n' => @"\n",
            '\r' => @"\r",
            '\t' => @"\t",
            _ when rune.Value == quote => $"\\{quote}",
            ' ' => " ",
            _ when IsPrintable(rune) => rune.ToString(),
            _ => Escape(rune.Value),
        };
        result.Append(escaped);
    }

    private static string Escape(int value) => value switch
    {
        <= 0xff => string.Create(CultureInfo.InvariantCulture, $"\\x{value:x2}"),
        <= 0xffff => string.Create(CultureInfo.InvariantCulture, $"\\u{value:x4}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"\\U{value:x8}"),
    };

    private static bool IsPrintable(Rune rune) => Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
        or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.SpaceSeparator);
}
