// SPDX-License-Identifier: MIT
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Composer.Cases.Judging;

/// <summary>A rule on one text that may be absent: a plain value means equality, an object names comparisons, which must all hold.</summary>
internal static class ValueRule
{
    /// <summary>The names that make an object a rule.</summary>
    private static readonly HashSet<string> Names = ["absent", "present", "regex", "not_regex", "contains", "not_contains", "not", "in", "any", "set", "ci"];

    /// <summary>Whether an object holds comparisons, and not values to compare with.</summary>
    public static bool IsRule(JsonNode? node) => node is JsonObject { Count: > 0 } map && map.All(pair => Names.Contains(pair.Key));

    public static IEnumerable<string> Failures(JsonNode? rule, string? value, string what)
    {
        if (rule is not JsonObject comparisons)
        {
            var wanted = rule?.GetValueKind() is null or JsonValueKind.Null ? null : rule.ToString();
            return wanted == value ? [] : [$"{what} is {Shown(value)}, but must be {Shown(wanted)}"];
        }
        return comparisons.Where(comparison => !Holds(comparison.Key, comparison.Value, value))
            .Select(comparison => $"{what} is {Shown(value)}, but must be: {comparison.Key} {comparison.Value?.ToJsonString()}");
    }

    /// <summary>A value for messages, not longer than a line.</summary>
    public static string Shown(string? value) => value switch
    {
        null => "absent",
        { Length: > 300 } => $"'{value[..300]}…'",
        _ => $"'{value}'",
    };

    public static bool Matches(string value, string pattern) => Regex.IsMatch(value, pattern, RegexOptions.None, TimeSpan.FromSeconds(5));

    private static bool Holds(string comparison, JsonNode? wanted, string? value) => comparison switch
    {
        "absent" => value is null == IsTrue(wanted),
        "present" => value is not null == IsTrue(wanted),
        "any" => true,
        "regex" => value is not null && Matches(value, (string)wanted!),
        "not_regex" => value is null || !Matches(value, (string)wanted!),
        "contains" => value is not null && value.Contains((string)wanted!, StringComparison.Ordinal),
        "not_contains" => value is null || !value.Contains((string)wanted!, StringComparison.Ordinal),
        "ci" => value is not null && value.Contains((string)wanted!, StringComparison.OrdinalIgnoreCase),
        "not" => value != wanted?.ToString(),
        "in" => wanted!.AsArray().Any(one => one?.ToString() == value),
        "set" => value is not null && Words(wanted!.AsArray().Select(one => one!.ToString())).SetEquals(Words(value.Split(','))),
        _ => throw new CannotExpress($"the comparison '{comparison}'"),
    };

    private static bool IsTrue(JsonNode? wanted) => wanted is null || (bool)wanted;

    private static HashSet<string> Words(IEnumerable<string> words) => [.. words.Select(word => word.Trim()).Where(word => word.Length > 0)];
}
