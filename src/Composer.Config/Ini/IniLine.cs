// SPDX-License-Identifier: MIT
namespace Composer.Config.Ini;

/// <summary>One line of an INI file.</summary>
/// <param name="Number">1 for the first.</param>
/// <param name="Text">The line with its end, which is always <c>\n</c> (or nothing at the end of the file).</param>
internal readonly record struct IniLine(int Number, string Text)
{
    /// <summary>How far it is indented, in characters.</summary>
    public int Indent => Blank.LeadingLength(Text);

    /// <summary>The line without surrounding blanks.</summary>
    public string Value => Blank.Strip(Text);

    /// <summary>A comment stands alone on its line; there are no comments after a value.</summary>
    public bool IsComment => Value is ['#' or ';', ..];

    /// <summary>Cuts a text at <c>\n</c>, <c>\r\n</c> and <c>\r</c>, as Python's text files do.</summary>
    public static IEnumerable<IniLine> Of(string text)
    {
        var number = 0;
        var start = 0;
        while (start < text.Length)
        {
            var end = text.AsSpan(start).IndexOfAny('\r', '\n');
            if (end < 0)
            {
                yield return new IniLine(++number, text[start..]);
                yield break;
            }
            end += start;
            yield return new IniLine(++number, string.Concat(text.AsSpan(start, end - start), "\n"));
            start = end + (text[end] == '\r' && end + 1 < text.Length && text[end + 1] == '\n' ? 2 : 1);
        }
    }
}
