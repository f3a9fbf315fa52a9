// SPDX-License-Identifier: MIT
using System.Buffers;

namespace Composer.Config.Toml;

/// <summary>Reads what stands after <c>=</c>.</summary>
internal static class TomlValue
{
    private static readonly SearchValues<char> EndOfToken = SearchValues.Create(" \t\r\n,]}#=\"'[{");

    public static ConfigValue Read(TomlText text, int depth)
    {
        if (depth > Limits.Depth)
        {
            throw new SyntaxError(text.Here, $"lists and tables stand at most {Limits.Depth} deep in each other", code: "too-large");
        }
        text.CountValue();
        return text.Next switch
        {
            '"' or '\'' => Scalar.Of(TomlString.Read(text)),
            '[' => ReadList(text, depth),
            '{' => ReadTable(text, depth),
            _ => ReadToken(text),
        };
    }

    private static ListValue ReadList(TomlText text, int depth)
    {
        var list = new ListValue(text.Here);
        text.Position++;
        text.SkipLines();
        while (!text.Take(']'))
        {
            list.Add(Read(text, depth + 1));
            text.SkipLines();
            if (!text.Take(',') && text.Next != ']')
            {
                throw Unclosed(text, list.Source, "list", ']');
            }
            text.SkipLines();
        }
        return list;
    }

    private static TableValue ReadTable(TomlText text, int depth)
    {
        var source = text.Here;
        var tables = new TomlTables(source.File);
        text.Position++;
        text.SkipBlanks();
        if (!text.Take('}'))
        {
            do
            {
                text.SkipBlanks();
                if (text.IsAtNewline)
                {
                    throw Unclosed(text, source, "table", '}');
                }
                ReadEntry(text, tables, depth);
            }
            while (text.Take(','));
            if (!text.Take('}'))
            {
                throw Unclosed(text, source, "table", '}');
            }
        }
        var table = new TableValue(source);
        foreach (var entry in tables.Root.Entries)
        {
            table.Add(entry);
        }
        return table;
    }

    private static void ReadEntry(TomlText text, TomlTables tables, int depth)
    {
        var key = TomlKey.Read(text);
        if (!text.Take('='))
        {
            throw text.Error($"= and a value were expected after the key, not {text.Found()}");
        }
        text.SkipBlanks();
        tables.Set(tables.Root, key, Read(text, depth + key.Count));
        text.SkipBlanks();
    }

    private static Scalar ReadToken(TomlText text)
    {
        var start = text.Position;
        var token = Token(text);
        if (TomlDate.HasTimeAfterBlank(token, text.Rest))
        {
            text.Position++;
            Token(text);
            token = text.Since(start);
        }
        var word = token.ToString();
        var source = text.At(start);
        if (word is "true" or "false")
        {
            return new Scalar(ScalarKind.Boolean, word == "true", Placed(word, source));
        }
        if ((TomlNumber.Read(word, source) ?? TomlDate.Read(word, source)) is { } scalar)
        {
            return scalar;
        }
        text.Position = start;
        if (word.Length == 0)
        {
            throw text.Error($"a value was expected, not {text.Found()}", text.IsAtEnd || text.IsAtNewline ? "write \"\" for an empty text" : null);
        }
        throw text.Error($"{text.Found()} is no value", Hint(word));
    }

    /// <summary>What an INI file would have; it refers to nothing.</summary>
    internal static PlacedText Placed(string text, Source source) => new(text, source) { Syntax = TextSyntax.Literal };

    private static ReadOnlySpan<char> Token(TomlText text)
    {
        var start = text.Position;
        var end = text.Rest.IndexOfAny(EndOfToken);
        text.Position += end < 0 ? text.Rest.Length : end;
        return text.Since(start);
    }

    private static string Hint(string word) => word.ToLowerInvariant() switch
    {
        "true" => "write true",
        "false" => "write false",
        "yes" or "on" => $"write true, or \"{word}\" for a text",
        "no" or "off" => $"write false, or \"{word}\" for a text",
        _ when char.IsAsciiDigit(word[0]) => $"write a text in quotes: \"{Shown(word)}\"; a number has no leading zero and a digit on both sides of its dot",
        _ => $"write a text in quotes: \"{Shown(word)}\"",
    };

    private static string Shown(string word) => word.Length <= 40 ? word.Trim('“', '”', '„', '‘', '’') : "…";

    // What is in the lines up to it is no statement.
    private static void SkipToBrace(TomlText text)
    {
        var close = text.Rest.IndexOf('}');
        var header = text.Rest.IndexOf("\n[");
        if (close >= 0 && (header < 0 || close < header))
        {
            text.Position += close;
        }
    }

    private static SyntaxError Unclosed(TomlText text, Source opening, string what, char bracket)
    {
        if (text.IsAtNewline && bracket == '}')
        {
            var error = text.Error($"a {{table}} stands in one line; this one is not closed by }}", "write it as a [table] of its own for several lines");
            SkipToBrace(text);
            return error;
        }
        if (text.Here.Line > opening.Line && text.LooksLikeStatement())
        {
            text.Position -= text.Here.Column; // to the end of the line before: this one is read next
            return new SyntaxError(opening, $"the {what} that begins here is not closed by {bracket}", $"write {bracket} at its end");
        }
        return text.IsAtEnd
            ? new SyntaxError(opening, $"the {what} that begins here is not closed by {bracket}")
            : text.Error($", or {bracket} was expected, not {text.Found()}");
    }
}
