// SPDX-License-Identifier: MIT
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Composer.Config;

/// <summary>What an INI file would have in place of a typed value: a list's items between blanks, JSON for what INI cannot say.</summary>
public static class ValueText
{
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The text, with the places of its parts.</summary>
    public static PlacedText Of(ConfigValue value)
    {
        if (value is Scalar scalar)
        {
            return scalar.Text;
        }
        var isDollar = Scalars(value).Any(text => text.Syntax == TextSyntax.Dollar);
        var result = new PlacedTextBuilder(value.Source);
        if (value is ListValue list && list.Items.All(item => item is Scalar))
        {
            AppendWords(result, [.. list.Items.Cast<Scalar>().Select(item => item.Text)], isDollar);
        }
        else
        {
            AppendJson(result, value, isDollar);
        }
        return result.Build(isDollar ? TextSyntax.Dollar : TextSyntax.Literal);
    }

    // Items that hold blanks stand in lines of their own.
    private static void AppendWords(PlacedTextBuilder result, IReadOnlyList<PlacedText> items, bool isDollar)
    {
        var separator = items.Any(item => item.Text.Length == 0 || item.Text.Any(Blank.Is)) ? "\n" : " ";
        for (var i = 0; i < items.Count; i++)
        {
            if (i > 0)
            {
                result.AppendFixed(separator, items[i].Source);
            }
            Append(result, items[i], isDollar);
        }
    }

    private static void Append(PlacedTextBuilder result, PlacedText text, bool isDollar)
    {
        if (isDollar && text.Syntax == TextSyntax.Literal && text.Text.Contains("${", StringComparison.Ordinal))
        {
            result.AppendFixed(text.Text.Replace("${", "$${", StringComparison.Ordinal), text.Source);
            return;
        }
        result.Append(text, 0, text.Text.Length);
    }

    private static void AppendJson(PlacedTextBuilder result, ConfigValue value, bool isDollar)
    {
        switch (value)
        {
            case Scalar { Kind: ScalarKind.Integer or ScalarKind.Float or ScalarKind.Boolean } scalar:
                result.Append(scalar.Text, 0, scalar.Text.Text.Length);
                break;
            case Scalar { Kind: ScalarKind.Null }:
                result.AppendFixed("null", value.Source);
                break;
            case Scalar scalar:
                var quoted = JsonSerializer.Serialize(scalar.Text.Text, Json);
                Append(result, new PlacedText(quoted, scalar.Source) { Syntax = scalar.Text.Syntax }, isDollar);
                break;
            case ListValue list:
                AppendAll(result, '[', list.Items, ']', item => AppendJson(result, item, isDollar));
                break;
            case TableValue table:
                AppendAll(result, '{', table.Entries, '}', entry => AppendEntry(result, entry, isDollar));
                break;
        }
    }

    private static void AppendEntry(PlacedTextBuilder result, TableEntry entry, bool isDollar)
    {
        var key = new PlacedText(JsonSerializer.Serialize(entry.Key, Json) + ": ", entry.KeySource) { Syntax = TextSyntax.Literal };
        Append(result, key, isDollar);
        AppendJson(result, entry.Value, isDollar);
    }

    private static void AppendAll<T>(PlacedTextBuilder result, char open, IReadOnlyList<T> items, char close, Action<T> append)
    {
        result.AppendFixed([open], default);
        for (var i = 0; i < items.Count; i++)
        {
            if (i > 0)
            {
                result.AppendFixed(", ", default);
            }
            append(items[i]);
        }
        result.AppendFixed([close], default);
    }

    private static IEnumerable<PlacedText> Scalars(ConfigValue value) => value switch
    {
        Scalar scalar => [scalar.Text],
        ListValue list => list.Items.SelectMany(Scalars),
        TableValue table => table.Entries.SelectMany(entry => Scalars(entry.Value)),
        _ => [],
    };
}
