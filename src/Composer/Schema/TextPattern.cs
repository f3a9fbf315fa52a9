// SPDX-License-Identifier: MIT
using System.Globalization;

namespace Composer;

/// <summary>Regular expressions for values that are written as text, as every value of an INI file is: what <see cref="Converter"/> takes, and anything that names a variable.</summary>
internal static class TextPattern
{
    /// <summary>A text with a variable in it may become anything.</summary>
    public const string Variable = @"[$][{]|%[(]";

    /// <summary>What stands for no value, where a setting may have none.</summary>
    public const string Absent = @"^\s*([aA][uU][tT][oO])?\s*$";

    private const string Decimal = "([0-9]+[.]?[0-9]*|[.][0-9]+)";
    private const string Duration = Decimal + @"|(" + Decimal + @"\s*(ms|s|m|h|d)\s*)+";
    private const string SizeWithUnit = Decimal + @"\s*([kKmMgGtT]([iI]?[bB])?|[bB])";
    private const string Number = "[-+]?" + Decimal + "([eE][-+]?[0-9]+)?";

    private static readonly string[] Flags = ["true", "yes", "on", "y", "t", "1", "false", "no", "off", "n", "f", "0"];

    /// <summary>The pattern for the text of a value.</summary>
    /// <param name="type">The type that it becomes; not a text.</param>
    /// <param name="isSize">Whether it counts bytes and may carry a unit.</param>
    /// <param name="range">The least and the greatest value, or null.</param>
    public static string Of(Type type, bool isSize, SettingRange? range)
    {
        return Type.GetTypeCode(type) switch
        {
            TypeCode.Boolean => Whole(AnyOf(Flags)),
            TypeCode.Int32 or TypeCode.Int64 => Whole(isSize ? Integer(range) + "|" + SizeWithUnit : Integer(range)),
            TypeCode.Double => Whole(Number),
            _ when type == typeof(TimeSpan) => Whole(Duration),
            _ => ".*",
        };
    }

    /// <summary>The pattern for the text of a value that is one of some words.</summary>
    public static string Of(IEnumerable<string> words) => Whole(AnyOf(words));

    /// <summary>The pattern for a list of words, between blanks or commas.</summary>
    public static string ListOf(IEnumerable<string> words) => List(AnyOf(words));

    /// <summary>The pattern for a list of whole numbers, likewise.</summary>
    public static string ListOf(SettingRange? range) => List(Integer(range));

    /// <summary>A word in any case; a dash may stand for an underscore.</summary>
    public static string AnyCase(string word) => string.Concat(word.Select(LetterOfAnyCase));

    private static string AnyOf(IEnumerable<string> words) => string.Join('|', words.Select(AnyCase));

    private static string LetterOfAnyCase(char letter) => letter switch
    {
        '_' => "[-_]",
        _ when char.IsLetter(letter) => $"[{char.ToUpperInvariant(letter)}{letter}]",
        _ => letter.ToString(),
    };

    // All ranges so far begin at 0 or above.
    private static string Integer(SettingRange? range) =>
        range is null ? "[-+]?[0-9]+" : range.HasNoEnd ? "[+]?[0-9]+" : $"[+]?0*({DigitPattern.Between(Limit(range.Minimum), Limit(range.Maximum))})";

    private static long Limit(object value) => Convert.ToInt64(value, CultureInfo.InvariantCulture);

    private static string List(string item) => $@"^[\s,]*(({item})([\s,]+|$))*$|{Variable}";

    private static string Whole(string pattern) => $@"^\s*({pattern})\s*$|{Variable}";
}
