// SPDX-License-Identifier: MIT
using System.Globalization;
using System.Xml.XPath;

namespace Composer.Middleware;

/// <summary>EXSLT's <c>date</c> functions. What a date does not have is NaN or an empty text, never an error.</summary>
internal static class DateFunctions
{
    /// <summary>The functions by a clock, in its time zone.</summary>
    public static FunctionNamespace By(TimeProvider clock)
    {
        XsdMoment Now()
        {
            var now = clock.GetLocalNow();
            return XsdMoment.Of(now.AddTicks(-(now.Ticks % TimeSpan.TicksPerSecond)));
        }

        var all = new FunctionNamespace("http://exslt.org/dates-and-times")
        {
            { "date-time", () => Now().ToString() },
            { "format-date", (string moment, string pattern) => XsdMoment.Parse(moment) is { } read ? DatePattern.Format(read, pattern) : "" },
            { "add", (string moment, string duration) => Add(moment, duration) },
            { "add-duration", (string a, string b) => XsdDuration.Parse(a) is { } first && XsdDuration.Parse(b) is { } second ? XsdDuration.Sum(first, second)?.ToString() ?? "" : "" },
            { "sum", (XPathNodeIterator durations) => Sum(durations) },
            { "difference", (string from, string to) => Difference(from, to) },
            { "duration", (double seconds) => Duration(seconds) },
            { "duration", () => Duration(Seconds(Now())) },
            { "seconds", (string text) => XsdDuration.Parse(text) is { } duration ? (duration.Months == 0 ? (double)duration.Seconds : double.NaN) : XsdMoment.Parse(text) is { } moment ? Seconds(moment) : double.NaN },
            { "seconds", () => Seconds(Now()) },
        };
        Text("date", moment => moment.HasDate, moment => moment.DateText);
        Text("time", moment => moment.HasTime, moment => moment.TimeText);
        Text("month-name", moment => moment.HasMonth, moment => Invariant(moment, "MMMM"));
        Text("month-abbreviation", moment => moment.HasMonth, moment => Invariant(moment, "MMM"));
        Text("day-name", moment => moment.HasDate, moment => Invariant(moment, "dddd"));
        Text("day-abbreviation", moment => moment.HasDate, moment => Invariant(moment, "ddd"));
        Number("year", moment => moment.HasYear, moment => moment.Local.Year);
        Number("month-in-year", moment => moment.HasMonth, moment => moment.Local.Month);
        Number("week-in-year", moment => moment.HasDate, moment => ISOWeek.GetWeekOfYear(moment.Local));
        Number("week-in-month", moment => moment.HasDate, moment => WeekInMonth(moment.Local));
        Number("day-in-year", moment => moment.HasDate, moment => moment.Local.DayOfYear);
        Number("day-in-month", moment => moment.HasDay, moment => moment.Local.Day);
        Number("day-of-week-in-month", moment => moment.HasDay, moment => ((moment.Local.Day - 1) / 7) + 1);
        Number("day-in-week", moment => moment.HasDate, moment => (int)moment.Local.DayOfWeek + 1);
        Number("hour-in-day", moment => moment.HasTime, moment => moment.Local.Hour);
        Number("minute-in-hour", moment => moment.HasTime, moment => moment.Local.Minute);
        Number("second-in-minute", moment => moment.HasTime, moment => moment.Local.Second + (moment.Local.Ticks % TimeSpan.TicksPerSecond / (double)TimeSpan.TicksPerSecond));
        all.Add("leap-year", () => (object)DateTime.IsLeapYear(Now().Local.Year));
        all.Add("leap-year", (string text) => (object)(XsdMoment.Parse(text) is { HasYear: true } moment ? DateTime.IsLeapYear(moment.Local.Year) : double.NaN));
        return all;

        void Text(string name, Func<XsdMoment, bool> has, Func<XsdMoment, string> part)
        {
            all.Add(name, () => part(Now()));
            all.Add(name, (string text) => XsdMoment.Parse(text) is { } moment && has(moment) ? part(moment) : "");
        }

        void Number(string name, Func<XsdMoment, bool> has, Func<XsdMoment, double> part)
        {
            all.Add(name, () => part(Now()));
            all.Add(name, (string text) => XsdMoment.Parse(text) is { } moment && has(moment) ? part(moment) : double.NaN);
        }
    }

    /// <summary>Which week of its month a day is in; weeks begin on Monday.</summary>
    public static int WeekInMonth(DateTime day)
    {
        var first = new DateTime(day.Year, day.Month, 1, 0, 0, 0, DateTimeKind.Unspecified);
        var offset = ((int)first.DayOfWeek + 6) % 7;
        return ((day.Day - 1 + offset) / 7) + 1;
    }

    private static string Add(string text, string durationText)
    {
        if (XsdMoment.Parse(text) is not { HasYear: true } moment || XsdDuration.Parse(durationText) is not { } duration)
        {
            return "";
        }
        try
        {
            return moment.Plus(duration).ToString();
        }
        catch (Exception e) when (e is ArgumentOutOfRangeException or OverflowException)
        {
            return ""; // before year 1, after 9999
        }
    }

    private static string Difference(string fromText, string toText)
    {
        if (XsdMoment.Parse(fromText) is not { HasYear: true } from || XsdMoment.Parse(toText) is not { HasYear: true } to)
        {
            return "";
        }
        if (!from.HasDay || !to.HasDay)
        {
            return new XsdDuration(((to.Local.Year - from.Local.Year) * 12) + (from.HasMonth && to.HasMonth ? to.Local.Month - from.Local.Month : 0), 0).ToString();
        }
        var span = from.HasTime && to.HasTime ? to.Utc - from.Utc : to.Local.Date - from.Local.Date;
        return new XsdDuration(0, span.Ticks / (decimal)TimeSpan.TicksPerSecond).ToString();
    }

    private static string Sum(XPathNodeIterator durations)
    {
        XsdDuration? sum = default(XsdDuration);
        foreach (var node in NodeSet.Of(durations))
        {
            sum = sum is { } before && XsdDuration.Parse(node.Value) is { } duration ? XsdDuration.Sum(before, duration) : null;
        }
        return durations.Count == 0 ? "" : sum?.ToString() ?? "";
    }

    private static string Duration(double seconds) =>
        double.IsFinite(seconds) && Math.Abs(seconds) < 1e15 ? new XsdDuration(0, (decimal)seconds).ToString() : "";

    private static double Seconds(XsdMoment moment) => moment.HasYear ? (moment.Utc - DateTime.UnixEpoch).TotalSeconds : double.NaN;

    private static string Invariant(XsdMoment moment, string format) => moment.Local.ToString(format, CultureInfo.InvariantCulture);
}
