// SPDX-License-Identifier: MIT
using System.Globalization;
using System.Text;

namespace Composer.Middleware;

/// <summary>The patterns of <c>date:format-date</c>, which are those of Java's SimpleDateFormat: <c>d MMMM yyyy 'at' HH:mm</c>.</summary>
internal static class DatePattern
{
    /// <summary>The moment in words; letters that mean nothing, and what the moment does not have, come out empty.</summary>
    public static string Format(XsdMoment moment, string pattern)
    {
        var text = new StringBuilder();
        for (var i = 0; i < pattern.Length;)
        {
            if (pattern[i] == '\'')
            {
                i = Quoted(pattern, i + 1, text);
                continue;
            }
            var end = i + 1;
            while (end < pattern.Length && pattern[end] == pattern[i])
            {
                end++;
            }
            text.Append(char.IsAsciiLetter(pattern[i]) ? Field(moment, pattern[i], end - i) : pattern[i..end]);
            i = end;
        }
        return text.ToString();
    }

    private static int Quoted(string pattern, int start, StringBuilder text)
    {
        if (start < pattern.Length && pattern[start] == '\'')
        {
            text.Append('\'');
            return start + 1;
        }
        for (var i = start; i < pattern.Length; i++)
        {
            if (pattern[i] != '\'')
            {
                text.Append(pattern[i]);
            }
            else if (i + 1 < pattern.Length && pattern[i + 1] == '\'')
            {
                text.Append(pattern[i++]);
            }
            else
            {
                return i + 1;
            }
        }
        return pattern.Length;
    }

    private static string Field(XsdMoment moment, char letter, int width)
    {
        var time = moment.Local;
        return letter switch
        {
            'G' when moment.HasYear => "AD",
            'y' when moment.HasYear => width == 2 ? Padded(time.Year % 100, 2) : Padded(time.Year, width),
            'M' when moment.HasMonth => width switch
            {
                > 3 => Invariant(time, "MMMM"),
                3 => Invariant(time, "MMM"),
                _ => Padded(time.Month, width),
            },
            'd' when moment.HasDay => Padded(time.Day, width),
            'D' when moment.HasDate => Padded(time.DayOfYear, width),
            'w' when moment.HasDate => Padded(ISOWeek.GetWeekOfYear(time), width),
            'W' when moment.HasDate => Padded(DateFunctions.WeekInMonth(time), width),
            'F' when moment.HasDay => Padded(((time.Day - 1) / 7) + 1, width),
            'E' when moment.HasDate => Invariant(time, width > 3 ? "dddd" : "ddd"),
            'a' when moment.HasTime => time.Hour < 12 ? "AM" : "PM",
            'H' when moment.HasTime => Padded(time.Hour, width),
            'k' when moment.HasTime => Padded(time.Hour == 0 ? 24 : time.Hour, width),
            'K' when moment.HasTime => Padded(time.Hour % 12, width),
            'h' when moment.HasTime => Padded(((time.Hour + 11) % 12) + 1, width),
            'm' when moment.HasTime => Padded(time.Minute, width),
            's' when moment.HasTime => Padded(time.Second, width),
            'S' when moment.HasTime => Padded(time.Millisecond, width),
            'z' => moment.Offset == TimeSpan.Zero ? "UTC" : moment.Offset is null ? "" : "GMT" + moment.ZoneText,
            'Z' => moment.Offset == TimeSpan.Zero ? "+0000" : moment.ZoneText.Replace(":", "", StringComparison.Ordinal),
            _ => "",
        };
    }

    private static string Padded(int number, int width) => number.ToString(CultureInfo.InvariantCulture).PadLeft(width, '0');

    private static string Invariant(DateTime time, string format) => time.ToString(format, CultureInfo.InvariantCulture);
}
