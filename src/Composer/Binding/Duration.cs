// SPDX-License-Identifier: MIT
using System.Buffers;
using System.Globalization;

namespace Composer;

/// <summary>Times as people write them: <c>60</c> (seconds), <c>200ms</c>, <c>60s</c>, <c>5m</c>, <c>1h</c>, <c>2d</c>, <c>1h30m</c>.</summary>
internal static class Duration
{
    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789.");

    private static readonly (string Unit, double Seconds)[] Units =
        [("ms", 0.001), ("s", 1), ("m", 60), ("h", 3600), ("d", 86400)];

    /// <summary>The time, or null when the text is not one.</summary>
    public static TimeSpan? Parse(string text)
    {
        var rest = text.AsSpan().Trim();
        if (double.TryParse(rest, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds))
        {
            return OfSeconds(seconds);
        }
        var sum = 0.0;
        while (!rest.IsEmpty)
        {
            var digits = rest.IndexOfAnyExcept(Digits);
            var number = digits < 0 ? default : rest[..digits];
            rest = digits < 0 ? rest : rest[digits..].TrimStart();
            var unit = Array.Find(Units, Begins(rest));
            if (unit.Unit is null || !double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var count))
            {
                return null;
            }
            sum += count * unit.Seconds;
            rest = rest[unit.Unit.Length..].TrimStart();
        }
        return text.Trim().Length == 0 ? null : OfSeconds(sum);
    }

    private static Predicate<(string Unit, double Seconds)> Begins(ReadOnlySpan<char> rest)
    {
        var end = rest.IndexOfAnyExceptInRange('a', 'z');
        var word = (end < 0 ? rest : rest[..end]).ToString();
        return unit => unit.Unit == word;
    }

    private static TimeSpan? OfSeconds(double seconds) =>
        seconds <= TimeSpan.MaxValue.TotalSeconds / 2 ? TimeSpan.FromSeconds(seconds) : null;
}
