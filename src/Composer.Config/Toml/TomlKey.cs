// SPDX-License-Identifier: MIT
namespace Composer.Config.Toml;

/// <summary>A part of a key: what stands between two dots.</summary>
/// <param name="Text">The key, unquoted.</param>
/// <param name="Source">Where it stands.</param>
internal readonly record struct TomlKey(string Text, Source Source)
{
    /// <summary>Whether a character may stand in a key without quotes.</summary>
    public static bool IsBare(char c) => char.IsAsciiLetterOrDigit(c) || c is '-' or '_';

    /// <summary>Reads a key with all its parts.</summary>
    public static List<TomlKey> Read(TomlText text)
    {
        var parts = new List<TomlKey>();
        do
        {
            text.SkipBlanks();
            if (parts.Count >= Limits.Depth)
            {
                throw new SyntaxError(text.Here, $"a key has at most {Limits.Depth} parts", code: "too-large");
            }
            parts.Add(ReadPart(text));
            text.SkipBlanks();
        }
        while (text.Take('.'));
        return parts;
    }

    private static string Hint(char found) => found switch
    {
        ';' => "a comment begins with #",
        '=' => "write a key before the =",
        _ => "put quotes around a key that has other characters than letters, digits, - and _",
    };

    private static TomlKey ReadPart(TomlText text)
    {
        var source = text.Here;
        if (text.Next is '"' or '\'')
        {
            return new TomlKey(TomlString.ReadLine(text).Text, source);
        }
        var start = text.Position;
        while (IsBare(text.Next))
        {
            text.Position++;
        }
        if (text.Position == start)
        {
            throw text.Error($"a key was expected, not {text.Found()}", text.IsAtEnd || text.IsAtNewline ? null : Hint(text.Next));
        }
        return new TomlKey(text.Since(start).ToString(), source);
    }
}
