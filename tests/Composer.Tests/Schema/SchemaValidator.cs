// SPDX-License-Identifier: MIT
using System.Reflection;
using System.Text.Json.Nodes;

namespace Composer.Tests.Schema;

/// <summary>Validates documents against the schema with ajv, in its strict mode.</summary>
internal static class SchemaValidator
{
    /// <summary>Composer's own components.</summary>
    public static Registry Registry { get; } = new(Assembly.Load("Composer.Middleware"), Assembly.Load("Composer.Servers"));

    /// <summary>The schema of these components.</summary>
    public static string Schema { get; } = PipelineSchema.Of(Registry);

    /// <summary>The scripts and packages.</summary>
    public static NpmFolder Npm { get; } = new("tests/Composer.Tests/Schema/npm");

    /// <summary>What is wrong with each document, as JSON pointers to the key or value.</summary>
    /// <param name="documents">By name: a JSON document, or a text in YAML.</param>
    public static IReadOnlyDictionary<string, string[]> Validate(IReadOnlyDictionary<string, JsonNode> documents)
    {
        var input = new JsonObject
        {
            ["schema"] = JsonNode.Parse(Schema),
            ["documents"] = new JsonArray([.. documents.Select(pair => (JsonNode)new JsonObject
            {
                ["name"] = pair.Key,
                [pair.Value is JsonValue ? "yaml" : "data"] = pair.Value.DeepClone(),
            })]),
        };
        var output = JsonNode.Parse(Npm.Run("validate.mjs", input.ToJsonString()))!.AsObject(); // the script prints an object
        return output.ToDictionary(pair => pair.Key, pair => pair.Value!.AsArray().Select(item => (string)item!).ToArray()); // of lists of texts
    }
}
