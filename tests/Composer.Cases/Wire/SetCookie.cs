// SPDX-License-Identifier: MIT
using System.Globalization;

namespace Composer.Cases.Wire;

/// <summary>A Set-Cookie line.</summary>
internal sealed record SetCookie(string Name, string Value, IReadOnlyDictionary<string, string> Attributes)
{
    private static readonly string[] Dates = ["r", "ddd, dd-MMM-yyyy HH:mm:ss 'GMT'", "ddd, d MMM yyyy HH:mm:ss 'GMT'"];

    /// <summary>An attribute by its name in lower case, or null.</summary>
    public string? this[string attribute] => Attributes.GetValueOrDefault(attribute);

    public static SetCookie Parse(string line)
    {
        var parts = line.Split(';');
        var (name, value) = Pair(parts[0]);
        return new SetCookie(name, value, parts.Skip(1).Select(Pair).GroupBy(pair => pair.Name.ToLowerInvariant()).ToDictionary(same => same.Key, same => same.Last().Value));
    }

    /// <summary>When it ends, or null when it ends with the browser.</summary>
    public DateTimeOffset? Expiry(DateTimeOffset now)
    {
        if (this["max-age"] is { } seconds)
        {
            return now.AddSeconds(long.Parse(seconds, CultureInfo.InvariantCulture));
        }
        return this["expires"] is { } date ? DateTimeOffset.ParseExact(date, Dates, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal) : null;
    }

    private static (string Name, string Value) Pair(string text)
    {
        var parts = text.Split('=', 2);
        return (parts[0].Trim(), parts.Length > 1 ? parts[1].Trim() : "");
    }
}
