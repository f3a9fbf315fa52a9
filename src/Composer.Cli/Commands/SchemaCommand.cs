// SPDX-License-Identifier: MIT
using System.CommandLine;
using Composer.Config;

namespace Composer.Cli.Commands;

/// <summary><c>compose schema</c>: the JSON schema of config files, for editors.</summary>
internal static class SchemaCommand
{
    public static Command Create()
    {
        var docs = new Option<string?>("--docs") { Description = "Print the settings of a component instead, as a table in Markdown.", HelpName = "COMPONENT" };
        var command = new Command("schema", "Print the JSON schema with which editors complete and check TOML and YAML configs.") { docs };
        command.SetAction(result =>
        {
            var registry = Components.Registry();
            Console.Out.Write(result.GetValue(docs) is { } name ? Tables(registry, name) : PipelineSchema.Of(registry));
            return ExitCode.Ok;
        });
        return command;
    }

    private static string Tables(Registry registry, string name)
    {
        var found = registry.Components.Where(component => component.Name == name || component.Aliases.Contains(name)).ToList();
        if (found.Count == 0)
        {
            var near = Similar.To(name, registry.Components.SelectMany(component => component.Aliases.Prepend(component.Name)));
            throw new UsageError($"there is no component '{name}'", near is null ? "compose plugins" : $"compose schema --docs {near}");
        }
        return string.Join('\n', found.Select(SettingsTable.Of));
    }
}
