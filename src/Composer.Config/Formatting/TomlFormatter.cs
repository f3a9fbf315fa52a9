// SPDX-License-Identifier: MIT
using Composer.Config.Toml;
using Composer.Config.Writing;

namespace Composer.Config.Formatting;

/// <summary>Lays a TOML file out that has no mistakes: <c>key = value</c> at the margin. Values stay as they are written.</summary>
internal static class TomlFormatter
{
    public static string Format(string source)
    {
        var text = new TomlText(source, "");
        var lines = new FormattedLines();
        while (!text.IsAtEnd)
        {
            text.SkipBlanks();
            if (text.IsAtNewline)
            {
                lines.Empty();
            }
            else if (text.Next == '#')
            {
                lines.Comment(Comment(text));
            }
            else if (text.Next == '[')
            {
                lines.Header(Header(text) + Beside(text));
            }
            else if (!text.IsAtEnd)
            {
                lines.Add(Setting(text) + Beside(text));
            }
            text.TakeNewline();
        }
        return lines.ToString();
    }

    private static string Comment(TomlText text)
    {
        var start = text.Position;
        text.SkipComment();
        return text.Since(start).TrimEnd().ToString();
    }

    private static string Header(TomlText text)
    {
        var brackets = text.Take("[[") ? 2 : 1;
        text.Position += brackets == 1 ? 1 : 0;
        var key = Key(text);
        text.Position += brackets;
        return $"{new string('[', brackets)}{key}{new string(']', brackets)}";
    }

    private static string Setting(TomlText text)
    {
        var key = Key(text);
        text.Take('=');
        text.SkipBlanks();
        var start = text.Position;
        TomlValue.Read(text, 0);
        return $"{key} = {text.Since(start)}";
    }

    private static string Key(TomlText text) => string.Join('.', TomlKey.Read(text).Select(part => TomlWriter.Key(part.Text)));

    private static string Beside(TomlText text)
    {
        text.SkipBlanks();
        return text.Next == '#' ? $"  {Comment(text)}" : "";
    }
}
