// SPDX-License-Identifier: MIT
using System.Globalization;
using System.Text;

namespace Composer.Middleware;

/// <summary>The time of a request as Apache writes it: <c>%t</c>, and <c>%{…}t</c> with strftime or one of Apache's own words.</summary>
internal static class LogTime
{
    // What .NET calls the letters of strftime (C.UTF-8).
    private static readonly Dictionary<char, string> Formats = new()
    {
        ['a'] = "ddd", ['A'] = "dddd", ['b'] = "MMM", ['h'] = "MMM", ['B'] = "MMMM", ['d'] = "dd", ['H'] = "HH", ['I'] = "hh", ['m'] = "MM", ['M'] = "mm",
        ['p'] = "tt", ['S'] = "ss", ['y'] = "yy", ['Y'] = "yyyy", ['D'] = "MM/dd/yy", ['F'] = "yyyy-MM-dd", ['T'] = "HH:mm:ss", ['R'] = "HH:mm",
    };

    /// <summary>The part, or null when the format is not known.</summary>
    public static LogPart? Find(string? format, TimeProvider clock)
    {
        var (text, atEnd) = format switch
        {
            null => (null, false),
            _ when format.StartsWith("end:", StringComparison.Ordinal) => (format["end:".Length..], true),
            _ when format.StartsWith("begin:", StringComparison.Ordinal) => (format["begin:".Length..], false),
            _ => (format, false),
        };
        DateTimeOffset Moment(Exchange x) => atEnd ? x.Time + x.Duration : x.Time;
        switch (text)
        {
            case null or "":
                return Cached(time => $"[{Strftime("%d/%b/%Y:%H:%M:%S %z", time)}]", clock, Moment);
            case "sec":
                return (line, x) => line.Append(Moment(x).ToUnixTimeSeconds());
            case "msec":
                return (line, x) => line.Append(Moment(x).ToUnixTimeMilliseconds());
            case "usec":
                return (line, x) => line.Append((Moment(x) - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond);
            case "msec_frac":
                return (line, x) => line.Append(Encoding.ASCII.GetBytes(Moment(x).ToString("fff", CultureInfo.InvariantCulture)));
            case "usec_frac":
                return (line, x) => line.Append(Encoding.ASCII.GetBytes(Moment(x).ToString("ffffff", CultureInfo.InvariantCulture)));
            default:
                return IsKnown(text) ? Cached(time => Strftime(text, time), clock, Moment) : null;
        }
    }

    /// <summary>Writes a time of whole seconds; makes its text once a second.</summary>
    public static LogPart Cached(Func<DateTimeOffset, string> format, TimeProvider clock, Func<Exchange, DateTimeOffset> moment)
    {
        var kept = Tuple.Create(-1L, Array.Empty<byte>());
        return (line, exchange) =>
        {
            var time = moment(exchange);
            var second = time.Ticks / TimeSpan.TicksPerSecond;
            var current = Volatile.Read(ref kept);
            if (current.Item1 != second)
            {
                var local = TimeZoneInfo.ConvertTime(time, clock.LocalTimeZone);
                current = Tuple.Create(second, Encoding.UTF8.GetBytes(format(local)));
                Volatile.Write(ref kept, current);
            }
            line.Append(current.Item2);
        };
    }

    /// <summary>The C function, for the letters that logs use.</summary>
    public static string Strftime(string format, DateTimeOffset time)
    {
        var text = new StringBuilder();
        for (var i = 0; i < format.Length; i++)
        {
            text.Append(format[i] == '%' && i + 1 < format.Length ? Field(format[++i], time) : format[i].ToString());
        }
        return text.ToString();
    }

    private static bool IsKnown(string format)
    {
        for (var i = 0; i < format.Length; i++)
        {
            if (format[i] == '%' && (++i == format.Length || !(Formats.ContainsKey(format[i]) || "ejszZnt%".Contains(format[i], StringComparison.Ordinal))))
            {
                return false;
            }
        }
        return true;
    }

    private static string Field(char letter, DateTimeOffset time) => letter switch
    {
        'e' => time.Day.ToString(CultureInfo.InvariantCulture).PadLeft(2),
        'j' => time.DayOfYear.ToString("D3", CultureInfo.InvariantCulture),
        's' => time.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
        'z' or 'Z' => time.ToString("zzz", CultureInfo.InvariantCulture).Replace(":", "", StringComparison.Ordinal),
        'n' => "\n",
        't' => "\t",
        '%' => "%",
        _ => time.ToString(Formats[letter], CultureInfo.InvariantCulture),
    };
}
