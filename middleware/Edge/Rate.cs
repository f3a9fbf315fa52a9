// SPDX-License-Identifier: MIT
using System.Globalization;
using System.Text.RegularExpressions;

namespace Composer.Middleware;

/// <summary>So many requests in such a time: <c>100/m</c>, <c>5/s</c>, <c>10/90s</c>.</summary>
internal sealed partial record Rate(int Count, TimeSpan Period)
{
    /// <summary>Understands a rate; null when it is none.</summary>
    public static Rate? Parse(string text)
    {
        var match = Form().Match(text);
        if (!match.Success || !int.TryParse(match.Groups["count"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count == 0)
        {
            return null;
        }
        var units = match.Groups["units"] is { Length: > 0 } written ? int.Parse(written.Value, CultureInfo.InvariantCulture) : 1;
        var unit = match.Groups["unit"].Value switch
        {
            "h" or "hour" => TimeSpan.FromHours(1),
            "m" or "min" or "minute" => TimeSpan.FromMinutes(1),
            "d" or "day" => TimeSpan.FromDays(1),
            _ => TimeSpan.FromSeconds(1),
        };
        return units == 0 ? null : new Rate(count, unit * units);
    }

    [GeneratedRegex(@"^\s*(?<count>[0-9]{1,9})\s*/\s*(?<units>[0-9]{0,6})\s*(?<unit>s|sec|second|m|min|minute|h|hour|d|day|)\s*$")]
    private static partial Regex Form();
}
