// SPDX-License-Identifier: MIT
using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace Composer;

/// <summary>The least and the greatest value of a setting.</summary>
/// <param name="Minimum">A number or a <see cref="TimeSpan"/>.</param>
/// <param name="Maximum">Of the same type.</param>
public sealed record SettingRange(object Minimum, object Maximum)
{
    /// <summary><c>1 to 9</c>, or <c>0 or more</c> where the end is only that of the type.</summary>
    public override string ToString() =>
        HasNoEnd ? $"{SettingText.Of(Minimum)} or more" : $"{SettingText.Of(Minimum)} to {SettingText.Of(Maximum)}";

    internal static SettingRange? Of(RangeAttribute? attribute, Type type)
    {
        if (attribute is null)
        {
            return null;
        }
        return (Nullable.GetUnderlyingType(type) ?? type) == typeof(TimeSpan)
            ? new SettingRange(Time(attribute.Minimum), Time(attribute.Maximum))
            : new SettingRange(attribute.Minimum, attribute.Maximum);
    }

    /// <summary>The greatest value is only that of the type.</summary>
    internal bool HasNoEnd => Number(Maximum) >= int.MaxValue;

    internal bool Contains(object value) => Number(value) >= Number(Minimum) && Number(value) <= Number(Maximum);

    private static TimeSpan Time(object limit) => TimeSpan.Parse((string)limit, CultureInfo.InvariantCulture);

    private static double Number(object value) =>
        value is TimeSpan span ? span.TotalSeconds : Convert.ToDouble(value, CultureInfo.InvariantCulture);
}
