// SPDX-License-Identifier: MIT
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Composer.Cases.Judging;

/// <summary>What a JSON text must hold at least; null means that a key is absent, an object of comparisons is a rule on a value.</summary>
internal static class JsonRule
{
    public static IEnumerable<string> Failures(JsonNode wanted, string text)
    {
        JsonNode? came;
        try
        {
            came = JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return [$"the body is no JSON: {ValueRule.Shown(text)}"];
        }
        return Failures(wanted, came, "");
    }

    private static IEnumerable<string> Failures(JsonNode? wanted, JsonNode? came, string path)
    {
        if (ValueRule.IsRule(wanted))
        {
            return ValueRule.Failures(wanted, came is JsonArray list ? string.Join(',', list.Select(item => item?.ToString())) : came?.ToString(), path);
        }
        if (wanted is JsonObject members)
        {
            return came is JsonObject map
                ? members.SelectMany(member => Failures(member.Value, map[member.Key], path.Length == 0 ? member.Key : $"{path}.{member.Key}"))
                : [$"{path} is {Shown(came)}, but must be an object"];
        }
        return JsonNode.DeepEquals(wanted, came) ? [] : [$"{path} is {Shown(came)}, but must be {Shown(wanted)}"];
    }

    private static string Shown(JsonNode? node) => node is null ? "absent" : node.ToJsonString();
}
