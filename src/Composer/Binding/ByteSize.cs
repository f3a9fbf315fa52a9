// SPDX-License-Identifier: MIT
using System.Globalization;

namespace Composer;

/// <summary>Sizes as people write them: <c>65536</c>, <c>64 KiB</c>, <c>64K</c> (both times 1024), <c>64 kB</c> (times 1000).</summary>
internal static class ByteSize
{
    private static readonly (string Unit, long Bytes)[] Units =
    [
        ("kib", 1L << 10), ("mib", 1L << 20), ("gib", 1L << 30), ("tib", 1L << 40),
        ("kb", 1_000), ("mb", 1_000_000), ("gb", 1_000_000_000), ("tb", 1_000_000_000_000),
        ("k", 1L << 10), ("m", 1L << 20), ("g", 1L << 30), ("t", 1L << 40),
        ("b", 1),
    ];

    private static readonly (string Name, long Bytes)[] BinaryUnits = [("KiB", 1L << 10), ("MiB", 1L << 20), ("GiB", 1L << 30)];

    /// <summary>Whether a setting counts bytes: its name ends in <c>size</c> or <c>bytes</c>.</summary>
    public static bool IsNameOfOne(string name) =>
        name.EndsWith("size", StringComparison.Ordinal) || name.EndsWith("bytes", StringComparison.Ordinal);

    /// <summary>Number of bytes, or null when the text is not a size.</summary>
    public static long? Parse(string text)
    {
        var size = text.Trim().ToLowerInvariant();
        foreach (var (unit, bytes) in Units)
        {
            if (size.EndsWith(unit, StringComparison.Ordinal))
            {
                return Times(size[..^unit.Length].TrimEnd(), bytes);
            }
        }
        return long.TryParse(size, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var plain) ? plain : null;
    }

    /// <summary>A number of bytes as people write it: in the largest unit that divides it.</summary>
    public static string Text(long bytes)
    {
        var (unit, size) = BinaryUnits.LastOrDefault(unit => bytes >= unit.Bytes && bytes % unit.Bytes == 0);
        return unit is null ? bytes.ToString(CultureInfo.InvariantCulture) : string.Create(CultureInfo.InvariantCulture, $"{bytes / size} {unit}");
    }

    private static long? Times(string number, long bytes)
    {
        var isNumber = decimal.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var count);
        return isNumber && count <= long.MaxValue / bytes ? (long)(count * bytes) : null;
    }
}
