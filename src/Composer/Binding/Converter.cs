// SPDX-License-Identifier: MIT
using System.Globalization;

namespace Composer;

/// <summary>Turns the text of a setting into the type of its property.</summary>
internal static class Converter
{
    private const string WholeNumber = "a whole number";
    private const string Size = "a size (a number of bytes, or with a unit: 64 KiB)";

    /// <summary>One value; the type is not a collection.</summary>
    /// <param name="type">The property's type, or that of an item.</param>
    /// <param name="text">As written.</param>
    /// <param name="isSize">Whether it counts bytes and may carry a unit.</param>
    public static Converted Scalar(Type type, string text, bool isSize)
    {
        if (Nullable.GetUnderlyingType(type) is { } inner)
        {
            return IsAbsent(text) ? new Converted(null) : inner == typeof(bool) ? Converted.OrWants(Word.ToBool(text), "true, false or auto") : Scalar(inner, text, isSize);
        }
        if (type.IsEnum)
        {
            return Converted.OrWants(Word.ToEnum(type, text), Word.Or([.. Enum.GetNames(type).Select(SettingName.Of)]));
        }
        return Type.GetTypeCode(type) switch
        {
            TypeCode.String => new Converted(text),
            TypeCode.Boolean => Converted.OrWants(Word.ToBool(text), "true or false"),
            TypeCode.Int32 => isSize ? Converted.OrWants(AsInt(ByteSize.Parse(text)), Size) : Converted.OrWants(Int(text), WholeNumber),
            TypeCode.Int64 => isSize ? Converted.OrWants(ByteSize.Parse(text), Size) : Converted.OrWants(Long(text), WholeNumber),
            TypeCode.Double => Converted.OrWants(Double(text), "a number"),
            _ => Other(type, text),
        };
    }

    private static bool IsAbsent(string text) => string.IsNullOrWhiteSpace(text) || text.Trim().Equals("auto", StringComparison.OrdinalIgnoreCase);

    private static Converted Other(Type type, string text)
    {
        if (type == typeof(TimeSpan))
        {
            return Converted.OrWants(Duration.Parse(text), "a time (seconds, or with a unit: 200ms, 60s, 5m, 1h)");
        }
        if (type == typeof(Uri))
        {
            return Converted.OrWants(Uri.TryCreate(text.Trim(), UriKind.RelativeOrAbsolute, out var uri) ? uri : null, "a URL");
        }
        if (type == typeof(DateTimeOffset))
        {
            return Converted.OrWants(DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment) ? moment : null, "a date and time (2026-11-21T17:00:00Z)");
        }
        if (type == typeof(DateOnly))
        {
            return Converted.OrWants(DateOnly.TryParseExact(text.Trim(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null, "a date (2026-11-21)");
        }
        throw new NotSupportedException($"settings cannot be of type {type}");
    }

    private static int? Int(string text) => AsInt(Long(text));

    private static int? AsInt(long? number) => number is >= int.MinValue and <= int.MaxValue ? (int)number : null;

    private static long? Long(string text) =>
        long.TryParse(text.Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static double? Double(string text) =>
        double.TryParse(text.Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;
}
