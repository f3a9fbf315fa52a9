// SPDX-License-Identifier: MIT
using System.Text.Json.Nodes;
using Forms = Composer.SettingShape.Forms;

namespace Composer;

/// <summary>The schema of one setting: what may be written as a typed value, and as the text that an INI file has.</summary>
internal static class SettingSchema
{
    /// <summary>The schema under the setting's own name.</summary>
    public static JsonObject Of(ComponentSetting setting)
    {
        var schema = Shaped(setting);
        SchemaText.Describe(schema, setting.Description, Details(setting));
        if (Default(setting) is { } value)
        {
            schema["default"] = value;
        }
        if (DocComments.Examples(setting.Property) is { Count: > 0 } examples)
        {
            schema["examples"] = new JsonArray([.. examples.Select(example => (JsonNode)example)]);
        }
        return schema;
    }

    /// <summary>The schema under another spelling, which is understood but not proposed.</summary>
    /// <param name="setting">The setting.</param>
    /// <param name="definition">The name of the component's definition.</param>
    public static JsonObject OfAlias(ComponentSetting setting, string definition)
    {
        var schema = new JsonObject { ["allOf"] = new JsonArray(SchemaText.Definition($"{definition}/properties/{setting.Name}")) };
        SchemaText.Describe(schema, $"Another spelling of `{setting.Name}`. {setting.Description}");
        return SchemaText.Hidden(schema);
    }

    /// <summary>The schema of one value of a setting, where it has several.</summary>
    public static JsonObject Item(ComponentSetting setting) => Value(setting, null);

    private static JsonObject Shaped(ComponentSetting setting) => setting.Shape.Form switch
    {
        Forms.One => Value(setting, DefaultWord(setting)),
        Forms.List => List(setting),
        _ => new JsonObject { ["type"] = "object", ["additionalProperties"] = Item(setting) },
    };

    private static JsonObject Value(ComponentSetting setting, string? first)
    {
        if (setting.Words.Count > 0)
        {
            return Words(setting, first);
        }
        var type = Nullable.GetUnderlyingType(setting.Shape.Item) ?? setting.Shape.Item;
        return Type.GetTypeCode(type) switch
        {
            // Not as a list of types: editors would propose true and false for every text.
            TypeCode.String => new JsonObject { ["not"] = new JsonObject { ["type"] = new JsonArray("array", "object") } },
            TypeCode.Boolean => Optional(setting, new JsonObject { ["type"] = new JsonArray("boolean", "string", "integer"), ["minimum"] = 0, ["maximum"] = 1, ["pattern"] = TextPattern.Of(type, false, null) }),
            TypeCode.Int32 or TypeCode.Int64 => Number("integer", setting, type),
            TypeCode.Double => Number("number", setting, type),
            _ when type == typeof(TimeSpan) => Number("number", setting, type),
            _ => new JsonObject { ["type"] = "string" },
        };
    }

    private static JsonObject Number(string json, ComponentSetting setting, Type type)
    {
        var schema = new JsonObject { ["type"] = new JsonArray(json, "string") };
        var range = setting.Range ?? (type == typeof(int) ? new SettingRange(int.MinValue, int.MaxValue) : null);
        if (range is { Minimum: not TimeSpan })
        {
            schema["minimum"] = JsonValue.Create(range.Minimum);
            schema["maximum"] = JsonValue.Create(range.Maximum);
        }
        if (type == typeof(TimeSpan))
        {
            schema["minimum"] = 0;
        }
        schema["pattern"] = TextPattern.Of(type, setting.IsSize, setting.Range);
        return Optional(setting, schema);
    }

    private static JsonObject Optional(ComponentSetting setting, JsonObject schema)
    {
        if (Nullable.GetUnderlyingType(setting.Shape.Item) is null)
        {
            return schema;
        }
        schema["pattern"] = $"{schema["pattern"]}|{TextPattern.Absent}";
        return OrNull(schema);
    }

    // The words for completion, the pattern for other cases and for variables.
    private static JsonObject Words(ComponentSetting setting, string? first)
    {
        var words = setting.Words.OrderBy(word => word != first).ToList();
        var isNumber = setting.Shape.Item == typeof(int);
        var proposed = new JsonObject { ["enum"] = new JsonArray([.. words.Select(word => isNumber ? JsonNode.Parse(word) : word)]) };
        if (setting.Shape.Item is { IsEnum: true } type)
        {
            var members = Enum.GetNames(type).ToDictionary(SettingName.Of, member => DocComments.Of(type, member), StringComparer.Ordinal);
            proposed["enumDescriptions"] = new JsonArray([.. words.Select(word => (JsonNode)DocMarkdown.Plain(members[word]))]);
            proposed["markdownEnumDescriptions"] = new JsonArray([.. words.Select(word => (JsonNode)members[word])]);
        }
        return new JsonObject { ["anyOf"] = new JsonArray(proposed, new JsonObject { ["type"] = "string", ["pattern"] = TextPattern.Of(words) }) };
    }

    private static JsonObject List(ComponentSetting setting)
    {
        var items = Item(setting);
        if (setting.Shape.Item == typeof(int))
        {
            var numbers = Item(setting);
            numbers["type"] = new JsonArray("array", "integer", "string");
            numbers["items"] = items;
            numbers["pattern"] = TextPattern.ListOf(setting.Range);
            return numbers;
        }
        return setting.Words.Count > 0
            ? OrNull(new JsonObject { ["type"] = new JsonArray("array", "string"), ["items"] = items, ["pattern"] = TextPattern.ListOf(setting.Words) })
            : OrNull(new JsonObject { ["type"] = new JsonArray("array", "string", "number", "boolean"), ["items"] = items });
    }

    // YAML's null is the empty text that INI has after `key =`.
    private static JsonObject OrNull(JsonObject schema)
    {
        schema["type"]!.AsArray().Add("null"); // a list everywhere above
        return schema;
    }

    private static string? DefaultWord(ComponentSetting setting) => setting.Default is null ? null : SettingText.Of(setting.Default);

    private static string Details(ComponentSetting setting)
    {
        var summary = setting.Summary();
        var others = setting.OtherNames.Count == 0 ? "" : $"Also written {string.Join(", ", setting.OtherNames.Select(name => $"`{name}`"))}.";
        var global = setting.IsGlobal ? "`default` counts, too." : "";
        return string.Join(' ', new[] { summary.Length == 0 ? "" : $"({summary})", others, global }.Where(part => part.Length > 0));
    }

    private static JsonNode? Default(ComponentSetting setting) => setting.IsSecret || setting.IsRequired ? null : setting.Default switch
    {
        null or "" => null,
        bool or int or long or double => JsonValue.Create(setting.Default),
        System.Collections.IEnumerable items and not string => Items(items),
        var value => SettingText.Of(value),
    };

    private static JsonArray? Items(System.Collections.IEnumerable items)
    {
        var texts = items.Cast<object>().Select(item => (JsonNode)SettingText.Of(item)).ToArray();
        return texts.Length == 0 ? null : new JsonArray(texts);
    }
}
