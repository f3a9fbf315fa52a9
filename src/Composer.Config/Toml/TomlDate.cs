// SPDX-License-Identifier: MIT
using System.Globalization;
using System.Text.RegularExpressions;

namespace Composer.Config.Toml;

/// <summary>Reads dates and times (RFC 3339).</summary>
internal static partial class TomlDate
{
    private const int LengthOfDate = 10;

    /// <summary>Whether a date is followed by a blank and a time: the one value with a blank in it.</summary>
    public static bool HasTimeAfterBlank(ReadOnlySpan<char> token, ReadOnlySpan<char> rest) =>
        token.Length == LengthOfDate && token[4] == '-' && rest is [' ', >= '0' and <= '9', >= '0' and <= '9', ':', ..];

    /// <summary>The date or time that a word is, or null.</summary>
    public static Scalar? Read(string word, Source source)
    {
        var match = Pattern().Match(word);
        if (!match.Success || word.Length == 0)
        {
            return null;
        }
        var kind = (match.Groups["date"].Success, match.Groups["time"].Success, match.Groups["offset"].Success) switch
        {
            (true, true, true) => ScalarKind.OffsetDateTime,
            (true, true, false) => ScalarKind.LocalDateTime,
            (true, false, false) => ScalarKind.LocalDate,
            (false, true, false) => ScalarKind.LocalTime,
            _ => ScalarKind.Null,
        };
        var value = Value(kind, match);
        return value is null ? throw new SyntaxError(source, $"'{word}' is no date or time of the calendar") : new Scalar(kind, value, TomlValue.Placed(word, source));
    }

    private static object? Value(ScalarKind kind, Match match)
    {
        var isDate = DateOnly.TryParseExact(match.Groups["date"].Value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date);
        var isTime = TryTime(match, out var time);
        return kind switch
        {
            ScalarKind.LocalDate when isDate => date,
            ScalarKind.LocalTime when isTime => time,
            ScalarKind.LocalDateTime when isDate && isTime => date.ToDateTime(time),
            ScalarKind.OffsetDateTime when isDate && isTime && Offset(match.Groups["offset"].Value) is { } offset => Moment(date.ToDateTime(time), offset),
            _ => null,
        };
    }

    // What .NET keeps of a second is 100 ns.
    private static bool TryTime(Match match, out TimeOnly time)
    {
        var fraction = match.Groups["fraction"].Value;
        var text = match.Groups["clock"].Value + (fraction.Length == 0 ? "" : $".{fraction[..Math.Min(7, fraction.Length)]}");
        return TimeOnly.TryParse(text, CultureInfo.InvariantCulture, out time) && match.Groups["clock"].Length == 8;
    }

    private static TimeSpan? Offset(string text)
    {
        if (text is "Z" or "z")
        {
            return TimeSpan.Zero;
        }
        var (hours, minutes) = (int.Parse(text.AsSpan(1, 2), CultureInfo.InvariantCulture), int.Parse(text.AsSpan(4, 2), CultureInfo.InvariantCulture));
        var offset = new TimeSpan(hours, minutes, 0);
        return hours > 23 || minutes > 59 ? null : text[0] == '-' ? -offset : offset;
    }

    // .NET keeps offsets up to 14 hours; beyond, the moment is the same in UTC.
    private static DateTimeOffset? Moment(DateTime time, TimeSpan offset)
    {
        var ticks = time.Ticks - offset.Ticks;
        if (ticks < DateTime.MinValue.Ticks || ticks > DateTime.MaxValue.Ticks)
        {
            return null;
        }
        return offset.Duration() <= TimeSpan.FromHours(14) ? new DateTimeOffset(time, offset) : new DateTimeOffset(ticks, TimeSpan.Zero);
    }

    [GeneratedRegex(@"^(?:(?<date>[0-9]{4}-[0-9]{2}-[0-9]{2})(?:[Tt ](?=[0-9])|\z))?(?<time>(?<clock>[0-9]{2}:[0-9]{2}:[0-9]{2})(?:\.(?<fraction>[0-9]+))?(?<offset>[Zz]|[+-][0-9]{2}:[0-9]{2})?)?\z")]
    private static partial Regex Pattern();
}
