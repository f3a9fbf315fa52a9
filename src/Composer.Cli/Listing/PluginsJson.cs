// SPDX-License-Identifier: MIT
using System.Text.Json.Nodes;

namespace Composer.Cli.Listing;

/// <summary>Plug-ins as JSON.</summary>
internal static class PluginsJson
{
    public static JsonObject Of(Plugins plugins, LoadedFactories? factories) => new()
    {
        ["components"] = new JsonArray([.. plugins.Components.Select(component => (JsonNode)Component(component, plugins.Scheme))]),
        ["entry_points"] = new JsonArray([.. plugins.EntryPoints.Select(found => (JsonNode)new JsonObject
        {
            ["name"] = $"egg:{found.Distribution.Name}#{found.EntryPoint.Name}",
            ["kind"] = Plugins.Kind(found.EntryPoint),
            ["group"] = found.EntryPoint.Group,
            ["reference"] = found.EntryPoint.Reference,
            ["location"] = found.Distribution.Location,
            ["replaced_by"] = plugins.Replacement(found.Distribution, found.EntryPoint) is { } component ? $"composer:{component.Name}" : null,
            ["settings"] = factories is null ? null : Settings(factories.Of(found.EntryPoint)),
        })]),
    };

    private static JsonArray? Settings((IReadOnlyList<PythonSetting> Settings, string? Problem) factory) => factory.Problem is not null ? null :
        new([.. factory.Settings.Select(setting => (JsonNode)new JsonObject { ["name"] = setting.Name, ["default"] = setting.Default, ["required"] = setting.Default is null && setting.Name[0] != '*' })]);

    private static JsonObject Component(Component component, string scheme) => new JsonObject
    {
        ["name"] = scheme + component.Name,
        ["kind"] = component.Kind.ToString().ToLowerInvariant(),
        ["aliases"] = Texts(component.Aliases),
        ["replaces"] = Texts(component.Replaces.Select(replaced => $"egg:{replaced}")),
        ["description"] = component.Description,
        ["settings"] = new JsonArray([.. component.Settings.Select(Setting)]),
    };

    private static JsonNode Setting(ComponentSetting setting) => new JsonObject
    {
        ["name"] = setting.Name,
        ["other_names"] = Texts(setting.OtherNames),
        ["description"] = setting.Description,
        ["type"] = setting.Kind,
        ["default"] = setting.Default is null || setting.IsRemaining || setting.IsRequired ? null : SettingText.Of(setting.Default),
        ["required"] = setting.IsRequired,
        ["secret"] = setting.IsSecret,
        ["every_other_key"] = setting.IsRemaining,
        ["range"] = setting.Range?.ToString(),
    };

    private static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(text => (JsonNode)text)]);
}
