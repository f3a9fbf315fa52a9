// SPDX-License-Identifier: MIT
using System.Text;

namespace Composer.Middleware;

/// <summary>A quoted-string of a header (RFC 9110 §5.6.4).</summary>
internal static class QuotedText
{
    /// <summary>The text without its quotes; as it is when it has none.</summary>
    /// <exception cref="FormatException">Only one end is quoted, or a quote inside is not escaped.</exception>
    public static string Undo(string text)
    {
        var (begins, ends) = (text.StartsWith('"'), text.EndsWith('"'));
        if (!begins && !ends)
        {
            return text;
        }
        if (!begins || !ends || text.Length < 2)
        {
            throw new FormatException("unbalanced quotes");
        }
        var result = new StringBuilder(text.Length);
        for (var i = 1; i < text.Length - 1; i++)
        {
            var isEscaped = text[i] == '\\';
            i += isEscaped ? 1 : 0;
            if (i == text.Length - 1 || (text[i] == '"' && !isEscaped))
            {
                throw new FormatException("a quote in the wrong place");
            }
            result.Append(text[i]);
        }
        return result.ToString();
    }
}
