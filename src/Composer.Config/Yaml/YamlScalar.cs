// SPDX-License-Identifier: MIT
using System.Globalization;
using System.Text.RegularExpressions;
using YamlDotNet.Core;

namespace Composer.Config.Yaml;

/// <summary>The types of YAML 1.2's core schema.</summary>
internal static partial class YamlScalar
{
    private const string Prefix = "tag:yaml.org,2002:";

    /// <summary>The value of a scalar: a plain one by what it looks like, another one is a text; a tag wins.</summary>
    public static Scalar Read(YamlDotNet.Core.Events.Scalar scalar, PlacedText text)
    {
        var tag = scalar.Tag.IsEmpty ? null : scalar.Tag.Value;
        if (tag is null && scalar.Style != ScalarStyle.Plain)
        {
            return Scalar.Of(text);
        }
        var found = tag is null or Prefix + "int" or Prefix + "float" or Prefix + "bool" or Prefix + "null" ? Plain(scalar.Value, text.AsLiteral()) : null;
        return (tag, found?.Kind) switch
        {
            (null, _) => found ?? Scalar.Of(text),
            ("!" or Prefix + "str", _) => Scalar.Of(text),
            (Prefix + "int", ScalarKind.Integer) => found!, // its kind is known
            (Prefix + "float", ScalarKind.Float) => found!,
            (Prefix + "float", ScalarKind.Integer) => new Scalar(ScalarKind.Float, Convert.ToDouble(found!.Value, CultureInfo.InvariantCulture), found.Text),
            (Prefix + "bool", ScalarKind.Boolean) => found!,
            (Prefix + "null", ScalarKind.Null) => found!,
            _ => throw BadTag(tag, text.Source),
        };
    }

    /// <summary>Whether a plain scalar is a text.</summary>
    public static bool IsText(string value) =>
        !Whole().IsMatch(value) && !OtherBase().IsMatch(value) && Plain(value, new PlacedText(value, default)) is null;

    /// <summary>Refuses tags on lists and tables that make them something else.</summary>
    public static void CheckTag(TagName tag, string allowed, Source source)
    {
        if (!tag.IsEmpty && tag.Value != "!" && tag.Value != Prefix + allowed)
        {
            throw BadTag(tag.Value, source);
        }
    }

    private static Scalar? Plain(string value, PlacedText text) => value switch
    {
        "" or "~" or "null" or "Null" or "NULL" => new Scalar(ScalarKind.Null, null, Placed("", text)),
        "true" or "True" or "TRUE" => new Scalar(ScalarKind.Boolean, true, Placed("true", text)),
        "false" or "False" or "FALSE" => new Scalar(ScalarKind.Boolean, false, Placed("false", text)),
        ".nan" or ".NaN" or ".NAN" => new Scalar(ScalarKind.Float, double.NaN, Placed("nan", text)),
        _ when Infinity().IsMatch(value) => new Scalar(ScalarKind.Float, value[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity, Placed(value[0] == '-' ? "-inf" : "inf", text)),
        _ when Whole().IsMatch(value) => Integer(value, text),
        _ when OtherBase().IsMatch(value) => OfBase(value, text),
        _ when Fraction().IsMatch(value) => new Scalar(ScalarKind.Float, double.Parse(value, NumberStyles.Float, CultureInfo.InvariantCulture), text),
        _ => null,
    };

    private static Scalar Integer(string value, PlacedText text) =>
        long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? new Scalar(ScalarKind.Integer, number, text)
            : throw TooLarge(text);

    private static Scalar OfBase(string value, PlacedText text)
    {
        try
        {
            var number = Convert.ToInt64(value[2..], value[1] == 'x' ? 16 : 8);
            return number >= 0 ? new Scalar(ScalarKind.Integer, number, Placed(number.ToString(CultureInfo.InvariantCulture), text)) : throw TooLarge(text);
        }
        catch (OverflowException)
        {
            throw TooLarge(text);
        }
    }

    private static PlacedText Placed(string text, PlacedText from) => new(text, from.Source) { Syntax = TextSyntax.Literal };

    private static SyntaxError TooLarge(PlacedText text) =>
        new(text.Source, "a whole number has at most 63 bits", text.Text.Length <= 40 ? $"write it as a text: '{text}'" : null);

    private static SyntaxError BadTag(string? tag, Source source) =>
        new(source, $"the tag '{tag?.Replace(Prefix, "!!", StringComparison.Ordinal)}' does not fit this value", "a config has the tags !!str, !!int, !!float, !!bool, !!null, !!seq and !!map; leave others out");

    [GeneratedRegex(@"^[-+]?[0-9]+\z")]
    private static partial Regex Whole();

    [GeneratedRegex(@"^0(?:o[0-7]+|x[0-9a-fA-F]+)\z")]
    private static partial Regex OtherBase();

    [GeneratedRegex(@"^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?\z")]
    private static partial Regex Fraction();

    [GeneratedRegex(@"^[-+]?\.(?:inf|Inf|INF)\z")]
    private static partial Regex Infinity();
}
