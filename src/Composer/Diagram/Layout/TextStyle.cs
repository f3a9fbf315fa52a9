// SPDX-License-Identifier: MIT
namespace Composer;

/// <summary>How a text of the picture looks.</summary>
/// <param name="Class">Its class in the picture's style sheet.</param>
/// <param name="Font">Its font.</param>
/// <param name="Size">Its size in pixels.</param>
/// <param name="Line">Height of a line.</param>
internal sealed record TextStyle(string Class, TextFont Font, double Size, double Line)
{
    public static readonly TextStyle Title = new("title", TextFont.Bold, 18, 24);
    public static readonly TextStyle Summary = new("summary", TextFont.Regular, 12.5, 18);
    public static readonly TextStyle Name = new("name", TextFont.Bold, 13.5, 18);
    public static readonly TextStyle Factory = new("factory", TextFont.Mono, 11, 15);
    public static readonly TextStyle Setting = new("setting", TextFont.Regular, 11, 15);
    public static readonly TextStyle Foot = new("foot", TextFont.Regular, 10.5, 14);
    public static readonly TextStyle Tag = new("tag", TextFont.Bold, 10.5, 14);
    public static readonly TextStyle Label = new("label", TextFont.Mono, 11, 15);
    public static readonly TextStyle Cluster = new("cluster-title", TextFont.Bold, 11.5, 15);
    public static readonly TextStyle Number = new("number", TextFont.Bold, 10.5, 14);

    public static IReadOnlyList<TextStyle> All { get; } = [Title, Summary, Name, Factory, Setting, Foot, Tag, Label, Cluster, Number];

    public double Width(string text) => TextWidths.Of(text, Font, Size);

    /// <summary>Breaks a text into lines: between words where there are several, else anywhere.</summary>
    /// <param name="text">One line of text.</param>
    /// <param name="width">The greatest width of a line.</param>
    /// <param name="most">The greatest number of lines; the last one ends in an ellipsis when the text goes on.</param>
    public IReadOnlyList<string> Wrap(string text, double width, int most)
    {
        var lines = new List<string>();
        var rest = text;
        while (rest.Length > 0)
        {
            var length = Fitting(rest, width);
            if (length == rest.Length)
            {
                lines.Add(rest);
                break;
            }
            if (lines.Count == most - 1)
            {
                lines.Add(rest[..Fitting(rest, width - Width("…"))].TrimEnd() + "…");
                break;
            }
            length = Break(rest, length);
            lines.Add(rest[..length].TrimEnd());
            rest = rest[length..].TrimStart();
        }
        return lines;
    }

    /// <summary>How many characters fit, at least one.</summary>
    private int Fitting(string text, double width)
    {
        var length = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if (length > 0 && Width(text[..(length + rune.Utf16SequenceLength)]) > width)
            {
                return length;
            }
            length += rune.Utf16SequenceLength;
        }
        return length;
    }

    // Not before a third of the line: a short first line looks like a mistake.
    private static int Break(string text, int length)
    {
        for (var i = length; i > length / 3; i--)
        {
            var isCamel = i < text.Length && char.IsLower(text[i - 1]) && char.IsUpper(text[i]);
            if (isCamel || text[i - 1] is ' ' or ':' or '.' or '#' or '_' or '-' or '/' or ',' or '=')
            {
                return i;
            }
        }
        return length;
    }
}
