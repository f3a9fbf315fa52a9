// SPDX-License-Identifier: MIT
using System.Text.Json.Nodes;
using Composer.Wsgi;

namespace Composer;

/// <summary>The JSON schema (draft-07) of config files: for editors that complete and check TOML and YAML.</summary>
public static class PipelineSchema
{
    private const string Version = "1.0";

    /// <summary>The schema as the text of a file.</summary>
    /// <param name="registry">The C# components that configs can name.</param>
    public static string Of(Registry registry)
    {
        ArgumentNullException.ThrowIfNull(registry);
        var kinds = SectionSchema.Kinds.Select(kind => new SectionSchema(kind, registry)).ToList();
        var schema = new JsonObject
        {
            ["$schema"] = "http://json-schema.org/draft-07/schema#",
            ["$id"] = $"urn:wsgi-composer:pipeline.schema.json:{Version}",
            ["title"] = "Composer config",
        };
        SchemaText.Describe(schema, "A WSGI site: its apps, filters, pipelines, composites and servers, by name.");
        schema["type"] = "object";
        schema["properties"] = Properties(kinds);
        schema["patternProperties"] = new JsonObject
        {
            ["^x-"] = SchemaText.Described("Belongs to somebody else: Composer ignores it.", []),
            ["^(loggers|handlers|formatters|(logger|handler|formatter)_.*)$"] = SchemaText.Described("Belongs to Python's logging.", []),
        };
        schema["additionalProperties"] = false;
        schema["allOf"] = new JsonArray(StandIns(kinds));
        schema["defaultSnippets"] = new JsonArray(Snippet());
        schema["definitions"] = Definitions(kinds, registry);
        return SchemaText.Of(schema);
    }

    private static JsonObject Properties(List<SectionSchema> kinds)
    {
        var properties = new JsonObject
        {
            ["$schema"] = SchemaText.Described("Where this schema is; for editors, Composer ignores it.", new JsonObject { ["type"] = "string" }),
            ["default"] = SchemaText.Definition("default"),
            ["composer"] = SchemaText.Definition("composer"),
        };
        foreach (var kind in kinds)
        {
            properties[kind.Word] = kind.Table();
        }
        properties["application"] = OtherSpelling("app");
        properties["composit"] = OtherSpelling("composite");
        return properties;
    }

    private static JsonObject OtherSpelling(string kind) =>
        SchemaText.Hidden(SchemaText.Described($"Another spelling of `{kind}`.", new JsonObject { ["type"] = new JsonArray("object", "null"), ["additionalProperties"] = SchemaText.Definition(kind) }));

    // Paste's entry points are ours unless the config says otherwise. Patterns, because editors would propose properties a second time.
    private static JsonObject StandIns(List<SectionSchema> kinds)
    {
        var tables = new JsonObject();
        foreach (var kind in kinds.Where(kind => kind.StandIns.Count > 0))
        {
            tables[$"^{kind.Word}$"] = new JsonObject { ["type"] = "object", ["additionalProperties"] = SchemaText.Definition(kind.StandInName) };
        }
        var isUsual = new JsonObject { ["properties"] = new JsonObject { ["composer"] = new JsonObject { ["type"] = "object", ["properties"] = new JsonObject { ["native"] = false } } } };
        return new JsonObject { ["if"] = isUsual, ["then"] = new JsonObject { ["patternProperties"] = tables } };
    }

    private static JsonObject Definitions(List<SectionSchema> kinds, Registry registry)
    {
        var definitions = new JsonObject { ["default"] = Defaults(), ["composer"] = ComponentSchema.OfWholeSite("composer") };
        foreach (var kind in kinds)
        {
            definitions[kind.Word] = kind.Section();
            if (kind.StandIns.Count > 0)
            {
                definitions[kind.StandInName] = new JsonObject { ["allOf"] = new JsonArray([.. kind.StandIns]) };
            }
        }
        foreach (var component in registry.Components)
        {
            definitions[ComponentSchema.NameOf(component)] = ComponentSchema.Of(component, SectionSchema.CommonKeys);
        }
        return definitions;
    }

    private static JsonObject Defaults() =>
        SchemaText.Described("Values that every section sees: `${name}` takes one, and a setting of the same name in a section has no effect.", new JsonObject
        {
            ["title"] = "default",
            ["type"] = new JsonArray("object", "null"),
        });

    private static JsonObject Snippet() => new()
    {
        ["label"] = "a Python app behind compression",
        ["description"] = "A pipeline with a C# filter and a Python app.",
        ["body"] = new JsonObject
        {
            ["pipeline"] = new JsonObject { ["main"] = new JsonObject { ["pipeline"] = new JsonArray("compress", "${1:site}") } },
            ["filter"] = new JsonObject { ["compress"] = new JsonObject { ["use"] = "composer:compress" } },
            ["app"] = new JsonObject { ["${1:site}"] = new JsonObject { ["use"] = "wsgi:${2:module}:${3:app}" } },
        },
    };
}
