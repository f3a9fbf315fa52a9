// SPDX-License-Identifier: MIT
namespace Composer;

/// <summary>Text as a value, or what should have been written instead.</summary>
/// <param name="Value">The value.</param>
/// <param name="Wanted">Null when the text was right; else what is: <c>a whole number</c>.</param>
internal readonly record struct Converted(object? Value, string? Wanted = null)
{
    public static Converted Wants(string what) => new(null, what);

    public static Converted OrWants(object? value, string what) => value is null ? Wants(what) : new(value);
}
