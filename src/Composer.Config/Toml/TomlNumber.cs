// SPDX-License-Identifier: MIT
using System.Globalization;
using System.Text.RegularExpressions;

namespace Composer.Config.Toml;

/// <summary>Reads whole numbers and numbers with a fraction.</summary>
internal static partial class TomlNumber
{
    /// <summary>The number that a word is, or null.</summary>
    public static Scalar? Read(string word, Source source)
    {
        if (Whole().IsMatch(word))
        {
            var plain = Plain(word);
            return long.TryParse(plain, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
                ? new Scalar(ScalarKind.Integer, number, TomlValue.Placed(plain, source))
                : throw TooLarge(word, source);
        }
        if (OtherBase().IsMatch(word))
        {
            var number = Digits(word, source);
            return new Scalar(ScalarKind.Integer, number, TomlValue.Placed(number.ToString(CultureInfo.InvariantCulture), source));
        }
        return Special(word) is { } special || Fraction().IsMatch(word) && double.TryParse(Plain(word), CultureInfo.InvariantCulture, out special)
            ? new Scalar(ScalarKind.Float, special, TomlValue.Placed(Plain(word), source))
            : null;
    }

    private static double? Special(string word) => word switch
    {
        "inf" or "+inf" => double.PositiveInfinity,
        "-inf" => double.NegativeInfinity,
        "nan" or "+nan" or "-nan" => double.NaN,
        _ => null,
    };

    private static long Digits(string word, Source source)
    {
        var @base = word[1] switch { 'x' => 16, 'o' => 8, _ => 2 };
        try
        {
            var number = Convert.ToInt64(Plain(word)[2..], @base);
            return number >= 0 ? number : throw TooLarge(word, source);
        }
        catch (OverflowException)
        {
            throw TooLarge(word, source);
        }
    }

    private static SyntaxError TooLarge(string word, Source source) =>
        new SyntaxError(source, "a whole number has at most 63 bits", word.Length <= 40 ? $"write it as a text: \"{word}\"" : null);

    private static string Plain(string word) => word.Replace("_", "", StringComparison.Ordinal);

    [GeneratedRegex(@"^[+-]?(?:0|[1-9](?:_?[0-9])*)\z")]
    private static partial Regex Whole();

    [GeneratedRegex(@"^0(?:x[0-9A-Fa-f](?:_?[0-9A-Fa-f])*|o[0-7](?:_?[0-7])*|b[01](?:_?[01])*)\z")]
    private static partial Regex OtherBase();

    [GeneratedRegex(@"^[+-]?(?:0|[1-9](?:_?[0-9])*)(?=[.eE])(?:\.[0-9](?:_?[0-9])*)?(?:[eE][+-]?[0-9](?:_?[0-9])*)?\z")]
    private static partial Regex Fraction();
}
