// SPDX-License-Identifier: MIT
using System.Text.Json;

namespace Composer.Middleware;

/// <summary>The claims of a token (RFC 7519 §4), as values that Python understands too.</summary>
internal sealed class JwtClaims
{
    /// <summary>Copies a JSON object.</summary>
    public JwtClaims(JsonElement claims) => Values = (Dictionary<string, object?>)Value(claims)!; // the caller has looked that it is an object

    /// <summary>The claims: text, numbers, bool, null, lists and dicts.</summary>
    public IReadOnlyDictionary<string, object?> Values { get; }

    /// <summary>A claim, or one inside of others: <c>realm_access.roles</c>; null when it is not there.</summary>
    public object? Find(string path)
    {
        if (Values.TryGetValue(path, out var value))
        {
            return value;
        }
        value = Values;
        foreach (var name in path.Split('.'))
        {
            value = (value as IReadOnlyDictionary<string, object?>)?.GetValueOrDefault(name);
        }
        return value;
    }

    /// <summary>The texts of a claim: the items of a list, or the words of a text.</summary>
    public IReadOnlyList<string> Texts(string path) => Find(path) switch
    {
        string text => text.Split((char[])[' ', ','], StringSplitOptions.RemoveEmptyEntries),
        List<object?> list => [.. list.OfType<string>()],
        _ => [],
    };

    /// <summary>A claim that is one text or a list of them, as <c>aud</c>.</summary>
    public IReadOnlyList<string> OneOrMany(string name) => Values.GetValueOrDefault(name) is string one ? [one] : Texts(name);

    private static object? Value(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().ToDictionary(item => item.Name, item => Value(item.Value)),
        JsonValueKind.Array => value.EnumerateArray().Select(Value).ToList(),
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.TryGetInt64(out var whole) ? whole : value.GetDouble(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };
}
