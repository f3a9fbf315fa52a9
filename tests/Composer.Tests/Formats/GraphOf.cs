// SPDX-License-Identifier: MIT
using System.Text;
using System.Text.Json.Nodes;
using Composer.Tests.Loader;

namespace Composer.Tests.Formats;

/// <summary>What a config means, in a form that is the same for every format.</summary>
internal static class GraphOf
{
    // Messages of errors quote the file's name and how a value is written there.
    private static readonly string[] OfTheFile = ["file", "origin", "__file__", "message"];

    /// <summary>The graph of a file as JSON, without the file's name and places; objects sorted by name.</summary>
    public static string File(string path, Conf? variables = null)
    {
        var options = new GraphOptions { EntryPoints = new ShopEntryPoints(), Environment = ConfigCase.Environment };
        var graph = Graph.Load(path, variables, options);
        using var stream = new MemoryStream();
        GraphJson.Write(stream, graph);
        var json = Encoding.UTF8.GetString(stream.ToArray()).Replace(path, "FILE", StringComparison.Ordinal);
        return Clean(JsonNode.Parse(json))!.ToJsonString(new() { WriteIndented = true });
    }

    private static JsonNode? Clean(JsonNode? node) => node switch
    {
        JsonObject map => new JsonObject(map
            .Where(entry => !OfTheFile.Contains(entry.Key))
            .OrderBy(entry => entry.Value is JsonObject ? entry.Key : "", StringComparer.Ordinal)
            .Select(entry => KeyValuePair.Create(entry.Key, Clean(entry.Value)))),
        JsonArray array => new JsonArray([.. array.Select(Clean)]),
        _ => node?.DeepClone(),
    };
}
