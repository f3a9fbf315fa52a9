// SPDX-License-Identifier: MIT
using Composer.Config;

namespace Composer;

/// <summary>Words that stand for a value.</summary>
internal static class Word
{
    /// <summary>True or false as Paste's <c>asbool</c> reads it, or null.</summary>
    public static bool? ToBool(string text) => text.Trim().ToLowerInvariant() switch
    {
        "true" or "yes" or "on" or "y" or "t" or "1" => true,
        "false" or "no" or "off" or "n" or "f" or "0" => false,
        _ => null,
    };

    /// <summary>The member of an enum, written in snake_case; case and dashes make no difference.</summary>
    public static object? ToEnum(Type type, string text)
    {
        var name = text.Trim().Replace('-', '_');
        var member = Array.Find(Enum.GetNames(type), member => SettingName.Of(member).Equals(name, StringComparison.OrdinalIgnoreCase));
        return member is null ? null : Enum.Parse(type, member);
    }

    /// <summary>Words of which one is right: <c>a, b or c</c>.</summary>
    public static string Or(IReadOnlyList<string> words) =>
        words.Count == 1 ? words[0] : $"{string.Join(", ", words.SkipLast(1))} or {words[^1]}";

    /// <summary>The items of a list, with their places: split at blanks, line ends and commas.</summary>
    public static IEnumerable<PlacedText> Split(PlacedText text) => Split(text, c => c == ',' || Blank.Is(c));

    /// <summary>The lines of a text, with their places, without the blanks around them.</summary>
    public static IEnumerable<PlacedText> Lines(PlacedText text) =>
        Split(text, c => c is '\n' or '\r').Select(Stripped).Where(line => line.Text.Length > 0);

    private static PlacedText Stripped(PlacedText text)
    {
        var start = Blank.LeadingLength(text.Text);
        return text.Slice(start, Math.Max(0, Blank.StripEnd(text.Text).Length - start));
    }

    private static IEnumerable<PlacedText> Split(PlacedText text, Predicate<char> separates)
    {
        var start = 0;
        for (var i = 0; i <= text.Text.Length; i++)
        {
            if (i < text.Text.Length && !separates(text.Text[i]))
            {
                continue;
            }
            if (i > start)
            {
                yield return text.Slice(start, i - start);
            }
            start = i + 1;
        }
    }
}
