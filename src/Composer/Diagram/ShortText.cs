// SPDX-License-Identifier: MIT
using System.Text;

namespace Composer;

/// <summary>Texts of a config, fit for a picture.</summary>
internal static class ShortText
{
    private const int Replacement = 0xFFFD;

    /// <summary>One line: blanks in a row become one, characters that no picture can hold become a sign, what is too long ends in an ellipsis.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="most">How many characters are shown.</param>
    public static string Of(string text, int most = 200)
    {
        var line = Clean(string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))).EnumerateRunes().ToList();
        return line.Count <= most ? string.Concat(line) : string.Concat(line.Take(most - 1)) + "…";
    }

    /// <summary>The text without what XML, terminals and browsers refuse: control characters, half pairs, U+FFFE.</summary>
    public static string Clean(string text) => string.Concat(text.EnumerateRunes().Select(Shown));

    private static Rune Shown(Rune rune)
    {
        var isText = rune.Value == '\n' || !(Rune.IsControl(rune) || rune.Value is 0xFFFE or 0xFFFF or (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069));
        return isText ? rune : new Rune(Replacement);
    }
}
