// SPDX-License-Identifier: MIT
using System.Buffers;
using System.Globalization;
using Composer.Config.Yaml;

namespace Composer.Config.Writing;

/// <summary>Values as YAML has them.</summary>
internal static class YamlText
{
    private const string Indicators = "-?:,[]{}#&*!|>'\"%@`=<";

    private static readonly SearchValues<char> EndOfFlow = SearchValues.Create(",[]{}:");

    // Other readers of YAML take these words for true and false.
    private static readonly string[] OldWords = ["y", "n", "yes", "no", "on", "off"];

    /// <summary>A key.</summary>
    public static string Key(string key) => IsPlain(key, isInFlow: false) ? key : Quoted(key, TextSyntax.Dollar, isKey: true);

    /// <summary>A value below a key with an indentation.</summary>
    public static string Of(ConfigValue value, string indent) => value switch
    {
        Scalar { Kind: ScalarKind.String } text => Block(text.Text, indent) ?? Text(text.Text, isInFlow: false),
        ListValue { Items.Count: > 0 } list when list.Items.Any(item => item is not Scalar) || Flow(list).Length > 80 =>
            "\n" + string.Join('\n', list.Items.Select(item => $"{indent}  - {Flow(item)}")),
        TableValue { Entries.Count: > 0 } table =>
            "\n" + string.Join('\n', table.Entries.Select(entry => Entry(entry, indent + "  "))),
        _ => Flow(value),
    };

    private static string Entry(TableEntry entry, string indent)
    {
        var value = Of(entry.Value, indent);
        return $"{indent}{Key(entry.Key)}:{(value.StartsWith('\n') ? "" : " ")}{value}";
    }

    private static string Flow(ConfigValue value) => value switch
    {
        Scalar { Kind: ScalarKind.String } text => Text(text.Text, isInFlow: true),
        Scalar { Kind: ScalarKind.Null } => "null",
        Scalar scalar => Other(scalar),
        ListValue list => $"[{string.Join(", ", list.Items.Select(Flow))}]",
        TableValue table => $"{{{string.Join(", ", table.Entries.Select(entry => $"{FlowKey(entry.Key)}: {Flow(entry.Value)}"))}}}",
        _ => "",
    };

    private static string FlowKey(string key) => IsPlain(key, isInFlow: true) ? key : Quoted(key, TextSyntax.Dollar, isKey: true);

    // TOML's dates, which are texts here, and numbers that are not written alike.
    private static string Other(Scalar scalar) => (scalar.Kind, scalar.Text.Text) switch
    {
        (ScalarKind.Float, "inf" or "+inf") => ".inf",
        (ScalarKind.Float, "-inf") => "-.inf",
        (ScalarKind.Float, "nan" or "+nan" or "-nan") => ".nan",
        (_, var text) => text,
    };

    private static string Text(PlacedText text, bool isInFlow)
    {
        var isLiteral = text.Syntax == TextSyntax.Literal && text.Text.Contains("${", StringComparison.Ordinal);
        return !isLiteral && IsPlain(text.Text, isInFlow) ? text.Text : Quoted(text.Text, text.Syntax, isKey: false);
    }

    private static bool IsPlain(string text, bool isInFlow) =>
        text.Length > 0 && !Indicators.Contains(text[0]) && text.All(IsPrintable) && text[0] != ' ' && text[^1] is not (' ' or ':')
        && !text.Contains(": ", StringComparison.Ordinal) && !text.Contains(" #", StringComparison.Ordinal)
        && !(isInFlow && text.AsSpan().IndexOfAny(EndOfFlow) >= 0)
        && !OldWords.Contains(text, StringComparer.OrdinalIgnoreCase)
        && !text.StartsWith("...", StringComparison.Ordinal)
        && YamlScalar.IsText(text);

    private static string Quoted(string text, TextSyntax syntax, bool isKey)
    {
        var refers = !isKey && text.Contains("${", StringComparison.Ordinal);
        if (text.All(IsPrintable) && (isKey || !refers || syntax == TextSyntax.Literal) && !text.Contains('\''))
        {
            return $"'{text}'";
        }
        var value = refers && syntax == TextSyntax.Literal ? text.Replace("${", "$${", StringComparison.Ordinal) : text;
        return $"\"{string.Concat(value.Select(Escaped))}\"";
    }

    private static string Escaped(char c) => c switch
    {
        '\\' => @"\\",
        '"' => "\\\"",
        '\n' => @"\n",
        '\r' => @"\r",
        '\t' => @"\t",
        _ when IsPrintable(c) => c.ToString(),
        _ => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
    };

    // Several lines stand as they are below |, if YAML leaves them so.
    private static string? Block(PlacedText text, string indent)
    {
        var lines = text.Text.Split('\n');
        var isLiteral = text.Syntax == TextSyntax.Literal && text.Text.Contains("${", StringComparison.Ordinal);
        var isPlain = lines.Length > 1 && lines[0].Length > 0 && lines[0][0] != ' ' && lines[^1].Length > 0 && lines.All(line => line.All(IsPrintable) && !line.EndsWith(' '));
        return isLiteral || !isPlain ? null : "|-\n" + string.Join('\n', lines.Select(line => line.Length == 0 ? "" : $"{indent}  {line}"));
    }

    private static bool IsPrintable(char c) => c is >= ' ' and not '\u007f' and not (>= '\u0080' and <= '\u00a0') and not ('\u2028' or '\u2029' or '\ufeff');
}
