// SPDX-License-Identifier: MIT
using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Composer.Wsgi;
using Forms = Composer.SettingShape.Forms;

namespace Composer;

/// <summary>The schema of a section that a C# component takes: its settings and what any section may say, nothing else.</summary>
internal static class ComponentSchema
{
    /// <summary>The name of its definition.</summary>
    public static string NameOf(Component component) => $"{SettingText.Of(component.Kind)}.{component.Name}";

    /// <summary>The definition.</summary>
    /// <param name="component">Which component.</param>
    /// <param name="common">A pattern for the keys that any section of the kind may have.</param>
    public static JsonObject Of(Component component, string common) => Of(component, NameOf(component), common, $"composer:{component.Name}", component.Description);

    /// <summary>The definition for the <c>[composer]</c> section, which is bound in the same way.</summary>
    public static JsonObject OfWholeSite(string name) =>
        Of(ComposerSection.Shape, name, "^(set|get)( .*)?$", name, DocComments.Of(typeof(ComposerOptions)));

    private static JsonObject Of(Component component, string name, string common, string title, string description)
    {
        var schema = new JsonObject { ["title"] = title, ["type"] = "object" };
        SchemaText.Describe(schema, description);
        var properties = new JsonObject();
        var patterns = new JsonObject { [common] = new JsonObject() };
        foreach (var setting in component.Settings.Where(setting => !setting.IsRemaining))
        {
            Add(setting, name, properties, patterns);
        }
        foreach (var prefix in Prefixes(component))
        {
            patterns[$"^{Regex.Escape(prefix.TrimEnd('.'))}([.]|$)"] = new JsonObject();
        }
        schema["properties"] = properties;
        schema["patternProperties"] = patterns;
        schema["additionalProperties"] = Others(component);
        if (component.Settings.Where(setting => setting.IsRequired).ToList() is { Count: > 0 } required)
        {
            schema["allOf"] = new JsonArray([.. required.Select(Required)]);
        }
        return schema;
    }

    private static void Add(ComponentSetting setting, string definition, JsonObject properties, JsonObject patterns)
    {
        properties[setting.Name] = SettingSchema.Of(setting);
        foreach (var alias in setting.OtherNames)
        {
            properties[alias] = SettingSchema.OfAlias(setting, definition);
        }
        if (setting.Shape.Form == Forms.Pairs)
        {
            patterns[$"^({string.Join('|', setting.Names)})[.]."] = SettingSchema.Item(setting);
        }
    }

    // Also as a table: the prefix "session." is a table "session" in TOML and YAML.
    private static IEnumerable<string> Prefixes(Component component) =>
        component.Options?.GetCustomAttribute<SettingPrefixAttribute>()?.Prefixes.Select(prefix => prefix.Split('.')[0]).Distinct(StringComparer.Ordinal) ?? [];

    private static JsonNode Others(Component component) =>
        component.Settings.FirstOrDefault(setting => setting.IsRemaining) is { } remaining
            ? SchemaText.Described(remaining.Description, SettingSchema.Item(remaining))
            : JsonValue.Create(false);

    // Asks for the setting by its own name, unless it is there under another, or comes from outside the section.
    private static JsonNode Required(ComponentSetting setting)
    {
        var ways = setting.OtherNames.Concat(setting.Names.Select(name => $"get {name}")).Select(name => (JsonNode)new JsonObject { ["required"] = new JsonArray(name) });
        var taken = setting.Names.Select(name => (JsonNode)new JsonObject
        {
            ["required"] = new JsonArray("get"),
            ["properties"] = new JsonObject { ["get"] = new JsonObject { ["type"] = "object", ["required"] = new JsonArray(name) } },
        });
        return new JsonObject
        {
            ["if"] = new JsonObject { ["not"] = new JsonObject { ["anyOf"] = new JsonArray([.. ways, .. taken]) } },
            ["then"] = new JsonObject { ["required"] = new JsonArray(setting.Name) },
        };
    }
}
