// SPDX-License-Identifier: MIT
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Composer.Cases;

/// <summary>A value of a case as it stands in an environ.</summary>
internal static class EnvironValue
{
    public static object? Of(JsonNode? value) => value?.GetValueKind() switch
    {
        null or JsonValueKind.Null => null,
        JsonValueKind.String => (string)value!,
        JsonValueKind.True or JsonValueKind.False => (bool)value!,
        JsonValueKind.Number => value!.AsValue().TryGetValue<int>(out var whole) ? whole : (double)value,
        JsonValueKind.Array => value.AsArray().Select(Of).ToList(),
        _ => value.AsObject().ToDictionary(pair => pair.Key, pair => Of(pair.Value)),
    };
}
