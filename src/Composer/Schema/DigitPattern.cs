// SPDX-License-Identifier: MIT
using System.Globalization;

namespace Composer;

/// <summary>A regular expression for the whole numbers of a range, written without leading zeros.</summary>
internal static class DigitPattern
{
    /// <summary>The pattern for the numbers from one to another; neither is negative.</summary>
    public static string Between(long least, long greatest)
    {
        var (low, high) = (Text(least), Text(greatest));
        var parts = new List<string>();
        for (var length = low.Length; length <= high.Length; length++)
        {
            var from = length == low.Length ? low : "1" + new string('0', length - 1);
            var to = length == high.Length ? high : new string('9', length);
            parts.Add(SameLength(from, to));
        }
        return string.Join('|', parts);
    }

    private static string SameLength(string low, string high)
    {
        if (low.Length == 0)
        {
            return "";
        }
        var (first, last) = (low[0], high[0]);
        var (lowest, highest) = (new string('0', low.Length - 1), new string('9', low.Length - 1));
        if (first == last)
        {
            return first + Group(SameLength(low[1..], high[1..]));
        }
        var parts = new List<string>();
        if (low[1..] != lowest)
        {
            parts.Add(first++ + Group(SameLength(low[1..], highest)));
        }
        var tail = high[1..] == highest ? null : last-- + Group(SameLength(lowest, high[1..]));
        if (first <= last)
        {
            parts.Add(OneOf(first, last) + Digits(low.Length - 1));
        }
        return string.Join('|', tail is null ? parts : [.. parts, tail]);
    }

    private static string OneOf(char first, char last) => first == last ? first.ToString() : $"[{first}-{last}]";

    private static string Digits(int count) => count switch { 0 => "", 1 => "[0-9]", _ => $"[0-9]{{{count}}}" };

    private static string Group(string pattern) => pattern.Contains('|', StringComparison.Ordinal) ? $"({pattern})" : pattern;

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
