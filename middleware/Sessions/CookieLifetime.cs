// SPDX-License-Identifier: MIT
using System.Globalization;

namespace Composer.Middleware;

/// <summary>Until when a browser keeps a cookie, as Beaker's <c>cookie_expires</c> says it.</summary>
/// <param name="After">So long after it was set.</param>
/// <param name="At">At this moment.</param>
internal readonly record struct CookieLifetime(TimeSpan? After, DateTimeOffset? At)
{
    // As far as 32 bits of seconds go; what Beaker means by false.
    private static readonly DateTimeOffset Latest = DateTimeOffset.FromUnixTimeSeconds(int.MaxValue);

    /// <summary>True is until the browser ends, false for ever; else a number of seconds, or a date.</summary>
    /// <exception cref="FormatException">It is none of these.</exception>
    public static CookieLifetime Parse(string text) => text.Trim().ToLowerInvariant() switch
    {
        "true" or "yes" or "on" or "y" or "t" or "" => default,
        "false" or "no" or "off" or "n" or "f" => new(null, Latest),
        var seconds when double.TryParse(seconds, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var count) => new(TimeSpan.FromSeconds(count), null),
        _ when DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment) => new(null, moment),
        _ => throw new FormatException($"'{text}' is not true (until the browser ends), false (for ever), a number of seconds or a date"),
    };

    /// <summary>The moment; null when it is the browser's end.</summary>
    public DateTimeOffset? From(DateTimeOffset now) => After is { } after ? now + after : At;
}
