// SPDX-License-Identifier: MIT
using System.Text.Json.Nodes;

namespace Composer;

/// <summary>The schema of the sections of one kind: open for Python's factories, strict where a C# component is named.</summary>
internal sealed class SectionSchema
{
    /// <summary>A pattern for the keys that a section may have beside the settings of what it uses.</summary>
    public const string CommonKeys = "^(use|next|filter-with|require|typed|set|get|composer|(set|get) .*|composer[.].*)$";

    private static readonly Dictionary<string, string> Meanings = new(StringComparer.Ordinal)
    {
        ["app"] = "Answers requests. `app.main` is what is served when no name is given.",
        ["filter"] = "Stands before an app, in a pipeline or by `filter-with`.",
        ["pipeline"] = "Filters one after the other, and the app behind them.",
        ["composite"] = "An app made of other apps, such as `composer:urlmap`.",
        ["server"] = "Serves the site. `server.main` is taken when no name is given.",
        ["filter-app"] = "An app with one filter before it.",
    };

    private readonly List<Component> _components;

    /// <param name="word">The kind, as in <c>[app:main]</c>.</param>
    /// <param name="registry">The C# components.</param>
    public SectionSchema(string word, Registry registry)
    {
        Word = word;
        Kind = word switch { "filter" or "filter-app" => ObjectKind.Filter, "server" => ObjectKind.Server, _ => ObjectKind.App };
        // Composites first where one is wanted.
        _components = word == "pipeline" ? [] : [.. registry.Components
            .Where(component => Registry.Fits(component.Kind, Owner.Wanted(Kind)))
            .OrderBy(component => SettingText.Of(component.Kind) != word)
            .ThenBy(component => component.Name, StringComparer.Ordinal)];
        StandIns = [.. _components.Where(component => component.Replaces.Count > 0).Select(component => Branch(component, UseSchema.Replaces(component)))];
    }

    /// <summary>The kinds of sections, in the order in which a file has them best.</summary>
    public static IEnumerable<string> Kinds => Meanings.Keys;

    /// <summary>The kind.</summary>
    public string Word { get; }

    /// <summary>The name of the definition with <see cref="StandIns"/>.</summary>
    public string StandInName => $"{Word}.stand-in";

    /// <summary>What holds where the section names an entry point that a C# component stands in for.</summary>
    public IReadOnlyList<JsonObject> StandIns { get; }

    private ObjectKind Kind { get; }

    private string Asked => KindRules.Word(Kind);

    /// <summary>The schema of the table that holds the sections by name.</summary>
    public JsonObject Table()
    {
        var table = new JsonObject { ["type"] = new JsonArray("object", "null") };
        SchemaText.Describe(table, Meanings[Word]);
        if (Kind != ObjectKind.Filter)
        {
            table["properties"] = new JsonObject { ["main"] = SchemaText.Definition(Word) };
        }
        table["additionalProperties"] = SchemaText.Definition(Word);
        table["defaultSnippets"] = new JsonArray([.. _components.Where(component => SettingText.Of(component.Kind) == Word).Select(Snippet)]);
        return table;
    }

    /// <summary>The schema of one section.</summary>
    public JsonObject Section()
    {
        var schema = new JsonObject { ["title"] = Word };
        SchemaText.Describe(schema, Meanings[Word]);
        schema["type"] = "object";
        schema["properties"] = Word == "pipeline" ? PipelineKeys() : Keys();
        if (Word == "pipeline")
        {
            schema["required"] = new JsonArray("pipeline");
            schema["patternProperties"] = new JsonObject { ["^set "] = new JsonObject() };
            schema["additionalProperties"] = false;
            return schema;
        }
        if (Word == "filter-app")
        {
            schema["required"] = new JsonArray("next");
        }
        schema["allOf"] = new JsonArray([NeedsMaker(), .. PlainCallables(), .. _components.Select(component => Branch(component, UseSchema.Names(component)))]);
        schema["x-taplo"] = new JsonObject { ["initKeys"] = new JsonArray("use") };
        return schema;
    }

    private JsonObject Keys()
    {
        var keys = new JsonObject { ["use"] = UseSchema.Of(_components, Asked) };
        if (Word == "filter-app")
        {
            keys["next"] = Named("The app behind the filter: a name of this file, or a URI.");
        }
        AddShared(keys);
        keys["get"] = SchemaText.Described("Copies values of `default`, or of what set them, into settings: `get.setting = \"name\"`.", new JsonObject { ["type"] = "object", ["additionalProperties"] = Text() });
        keys["typed"] = SchemaText.Described("Gives a Python factory numbers, booleans, lists and tables as they are; else it gets the texts that an INI file would have.", new JsonObject { ["type"] = "boolean", ["default"] = false });
        keys["composer"] = SchemaText.Described("Settings for Composer itself; no factory sees them.", new JsonObject { ["type"] = "object", ["properties"] = new JsonObject { ["threads"] = Threads() } });
        keys["composer.threads"] = SchemaText.Hidden(Threads());
        keys["paste"] = SchemaText.Described("A factory in place of `use`.", new JsonObject { ["type"] = "object", ["properties"] = new JsonObject(Protocols().Select(name => KeyValuePair.Create(name["paste.".Length..], (JsonNode?)Explicit()))) });
        foreach (var protocol in Protocols())
        {
            keys[protocol] = SchemaText.Hidden(Explicit());
        }
        return keys;
    }

    private JsonObject PipelineKeys()
    {
        var keys = new JsonObject
        {
            ["pipeline"] = SchemaText.Described("Names of filters, outermost first, and last the name of the app. A name of this file, or a URI such as `config:other.toml#name`.", new JsonObject
            {
                ["type"] = new JsonArray("array", "string"),
                ["items"] = Text(),
                ["minItems"] = 1,
                ["pattern"] = @"\S",
            }),
        };
        AddShared(keys);
        return keys;
    }

    private void AddShared(JsonObject keys)
    {
        if (Kind != ObjectKind.Server)
        {
            keys["filter-with"] = Named("A filter that stands before this: a name of this file, or a URI.");
        }
        keys["set"] = SchemaText.Described("Changes values of `default` for this section and what it uses.", new JsonObject { ["type"] = "object" });
        keys["require"] = SchemaText.Described("Python distributions that must be installed.", new JsonObject { ["type"] = new JsonArray("array", "string"), ["items"] = Text() });
    }

    // Without it, the section makes nothing.
    private JsonObject NeedsMaker()
    {
        var explicitly = Protocols().Append("paste").Append("get use").Select(name => (JsonNode)new JsonObject { ["required"] = new JsonArray(name) });
        return new JsonObject
        {
            ["if"] = new JsonObject { ["not"] = new JsonObject { ["anyOf"] = new JsonArray([.. explicitly]) } },
            ["then"] = new JsonObject { ["required"] = new JsonArray("use") },
        };
    }

    // A WSGI callable has no factory that could take settings.
    private IEnumerable<JsonNode> PlainCallables() => Word is not ("app" or "composite") ? [] :
    [
        new JsonObject
        {
            ["if"] = UseSchema.IsPlainCallable(),
            ["then"] = new JsonObject
            {
                ["type"] = "object",
                ["properties"] = new JsonObject { ["threads"] = Threads(), ["next"] = false },
                ["patternProperties"] = new JsonObject { [CommonKeys] = new JsonObject() },
                ["additionalProperties"] = false,
            },
        },
    ];

    private JsonObject Branch(Component component, JsonObject condition)
    {
        var strict = SchemaText.Definition(ComponentSchema.NameOf(component));
        var elsewhere = new JsonObject();
        if (Word != "filter-app" && !component.Settings.Any(setting => setting.IsRemaining))
        {
            elsewhere["next"] = false;
        }
        if (Kind == ObjectKind.Server)
        {
            elsewhere["filter-with"] = false;
        }
        var then = elsewhere.Count == 0 ? strict : new JsonObject { ["type"] = "object", ["allOf"] = new JsonArray(strict), ["properties"] = elsewhere };
        return new JsonObject { ["if"] = condition, ["then"] = then };
    }

    private static JsonNode Snippet(Component component)
    {
        var section = new JsonObject { ["use"] = $"composer:{component.Name}" };
        foreach (var (setting, i) in component.Settings.Where(setting => setting.IsRequired).Select((setting, i) => (setting, i)))
        {
            section[setting.Name] = $"${{{i + 2}:{setting.Name}}}";
        }
        var body = new JsonObject { [$"${{1:{component.Name}}}"] = section };
        return new JsonObject { ["label"] = $"composer:{component.Name}", ["description"] = DocMarkdown.Plain(component.Description), ["body"] = body };
    }

    private IEnumerable<string> Protocols() => KindRules.Protocols(Kind).SelectMany(group => group);

    private static JsonObject Text() => new() { ["type"] = "string" };

    private static JsonObject Named(string meaning) => SchemaText.Described(meaning, new JsonObject { ["type"] = "string", ["pattern"] = @"\S" });

    private static JsonObject Explicit() => SchemaText.Described("A factory of Paste's kind, as `module:function`.", Text());

    private static JsonObject Threads() =>
        SchemaText.Described("How many Python threads may run this app at once.", new JsonObject { ["type"] = new JsonArray("integer", "string"), ["minimum"] = 1, ["pattern"] = TextPattern.Of(typeof(int), false, new SettingRange(1, int.MaxValue)) });
}
