// SPDX-License-Identifier: MIT
using System.Collections;
using System.Globalization;

namespace Composer;

/// <summary>Values as one would write them in a config file.</summary>
public static class SettingText
{
    /// <summary>The text of a default or of a limit.</summary>
    public static string Of(object? value) => value switch
    {
        null => "",
        string text => text.Length == 0 ? "empty" : text,
        bool flag => flag ? "true" : "false",
        Enum member => SettingName.Of(member.ToString()),
        TimeSpan span => Of(span),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        IEnumerable items => string.Join(' ', items.Cast<object?>().Select(Of)),
        _ => value.ToString() ?? "",
    };

    private static string Of(TimeSpan span) => span switch
    {
        { Ticks: 0 } => "0",
        _ when span.Ticks % TimeSpan.TicksPerDay == 0 => Count(span.TotalDays, "d"),
        _ when span.Ticks % TimeSpan.TicksPerHour == 0 => Count(span.TotalHours, "h"),
        _ when span.Ticks % TimeSpan.TicksPerMinute == 0 => Count(span.TotalMinutes, "m"),
        _ when span.Ticks % TimeSpan.TicksPerSecond == 0 => Count(span.TotalSeconds, "s"),
        _ => Count(span.TotalMilliseconds, "ms"),
    };

    private static string Count(double number, string unit) => number.ToString(CultureInfo.InvariantCulture) + unit;
}
