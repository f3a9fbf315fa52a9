// SPDX-License-Identifier: MIT
using Composer.Config;

namespace Composer;

/// <summary>Knows what people write into INI values who come from other formats: quotes, comments, lists in brackets, lines that are indented by mistake.</summary>
internal static class ValueHint
{
    /// <summary>What to write instead of a value that is wrong, or null.</summary>
    public static string? For(PlacedText value) => ConfigReader.FormatOf(value.Source.File) != ConfigFormat.Ini ? null
        : ForContinued(value.Text)
        ?? (value.Text.IndexOfAny(['#', ';']) is > 0 and var mark && Blank.Is(value.Text[mark - 1]) ? "a comment needs a line of its own" : null)
        ?? (Bare(value.Text) is { } bare ? $"there are no quotes in INI: write {bare}" : null);

    /// <summary>The same for a name that leads nowhere.</summary>
    /// <param name="name">As written.</param>
    /// <param name="file">Where; its suffix tells the format.</param>
    public static string? ForName(string name, string file) =>
        ConfigReader.FormatOf(file) == ConfigFormat.Ini && name.Trim('"', '\'', ',') is { Length: > 0 } bare && bare.Length < name.Length
            ? $"names in INI have blanks between them, no quotes and no commas: write {bare}"
            : null;

    /// <summary>What to do about a second line that is part of a value which has one.</summary>
    public static string? ForContinued(string? value) => value is not null && value.IndexOf('\n', StringComparison.Ordinal) is >= 0 and var end
        ? $"the line '{value[(end + 1)..].Split('\n')[0]}' is indented, and so it continues this value; begin it at the margin"
        : null;

    private static string? Bare(string text) =>
        text is ['"' or '\'', _, ..] && text[^1] == text[0] ? text[1..^1] : null;
}
