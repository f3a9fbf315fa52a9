// SPDX-License-Identifier: MIT
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Composer.Cases.Mapping;

/// <summary>Sections as a config file: INI where it can say them, else TOML.</summary>
internal static class ConfigText
{
    private static readonly char[] NotInKeys = [':', '=', '\n', ' '];

    /// <summary>Writes <c>case.ini</c> or <c>case.toml</c> and returns its path.</summary>
    public static string Write(string folder, IReadOnlyList<ConfigSection> sections)
    {
        var ini = sections.All(section => section.Settings.All(FitsIni));
        var path = Path.Combine(folder, ini ? "case.ini" : "case.toml");
        File.WriteAllText(path, ini ? Ini(sections) : Toml(sections));
        return path;
    }

    private static bool FitsIni(KeyValuePair<string, JsonNode?> setting) =>
        setting.Key.IndexOfAny(NotInKeys) < 0
        && setting.Value switch
        {
            null or JsonObject => false,
            JsonArray list => list.Count > 0 && list.All(item => item is JsonValue && item.ToString() is { Length: > 0 } text && !text.Any(char.IsWhiteSpace) && !text.Contains(',', StringComparison.Ordinal)),
            var value => value.ToString() is var text && text == text.Trim() && text.Length > 0 && !text.Contains('\n', StringComparison.Ordinal) && !text.Contains('\r', StringComparison.Ordinal),
        };

    private static string Ini(IReadOnlyList<ConfigSection> sections)
    {
        var text = new StringBuilder();
        foreach (var section in sections)
        {
            text.Append(CultureInfo.InvariantCulture, $"[{section.Kind}:{section.Name}]\n");
            foreach (var (key, value) in section.Settings)
            {
                text.Append(CultureInfo.InvariantCulture, $"{key} = {IniValue(value!)}\n"); // FitsIni has looked
            }
            text.Append('\n');
        }
        return text.ToString();
    }

    private static string IniValue(JsonNode value) => value switch
    {
        JsonArray list => string.Join(' ', list.Select(item => IniValue(item!))), // FitsIni has looked
        _ => value.ToString().Replace("%", "%%", StringComparison.Ordinal),
    };

    private static string Toml(IReadOnlyList<ConfigSection> sections)
    {
        var text = new StringBuilder();
        foreach (var section in sections)
        {
            text.Append(CultureInfo.InvariantCulture, $"[{section.Kind}.{Quoted(section.Name)}]\n");
            foreach (var (key, value) in section.Settings)
            {
                text.Append(CultureInfo.InvariantCulture, $"{Quoted(key)} = {TomlValue(value)}\n");
            }
            text.Append('\n');
        }
        return text.ToString();
    }

    private static string TomlValue(JsonNode? value) => value switch
    {
        null => throw new CannotExpress("a setting that is null"),
        JsonArray list => $"[{string.Join(", ", list.Select(TomlValue))}]",
        JsonObject map => $"{{ {string.Join(", ", map.Select(pair => $"{Quoted(pair.Key)} = {TomlValue(pair.Value)}"))} }}",
        _ when value.GetValueKind() == JsonValueKind.String => Quoted((string)value!).Replace("${", "$${", StringComparison.Ordinal),
        _ => value.ToJsonString(),
    };

    private static string Quoted(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var c in text)
        {
            _ = c switch
            {
                '"' or '\\' => quoted.Append('\\').Append(c),
                < ' ' or '\x7f' => quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => quoted.Append(c),
            };
        }
        return quoted.Append('"').ToString();
    }
}
