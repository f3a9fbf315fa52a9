// SPDX-License-Identifier: MIT
using System.Globalization;

namespace Composer.Middleware;

/// <summary>Reads a <c>Range</c> header (RFC 9110 §14.2).</summary>
internal static class ByteRanges
{
    private const string Unit = "bytes=";
    private const int Most = 100;

    /// <summary>The parts that exist; none of them when nothing asked for exists; null when the header is to be ignored.</summary>
    /// <remarks>Ignored is what is not well formed, and what asks for more than the whole file or for very many parts: that is an attack, or no use (§17.15).</remarks>
    public static IReadOnlyList<ByteRange>? Parse(string? header, long size)
    {
        if (header is null || !header.StartsWith(Unit, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }
        var ranges = new List<ByteRange>();
        var (count, total) = (0, 0L);
        foreach (var part in header.AsSpan(Unit.Length).Split(','))
        {
            var text = header.AsSpan(Unit.Length)[part].Trim(" \t");
            if (text.IsEmpty)
            {
                continue;
            }
            if (++count > Most || !TryParse(text, size, out var range))
            {
                return null;
            }
            if (range is { } existing)
            {
                ranges.Add(existing);
                total += existing.Length;
            }
        }
        return count == 0 || total > size ? null : ranges;
    }

    /// <summary>False when it is not a range; the range is null when no byte of it exists.</summary>
    private static bool TryParse(ReadOnlySpan<char> text, long size, out ByteRange? range)
    {
        range = null;
        var dash = text.IndexOf('-');
        if (dash < 0)
        {
            return false;
        }
        var firstText = text[..dash];
        var lastText = text[(dash + 1)..];
        if (firstText.IsEmpty)
        {
            // The end of an empty file is the whole file, and no Content-Range can say so.
            return TryNumber(lastText, out var suffix) && (size > 0 || suffix == 0) && Keep(suffix == 0 ? null : Math.Max(0, size - suffix), size - 1, size, out range);
        }
        var last = long.MaxValue;
        return TryNumber(firstText, out var first)
            && (lastText.IsEmpty || TryNumber(lastText, out last))
            && last >= first
            && Keep(first, Math.Min(last, size - 1), size, out range);
    }

    private static bool Keep(long? first, long last, long size, out ByteRange? range)
    {
        range = first < size ? new ByteRange(first.Value, last - first.Value + 1) : null;
        return true;
    }

    private static bool TryNumber(ReadOnlySpan<char> text, out long number)
    {
        number = long.MaxValue;
        if (text.IsEmpty || text.ContainsAnyExceptInRange('0', '9'))
        {
            return false;
        }
        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number))
        {
            number = long.MaxValue;
        }
        return true;
    }
}
