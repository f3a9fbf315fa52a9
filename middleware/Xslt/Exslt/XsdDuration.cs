// SPDX-License-Identifier: MIT
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Composer.Middleware;

/// <summary>A time span as XML Schema writes it: <c>P1Y2M3DT4H5M6S</c>. Months have no fixed number of days, so they are kept apart.</summary>
/// <param name="Months">Years and months.</param>
/// <param name="Seconds">Everything below.</param>
internal readonly partial record struct XsdDuration(long Months, decimal Seconds)
{
    private const long SecondsADay = 86_400;

    /// <summary>Reads one, or returns null.</summary>
    public static XsdDuration? Parse(string text)
    {
        var match = Syntax().Match(text.Trim());
        if (!match.Success)
        {
            return null;
        }
        var sign = match.Groups["sign"].Length > 0 ? -1 : 1;
        var months = (Number(match, "years") * 12) + Number(match, "months");
        var seconds = (Number(match, "days") * SecondsADay) + (Number(match, "hours") * 3600) + (Number(match, "minutes") * 60) + Number(match, "seconds");
        return new XsdDuration(sign * (long)months, sign * seconds);
    }

    /// <summary>Both together; null when one has months and the other seconds of opposite sign, which no duration can say.</summary>
    public static XsdDuration? Sum(XsdDuration a, XsdDuration b)
    {
        var sum = new XsdDuration(a.Months + b.Months, a.Seconds + b.Seconds);
        return Math.Sign(sum.Months) * Math.Sign(sum.Seconds) < 0 ? null : sum;
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        var (months, seconds) = (Math.Abs(Months), Math.Abs(Seconds));
        var days = (long)(seconds / SecondsADay);
        var rest = seconds - (days * SecondsADay);
        var text = new StringBuilder(Months < 0 || Seconds < 0 ? "-P" : "P");
        Append(text, months / 12, 'Y');
        Append(text, months % 12, 'M');
        Append(text, days, 'D');
        if (rest > 0)
        {
            text.Append('T');
            Append(text, (long)(rest / 3600), 'H');
            Append(text, (long)(rest % 3600 / 60), 'M');
            Append(text, rest % 60, 'S');
        }
        return months == 0 && seconds == 0 ? "PT0S" : text.ToString();
    }

    private static void Append(StringBuilder text, decimal number, char unit)
    {
        if (number != 0)
        {
            text.Append(number.ToString("0.#######", CultureInfo.InvariantCulture)).Append(unit);
        }
    }

    private static decimal Number(Match match, string group) =>
        match.Groups[group] is { Length: > 0 } found ? decimal.Parse(found.Value, CultureInfo.InvariantCulture) : 0;

    [GeneratedRegex(@"^(?<sign>-)?P(?=.)((?<years>\d{1,9})Y)?((?<months>\d{1,9})M)?((?<days>\d{1,9})D)?(T(?=.)((?<hours>\d{1,9})H)?((?<minutes>\d{1,9})M)?((?<seconds>\d{1,9}(\.\d{1,9})?)S)?)?$", RegexOptions.ExplicitCapture)]
    private static partial Regex Syntax();
}
