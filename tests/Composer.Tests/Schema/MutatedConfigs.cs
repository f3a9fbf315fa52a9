// SPDX-License-Identifier: MIT
using System.Text.Json.Nodes;
using Composer.Tests.Architecture;

namespace Composer.Tests.Schema;

/// <summary>The examples with a mistake or two: what an editor and <c>check</c> should agree on.</summary>
internal sealed class MutatedConfigs(int seed)
{
    private static readonly string[] Kinds = ["app", "filter", "pipeline", "composite", "server", "filter-app"];
    private static readonly string[] OtherKinds = ["filtr", "apps", "pipelines", "x-tool", "loggers", "application", "composit", "severs"];

    private static readonly string[] Uses =
        ["composer:respond", "composer:compress", "composer:nothing", "composer:urlmap", "composer:http", "egg:wsgi-composer#gzip", "egg:Paste#gzip", "egg:Paste#urlmap", "call:shop:make", "wsgi:shop:app", "shop:app", "main"];

    private static readonly string[] Values =
    [
        "0", "1", "9", "12", "-1", "404", "308", "99999999999", "true", "false", "\"true\"", "\"yes\"", "\"maybe\"", "\"\"", "\"5\"", "\"05\"", "\" 7 \"", "\"+3\"", "\"12k\"", "\"1 MiB\"", "\"1.5 kb\"", "\"5m\"", "\"1h30m\"", "\"10 weeks\"",
        "\"soon\"", "\"br\"", "\"br gzip\"", "\"br, x-gzip\"", "\"auto\"", "\"ALWAYS\"", "\"random-padding\"", "\"within\"", "null", "[null]", "[]", "[\"br\"]", "[\"gzip\", \"zip\"]", "[[\"br\"]]", "{\"a\": \"b\"}", "{}",
    ];

    // Recipes are whole sites, with much that only the loader knows: names below a prefix, URIs for sections.
    private static readonly Lazy<JsonObject[]> Examples = new(() => [.. Repository.Files("config-examples", "*.ini").Where(file => !file.Contains("/recipes/", StringComparison.Ordinal)).Select(file => IniProjection.Of(Repository.At(file)))]);

    private readonly Random _random = new(seed);

    public JsonObject Next()
    {
        var config = One(Examples.Value).DeepClone().AsObject();
        for (var count = _random.Next(1, 3); count > 0; count--)
        {
            Mutate(config);
        }
        return config;
    }

    private void Mutate(JsonObject config)
    {
        var kind = One([.. config.Select(pair => pair.Key).Where(Kinds.Contains)]);
        var table = config[kind]!.AsObject(); // one of its kinds
        var name = One([.. table.Select(pair => pair.Key)]);
        var section = table[name]!.AsObject(); // every section of an example is a table
        if (section.Count == 0)
        {
            return;
        }
        switch (_random.Next(9))
        {
            case 0:
                Misspell(section);
                break;
            case 1:
                section.Remove(One([.. section.Select(pair => pair.Key)]));
                break;
            case 2:
                section["colour"] = "red";
                break;
            case 3:
                section["use"] = One(Uses);
                break;
            case 4:
                config[One(OtherKinds)] = new JsonObject { ["extra"] = new JsonObject { ["use"] = "composer:test" } };
                break;
            case 5:
                Move(config, table, name);
                break;
            case 6:
                section[One(["next", "filter-with", "require", "colour", "composer.threads"])] = "main";
                break;
            default:
                SetSomething(section);
                break;
        }
        if (table.Count == 0)
        {
            config.Remove(kind);
        }
    }

    private void Misspell(JsonObject section)
    {
        var key = One([.. section.Select(pair => pair.Key)]);
        var value = section[key]?.DeepClone();
        section.Remove(key);
        section[key.Length > 1 ? key[..^1] : key + "x"] = value;
    }

    private void Move(JsonObject config, JsonObject table, string name)
    {
        var section = table[name];
        table.Remove(name);
        var kind = One(Kinds);
        config[kind] ??= new JsonObject();
        config[kind]!.AsObject()[name] = section; // set above
    }

    private void SetSomething(JsonObject section)
    {
        var use = (string?)section["use"] ?? "";
        var component = SchemaValidator.Registry.Components.FirstOrDefault(component => use.EndsWith($":{component.Name}", StringComparison.Ordinal));
        if (component?.Settings.Where(setting => !setting.IsRemaining).ToList() is { Count: > 0 } settings)
        {
            var setting = One(settings);
            section[setting.OtherNames.Append(setting.Name).ElementAt(_random.Next(setting.OtherNames.Count + 1))] = JsonNode.Parse(One(Values));
        }
    }

    private T One<T>(IReadOnlyList<T> of) => of[_random.Next(of.Count)];
}
