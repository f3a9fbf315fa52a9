// SPDX-License-Identifier: MIT
using System.Globalization;

namespace Composer.Middleware;

/// <summary>Chooses a representation by the Accept header (RFC 9110 §12.5.1).</summary>
internal static class Accept
{
    private const int MostRead = 32;

    /// <summary>The offer that the client likes best; the first one when it likes several, or does not say.</summary>
    /// <param name="header">The header, or null.</param>
    /// <param name="offers">Media types in order of our own preference.</param>
    public static string Choose(string? header, params ReadOnlySpan<string> offers)
    {
        var best = offers[0];
        var bestQuality = 0.0;
        foreach (var offer in offers)
        {
            var quality = QualityOf(header, offer);
            if (quality > bestQuality)
            {
                (best, bestQuality) = (offer, quality);
            }
        }
        return best;
    }

    private static double QualityOf(string? header, string offer)
    {
        var (quality, precision) = (0.0, -1);
        foreach (var range in (header ?? "").Split(',').Take(MostRead))
        {
            var parts = range.Split(';');
            var found = PrecisionOf(parts[0].Trim(), offer);
            if (found > precision)
            {
                (quality, precision) = (Quality(parts), found);
            }
        }
        return quality;
    }

    private static int PrecisionOf(string range, string offer)
    {
        if (range.Equals(offer, StringComparison.OrdinalIgnoreCase))
        {
            return 2;
        }
        if (range.EndsWith("/*", StringComparison.Ordinal) && range != "*/*")
        {
            return offer.StartsWith(range[..^1], StringComparison.OrdinalIgnoreCase) ? 1 : -1;
        }
        return range == "*/*" ? 0 : -1;
    }

    private static double Quality(string[] parts)
    {
        var q = parts.Skip(1).Select(part => part.Trim()).FirstOrDefault(part => part.StartsWith("q=", StringComparison.OrdinalIgnoreCase));
        if (q is null)
        {
            return 1;
        }
        return double.TryParse(q.AsSpan(2), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var quality) ? Math.Clamp(quality, 0, 1) : 0;
    }
}
