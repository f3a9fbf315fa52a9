// SPDX-License-Identifier: MIT
using System.Globalization;
using System.Text.RegularExpressions;

namespace Composer.Middleware;

/// <summary>A date, a time or a part of them as XML Schema writes it: <c>2026-11-21T17:05:00Z</c>, <c>2026-11-21</c>, <c>17:05:00</c>, <c>2026-11</c>, <c>--11-21</c>.</summary>
internal readonly partial record struct XsdMoment
{
    // A leap year, so that --02-29 has a place.
    private const int YearOfNone = 2000;

    /// <summary>Date and time as written, what is missing filled up.</summary>
    public DateTime Local { get; private init; }

    /// <summary>Hours and minutes east of Greenwich, or null when it does not say.</summary>
    public TimeSpan? Offset { get; private init; }

    public bool HasYear { get; private init; }

    public bool HasMonth { get; private init; }

    public bool HasDay { get; private init; }

    public bool HasTime { get; private init; }

    public bool HasDate => HasYear && HasMonth && HasDay;

    /// <summary>A moment with everything.</summary>
    public static XsdMoment Of(DateTimeOffset time) =>
        new() { Local = time.DateTime, Offset = time.Offset, HasYear = true, HasMonth = true, HasDay = true, HasTime = true };

    /// <summary>Reads one, or returns null.</summary>
    public static XsdMoment? Parse(string text)
    {
        var match = Syntax().Match(text.Trim());
        if (!match.Success)
        {
            return null;
        }
        bool Has(string group) => match.Groups[group].Length > 0;
        int Number(string group, int otherwise) => Has(group) ? int.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture) : otherwise;
        var (year, month, day) = (Number("year", YearOfNone), Number("month", 1), Number("day", 1));
        var (hour, minute, second) = (Number("hour", 0), Number("minute", 0), Number("second", 0));
        if (year is < 1 or > 9998 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month) || hour > 24 || minute > 59 || second > 59)
        {
            return null;
        }
        var fraction = Has("fraction") ? (long)(decimal.Parse("0" + match.Groups["fraction"].Value, CultureInfo.InvariantCulture) * TimeSpan.TicksPerSecond) : 0;
        var local = new DateTime(year, month, day, 0, 0, 0, DateTimeKind.Unspecified).Add(new TimeSpan(hour, minute, second)).AddTicks(fraction);
        var offset = OffsetOf(match.Groups["zone"].Value);
        if (local.Ticks < offset?.Ticks)
        {
            return null; // before the year 1 in Greenwich
        }
        return new XsdMoment
        {
            Local = local,
            Offset = offset,
            HasYear = Has("year"),
            HasMonth = Has("month"),
            HasDay = Has("day"),
            HasTime = Has("hour"),
        };
    }

    /// <summary>The date and time in another calendar position; which parts it has, stays.</summary>
    public XsdMoment Plus(XsdDuration duration) => this with { Local = Local.AddMonths(checked((int)duration.Months)).AddTicks((long)(duration.Seconds * TimeSpan.TicksPerSecond)) };

    /// <summary>The same moment in Greenwich; without an offset it is taken to be there.</summary>
    public DateTime Utc => Local - (Offset ?? TimeSpan.Zero); // Parse has seen to it that there is one

    public string DateText => Local.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) + ZoneText;

    public string TimeText => Local.ToString("HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture) + ZoneText;

    public string ZoneText => Offset is not { } offset ? "" : offset == TimeSpan.Zero ? "Z" : (offset < TimeSpan.Zero ? "-" : "+") + offset.ToString(@"hh\:mm", CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public override string ToString() => (HasDate, HasTime) switch
    {
        (true, true) => Local.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture) + ZoneText,
        (true, false) => DateText,
        (false, true) => TimeText,
        _ => (HasYear, HasMonth) switch
        {
            (true, true) => Local.ToString("yyyy-MM", CultureInfo.InvariantCulture) + ZoneText,
            (true, false) => Local.ToString("yyyy", CultureInfo.InvariantCulture) + ZoneText,
            _ => Local.ToString("--MM-dd", CultureInfo.InvariantCulture) + ZoneText,
        },
    };

    private static TimeSpan? OffsetOf(string zone)
    {
        if (zone.Length == 0)
        {
            return null;
        }
        if (zone == "Z")
        {
            return TimeSpan.Zero;
        }
        var offset = TimeSpan.ParseExact(zone[1..], @"hh\:mm", CultureInfo.InvariantCulture);
        return zone[0] == '-' ? -offset : offset;
    }

    [GeneratedRegex(@"^((?<year>\d{4})(-(?<month>\d\d)(-(?<day>\d\d))?)?|--(?<month>\d\d)(-(?<day>\d\d))?|---(?<day>\d\d))?(((?<=^\d{4}-\d\d-\d\d)T|^)(?<hour>\d\d):(?<minute>\d\d):(?<second>\d\d)(?<fraction>\.\d{1,9})?)?(?<zone>Z|[+-]([01]\d|2[0-3]):[0-5]\d)?$", RegexOptions.ExplicitCapture)]
    private static partial Regex Syntax();
}
