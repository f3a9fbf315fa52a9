// SPDX-License-Identifier: MIT
using Spectre.Console;

namespace Composer.Cli.Listing;

/// <summary>Plug-ins as tables.</summary>
internal static class PluginsText
{
    /// <summary>Writes them to standard output.</summary>
    public static void Write(Plugins plugins, bool withSettings, LoadedFactories? factories)
    {
        if (plugins.Components.Count > 0)
        {
            WriteComponents(plugins);
        }
        foreach (var component in withSettings ? plugins.Components : [])
        {
            WriteSettings(component);
        }
        if (plugins.EntryPoints.Count > 0)
        {
            Console.Out.WriteLine();
            WriteEntryPoints(plugins);
        }
        foreach (var (distribution, point) in factories is null ? [] : plugins.EntryPoints)
        {
            WriteSettings($"egg:{distribution.Name}#{point.Name}", factories!.Of(point)); // nothing to do without it
        }
    }

    private static void WriteSettings(string name, (IReadOnlyList<PythonSetting> Settings, string? Problem) factory)
    {
        Console.Out.WriteLine();
        if (factory.Settings.Count == 0)
        {
            Console.Out.WriteLine(factory.Problem is null ? $"{name} has no settings." : $"settings of {name} are not known: {factory.Problem}");
            return;
        }
        var table = Terminal.NewTable([$"settings of {name}", "may be"], "may be");
        foreach (var setting in factory.Settings)
        {
            var isAny = setting.Name[0] == '*';
            table.AddRow(isAny ? "[dim]every other key[/]" : $"[bold]{Terminal.Plain(setting.Name)}[/]", isAny ? "" : Terminal.Plain(setting.Default is null ? "required" : $"default {setting.Default}"));
        }
        Terminal.Write(table);
    }

    private static void WriteComponents(Plugins plugins)
    {
        var table = Terminal.NewTable(["C#", "kind", "other names", "what it does"], "other names", "what it does");
        foreach (var component in plugins.Components)
        {
            var others = component.Aliases.Concat(component.Replaces.Select(replaced => $"egg:{replaced}"));
            table.AddRow($"[blue]{Terminal.Plain(plugins.Scheme + component.Name)}[/]", Kind(component), Terminal.Plain(string.Join(' ', others)), Words(component.Description));
        }
        Terminal.Write(table);
    }

    private static void WriteSettings(Component component)
    {
        Console.Out.WriteLine();
        if (component.Settings.Count == 0)
        {
            Console.Out.WriteLine($"{component.Name} has no settings.");
            return;
        }
        var table = Terminal.NewTable([$"settings of {component.Name}", "may be", "what it does"], "may be", "what it does");
        foreach (var setting in component.Settings)
        {
            var name = setting.IsRemaining ? "[dim]every other key[/]" : $"[bold]{setting.Name}[/]{string.Concat(setting.OtherNames.Select(other => $" [dim]{Terminal.Plain(other)}[/]"))}";
            table.AddRow(name, Terminal.Plain(MayBe(setting)), Words(setting.Description));
        }
        Terminal.Write(table);
    }

    private static void WriteEntryPoints(Plugins plugins)
    {
        var table = Terminal.NewTable(["Python", "kind", "made by"], "made by");
        foreach (var (distribution, point) in plugins.EntryPoints)
        {
            var replaced = plugins.Replacement(distribution, point);
            table.AddRow(
                $"[green]egg:{Terminal.Plain(distribution.Name)}#{Terminal.Plain(point.Name)}[/]",
                Plugins.Kind(point) ?? "",
                replaced is null ? Terminal.Plain(point.Reference) : $"[blue]composer:{replaced.Name}[/] instead");
        }
        Terminal.Write(table);
    }

    private static string MayBe(ComponentSetting setting)
    {
        var summary = setting.Summary();
        return summary.StartsWith(setting.Kind, StringComparison.Ordinal) ? summary : string.Join("; ", new[] { setting.Kind, summary }.Where(part => part.Length > 0));
    }

    private static string Kind(Component component) => component.Kind.ToString().ToLowerInvariant();

    // Descriptions are Markdown.
    private static string Words(string description) => Terminal.Plain(description.Replace("`", "", StringComparison.Ordinal));
}
