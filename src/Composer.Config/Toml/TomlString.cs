// SPDX-License-Identifier: MIT
using System.Globalization;
using System.Text;

namespace Composer.Config.Toml;

/// <summary>Reads the four kinds of text in quotes.</summary>
internal static class TomlString
{
    /// <summary>A text in one line or several.</summary>
    public static PlacedText Read(TomlText text)
    {
        var source = text.Here;
        if (text.Take("\"\"\""))
        {
            return ReadBlock(text, source, '"');
        }
        return text.Take("'''") ? ReadBlock(text, source, '\'') : ReadLine(text);
    }

    /// <summary>A text in one line.</summary>
    public static PlacedText ReadLine(TomlText text)
    {
        var opening = text.Here;
        var quote = text.Next;
        text.Position++;
        var value = new PlacedTextBuilder(text.Here);
        while (!text.Take(quote))
        {
            if (text.IsAtEnd || text.IsAtNewline)
            {
                throw new SyntaxError(opening, $"the text that begins here has no closing {quote} in its line", $"close it with {quote}, or use {new string(quote, 3)} for a text of several lines");
            }
            ReadPiece(text, value, quote);
        }
        return value.Build(SyntaxOf(quote));
    }

    private static PlacedText ReadBlock(TomlText text, Source opening, char quote)
    {
        text.TakeNewline();
        var value = new PlacedTextBuilder(text.Here);
        while (!IsAtClosing(text, quote))
        {
            if (text.IsAtEnd)
            {
                throw new SyntaxError(opening, $"the text that begins here is not closed by {new string(quote, 3)}");
            }
            var newline = text.Here;
            if (text.TakeNewline())
            {
                value.Append("\n", newline);
                continue;
            }
            if (quote == '\'' || !SkipLineEnd(text))
            {
                ReadPiece(text, value, quote);
            }
        }
        text.Position += 3;
        return value.Build(SyntaxOf(quote));
    }

    // Up to two quotes may stand right before the closing three.
    private static bool IsAtClosing(TomlText text, char quote)
    {
        var count = text.Rest.IndexOfAnyExcept(quote);
        count = count < 0 ? text.Rest.Length : count;
        return count is 3 or > 5;
    }

    // A backslash at the end of a line swallows all blanks up to the next character.
    private static bool SkipLineEnd(TomlText text)
    {
        var start = text.Position;
        if (!text.Take('\\'))
        {
            return false;
        }
        text.SkipBlanks();
        if (!text.IsAtNewline)
        {
            text.Position = start;
            return false;
        }
        do
        {
            text.SkipBlanks();
        }
        while (text.TakeNewline());
        return true;
    }

    private static void ReadPiece(TomlText text, PlacedTextBuilder value, char quote)
    {
        if (quote == '"' && text.Next == '\\')
        {
            ReadEscape(text, value);
            return;
        }
        var start = text.Position;
        do
        {
            if (TomlText.IsControl(text.Next))
            {
                throw text.Error("a text holds no control characters", quote == '"' ? $"write \\u{(int)text.Next:x4}" : "use double quotes and an escape such as \\u0001");
            }
            text.Position++;
        }
        while (!text.IsAtEnd && !text.IsAtNewline && text.Next != quote && !(quote == '"' && text.Next == '\\'));
        value.Append(text.Since(start), text.At(start));
    }

    private static void ReadEscape(TomlText text, PlacedTextBuilder value)
    {
        var source = text.Here;
        text.Position++;
        var letter = text.Next;
        string? plain = letter switch
        {
            'b' => "\b",
            't' => "\t",
            'n' => "\n",
            'f' => "\f",
            'r' => "\r",
            '"' => "\"",
            '\\' => "\\",
            _ => null,
        };
        if (plain is null && letter is not ('u' or 'U'))
        {
            throw new SyntaxError(source, $"'\\{(char.IsControl(letter) ? "" : letter)}' is no escape", @"write \\ for a backslash, or put the text in single quotes");
        }
        text.Position++;
        value.AppendFixed(plain ?? ReadCodePoint(text, letter == 'u' ? 4 : 8, source), source);
    }

    private static string ReadCodePoint(TomlText text, int digits, Source source)
    {
        var isNumber = text.Rest.Length >= digits & uint.TryParse(text.Rest[..Math.Min(digits, text.Rest.Length)], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code);
        if (!isNumber || !Rune.IsValid(code))
        {
            throw new SyntaxError(source, $"{digits} hexadecimal digits of a Unicode character were expected after \\{(digits == 4 ? 'u' : 'U')}");
        }
        text.Position += digits;
        return new Rune(code).ToString();
    }

    private static TextSyntax SyntaxOf(char quote) => quote == '"' ? TextSyntax.Dollar : TextSyntax.Literal;
}
