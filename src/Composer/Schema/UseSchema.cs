// SPDX-License-Identifier: MIT
using System.Text.Json.Nodes;

namespace Composer;

/// <summary>The schema of <c>use</c>: the C# components by name, and whatever else may be there as an open text.</summary>
internal static class UseSchema
{
    private static readonly string Own = $"{TextPattern.AnyCase("composer")}:|{TextPattern.AnyCase("egg")}:{TextPattern.AnyCase("wsgi_composer")}#";
    private static readonly string Foreign = string.Join('|', new[] { "egg", "config", "call", "wsgi", "assembly" }.Select(TextPattern.AnyCase));

    /// <summary>What a section of a kind may use.</summary>
    /// <param name="components">The C# components that can stand there.</param>
    /// <param name="word">What is wanted: <c>app</c>, <c>filter</c> or <c>server</c>.</param>
    public static JsonObject Of(IReadOnlyList<Component> components, string word)
    {
        var proposed = new JsonObject
        {
            ["enum"] = new JsonArray([.. components.Select(component => (JsonNode)$"composer:{component.Name}")]),
            ["enumDescriptions"] = new JsonArray([.. components.Select(component => (JsonNode)DocMarkdown.Plain(component.Description))]),
            ["markdownEnumDescriptions"] = new JsonArray([.. components.Select(component => (JsonNode)component.Description)]),
        };
        var open = new JsonObject
        {
            ["type"] = "string",
            ["pattern"] = $"^({Own})({string.Join('|', components.SelectMany(AllNames))})$|^(?!{Own})({Foreign}):.|^(?![a-zA-Z]+:).|{TextPattern.Variable}",
            ["patternErrorMessage"] = $"Composer has no {word} of that name: compose plugins lists them.",
        };
        var schema = new JsonObject { ["anyOf"] = new JsonArray(proposed, open) };
        SchemaText.Describe(schema, $"What makes the {word}.", $"""
            * `composer:NAME`: a C# component, see `compose plugins`
            * `egg:Distribution#entry`: an entry point of an installed Python distribution
            * `call:module:function`: a factory of Paste's kind
            * `wsgi:module:object`: a plain WSGI callable
            * `config:other.toml#name`: a section of another file
            * `assembly:My.dll#name`: a C# component of another assembly
            * `NAME`: another {word} of this file, with the settings here changed
            """.ReplaceLineEndings("\n"));
        return schema;
    }

    /// <summary>A condition: the section names this component, as one of Composer's own.</summary>
    public static JsonObject Names(Component component) => Uses($"^({Own})({string.Join('|', AllNames(component))})$");

    /// <summary>A condition: the section names a plain WSGI callable.</summary>
    public static JsonObject IsPlainCallable() => Uses($"^{TextPattern.AnyCase("wsgi")}:");

    /// <summary>A condition: the section names an entry point that this component stands in for.</summary>
    public static JsonObject Replaces(Component component) => Uses(string.Join('|', component.Replaces.Select(EntryPoint)));

    private static IEnumerable<string> AllNames(Component component) => component.Aliases.Prepend(component.Name);

    private static JsonObject Uses(string pattern) => new()
    {
        ["type"] = "object",
        ["required"] = new JsonArray("use"),
        ["properties"] = new JsonObject { ["use"] = new JsonObject { ["type"] = "string", ["pattern"] = pattern } },
    };

    private static string EntryPoint(string replaced)
    {
        var parts = replaced.Split('#');
        return $"^egg:{TextPattern.AnyCase(parts[0])}#{parts[1]}$";
    }
}
