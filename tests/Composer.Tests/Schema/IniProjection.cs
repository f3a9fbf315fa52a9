// SPDX-License-Identifier: MIT
using System.Text.Json.Nodes;
using Composer.Config;

namespace Composer.Tests.Schema;

/// <summary>An INI file as the tables that TOML and YAML have.</summary>
internal static class IniProjection
{
    public static JsonObject Of(string file)
    {
        var document = ConfigReader.Read(File.ReadAllBytes(file), file);
        Assert.Empty(document.Problems);
        var root = new JsonObject();
        if (document.Defaults.Settings.Count > 0)
        {
            root["default"] = Settings(document.Defaults);
        }
        foreach (var section in document.Sections)
        {
            if (section.Name is null)
            {
                root[section.Kind] = Settings(section);
                continue;
            }
            root[section.Kind] ??= new JsonObject();
            root[section.Kind]!.AsObject()[section.Name] = Settings(section); // set above
        }
        return root;
    }

    private static JsonObject Settings(Section section) =>
        new(section.Settings.Select(setting => KeyValuePair.Create(setting.Key, (JsonNode?)setting.Value.Text)));
}
