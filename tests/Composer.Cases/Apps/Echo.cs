// SPDX-License-Identifier: MIT
using System.Collections;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json.Nodes;
using Composer.Wsgi;

namespace Composer.Cases.Apps;

/// <summary>Answers the environ as JSON, with the request body and its own name.</summary>
[App("case-echo")]
public sealed class Echo(EchoOptions options) : IWsgiApp
{
    public async ValueTask<Response> InvokeAsync(Environ environ)
    {
        using var body = new MemoryStream();
        await environ.Input.CopyToAsync(body);

        var shown = new JsonObject();
        foreach (var (key, value) in environ)
        {
            if (TryShow(value, out var node))
            {
                shown[key] = node;
            }
        }
        shown["app"] = options.Name;
        shown["body"] = Encoding.Latin1.GetString(body.ToArray());

        var response = Response.Text(200, shown.ToJsonString(), "application/json");
        if (environ.RequestMethod == "HEAD")
        {
            response.Body = Body.Empty;
        }
        return response;
    }

    private static bool TryShow(object? value, out JsonNode? node)
    {
        node = value switch
        {
            null => null,
            string text => JsonValue.Create(text),
            bool flag => JsonValue.Create(flag),
            int number => JsonValue.Create(number),
            long number => JsonValue.Create(number),
            double number => JsonValue.Create(number),
            IDictionary map => Map(map),
            ITuple tuple => List(Enumerable.Range(0, tuple.Length).Select(i => tuple[i])),
            IEnumerable<KeyValuePair<string, object?>> pairs => Map(pairs),
            IEnumerable<KeyValuePair<string, string>> pairs => Map(pairs.Select(pair => KeyValuePair.Create(pair.Key, (object?)pair.Value))),
            IEnumerable list and (IList or IReadOnlyList<object?>) => List(list.Cast<object?>()),
            _ => null,
        };
        return node is not null || value is null;
    }

    private static JsonArray List(IEnumerable<object?> items) => [.. items.Select(item => TryShow(item, out var node) ? node : null)];

    private static JsonObject Map(IDictionary map) =>
        Map(map.Keys.Cast<string>().Select(key => KeyValuePair.Create(key, map[key])));

    private static JsonObject Map(IEnumerable<KeyValuePair<string, object?>> pairs) =>
        new(pairs.Select(pair => KeyValuePair.Create(pair.Key, TryShow(pair.Value, out var node) ? node : null)));
}

/// <summary>Settings of <c>case-echo</c>.</summary>
public sealed record EchoOptions
{
    /// <summary>What it says of itself.</summary>
    public string Name { get; init; } = "app";
}
