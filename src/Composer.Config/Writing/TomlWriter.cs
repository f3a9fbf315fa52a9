// SPDX-License-Identifier: MIT
using System.Globalization;
using System.Text;
using Composer.Config.Toml;

namespace Composer.Config.Writing;

/// <summary>Writes TOML.</summary>
internal sealed class TomlWriter : IDraftWriter
{
    private const int LongLine = 100;

    private readonly StringBuilder _text = new();

    public string Write(Draft draft)
    {
        foreach (var section in draft.Sections)
        {
            Lines.Separate(_text, section.Remarks);
            Lines.Comments(_text, section.Remarks.Above, "");
            _text.Append($"[{Header(section)}]{Lines.Beside(section.Remarks)}\n");
            if (section.IsTyped)
            {
                _text.Append("typed = true\n");
            }
            foreach (var setting in section.Settings)
            {
                Write(section, setting);
            }
        }
        Lines.End(_text, draft.Below);
        return _text.ToString();
    }

    private void Write(DraftSection section, DraftSetting setting)
    {
        var key = KeyOf(section, setting.Key);
        var value = Value(setting.Value);
        var isBroken = setting.Value is ListValue { Items.Count: > 0 } && key.Length + value.Length > LongLine;
        var isShort = !isBroken && !value.Contains('\n');
        Lines.Comments(_text, isShort ? setting.Remarks.Above : setting.Remarks.AllAbove, "");
        _text.Append($"{key} = {(isBroken ? Broken((ListValue)setting.Value) : value)}{(isShort ? Lines.Beside(setting.Remarks) : "")}\n");
    }

    private static string Header(DraftSection section)
    {
        var kind = section.Header == Draft.Defaults ? "default" : Key(section.Kind);
        return section.Name is null ? kind : $"{kind}.{Key(section.Name)}";
    }

    // A key with a dot is a table in a table, which means the same; but no table may have the name of another setting, and no address is a table.
    private static string KeyOf(DraftSection section, string key)
    {
        var isSet = key.StartsWith("set ", StringComparison.Ordinal) || key.StartsWith("get ", StringComparison.Ordinal);
        if (isSet && section.Settings.All(other => other.Key != key[..3] && !other.Key.StartsWith(key[..3] + ".", StringComparison.Ordinal)) && key[4..] == Blank.Strip(key[4..]))
        {
            return $"{key[..3]}.{Key(key[4..])}";
        }
        var parts = key.Split('.');
        var keepsTable = section.IsTyped && parts[0] is not ("paste" or "composer");
        var isFree = !section.Settings.Any(other => key.StartsWith(other.Key + ".", StringComparison.Ordinal)) && parts[0] is not ("set" or "get");
        return parts.Length > 1 && !char.IsAsciiDigit(key[0]) && isFree && !keepsTable && parts.All(part => Key(part) == part) ? key : Key(key);
    }

    internal static string Key(string key) => key.Length > 0 && key.All(TomlKey.IsBare) ? key : Line(key, TextSyntax.Literal, isKey: true);

    private static string Value(ConfigValue value) => value switch
    {
        Scalar { Kind: ScalarKind.String } text => Text(text.Text),
        Scalar scalar => Other(scalar),
        ListValue list => $"[{string.Join(", ", list.Items.Select(Value))}]",
        TableValue { Entries.Count: 0 } => "{}",
        TableValue table => $"{{ {string.Join(", ", table.Entries.Select(entry => $"{Key(entry.Key)} = {Value(entry.Value)}"))} }}",
        _ => "",
    };

    private static string Broken(ListValue list) => $"[\n{string.Concat(list.Items.Select(item => $"    {Value(item)},\n"))}]";

    // What TOML would read as something else (YAML's 0660, null) stands in quotes.
    private static string Other(Scalar scalar)
    {
        var text = scalar.Text.Text;
        var problems = new SyntaxProblems("");
        var read = TomlParser.Parse($"a = {text}", "", problems).Root["a"]?.Value as Scalar;
        return !problems.HasErrors && read?.Kind == scalar.Kind && read.Text.Text == text ? text : Line(text, TextSyntax.Literal, isKey: false);
    }

    private static string Text(PlacedText text) => text.Text.Contains('\n') ? Block(text) : Line(text.Text, text.Syntax, isKey: false);

    private static string Line(string text, TextSyntax syntax, bool isKey)
    {
        var refers = !isKey && text.Contains("${", StringComparison.Ordinal);
        var canBeRaw = !text.Contains('\'') && !text.Any(TomlText.IsControl);
        var wantsRaw = refers ? syntax == TextSyntax.Literal : text.AsSpan().IndexOfAny('\\', '"') >= 0;
        return canBeRaw && wantsRaw ? $"'{text}'" : $"\"{Escaped(refers && syntax == TextSyntax.Literal ? Literal(text) : text, quotes: true)}\"";
    }

    private static string Block(PlacedText text)
    {
        var value = text.Syntax == TextSyntax.Literal ? Literal(text.Text) : text.Text;
        var quotes = value.Contains("\"\"\"", StringComparison.Ordinal) || value.EndsWith('"');
        return $"\"\"\"\n{string.Join('\n', value.Split('\n').Select(line => Escaped(line, quotes)))}\"\"\"";
    }

    private static string Literal(string text) => text.Replace("${", "$${", StringComparison.Ordinal);

    private static string Escaped(string text, bool quotes)
    {
        var result = new StringBuilder();
        foreach (var c in text)
        {
            result.Append(c switch
            {
                '\\' => @"\\",
                '"' when quotes => "\\\"",
                '\n' => @"\n",
                '\r' => @"\r",
                _ when TomlText.IsControl(c) => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => c.ToString(),
            });
        }
        return result.ToString();
    }
}
