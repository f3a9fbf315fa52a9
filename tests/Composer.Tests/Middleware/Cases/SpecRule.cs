// SPDX-License-Identifier: MIT
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Composer.Tests.Middleware.Cases;

/// <summary>A rule of a case on a value: a plain value means equality, an object names the comparison. A comparison that is not known fails, so that no case passes unread.</summary>
internal static class SpecRule
{
    /// <summary>Checks a value that may be absent.</summary>
    public static void Check(JsonElement rule, string? value, string what)
    {
        if (rule.ValueKind != JsonValueKind.Object)
        {
            Assert.Equal(rule.ValueKind == JsonValueKind.Null ? null : rule.ToString(), value);
            return;
        }
        foreach (var comparison in rule.EnumerateObject())
        {
            Assert.True(Holds(comparison.Name, comparison.Value, value), $"{what} is '{value}', but must be: {comparison}");
        }
    }

    private static bool Holds(string comparison, JsonElement wanted, string? value) => comparison switch
    {
        "absent" => value is null,
        "present" => value is not null,
        "regex" => value is not null && Regex.IsMatch(value, wanted.GetString()!),
        "not_regex" => value is null || !Regex.IsMatch(value, wanted.GetString()!),
        "contains" => value is not null && value.Contains(wanted.GetString()!, StringComparison.Ordinal),
        "not" => value != wanted.GetString(),
        "in" => wanted.EnumerateArray().Any(one => one.ToString() == value),
        "any" => true,
        _ => throw new NotSupportedException($"the comparison '{comparison}'"),
    };
}
