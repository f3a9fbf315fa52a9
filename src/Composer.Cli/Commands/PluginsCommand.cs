// SPDX-License-Identifier: MIT
using System.CommandLine;
using Composer.Cli.Listing;
using Composer.Config;
using Composer.Python;

namespace Composer.Cli.Commands;

/// <summary><c>compose plugins</c>: what a config can name, in C# and in Python.</summary>
internal static class PluginsCommand
{
    private const string Description = """
        List what a config can name: C# components, and Paste's entry points of all Python distributions.

        compose plugins
        compose plugins gzip                one of them, with its settings
        compose plugins --json              everything
        """;

    public static Command Create(SharedOptions shared)
    {
        var name = new Argument<string?>("NAME") { Description = "Only what has this name or alias, or belongs to this distribution; with the settings.", Arity = ArgumentArity.ZeroOrOne };
        var json = new Option<bool>("--json") { Description = "As JSON, with all settings." };
        var command = new Command("plugins", Description) { name, json };
        command.SetAction(result =>
        {
            var plugins = new Plugins(Components.Registry(), Packages(shared.Python(result)), result.GetValue(name));
            if (result.GetValue(json))
            {
                Console.Out.WriteLine(JsonText.Of(PluginsJson.Of(plugins)));
                return ExitCode.Ok;
            }
            return Print(plugins, result.GetValue(name));
        });
        return command;
    }

    private static int Print(Plugins plugins, string? name)
    {
        if (plugins.IsEmpty)
        {
            var near = Similar.To(name ?? "", Components.Registry().Components.SelectMany(component => component.Aliases.Prepend(component.Name)));
            throw new UsageError($"nothing is called '{name}'", near is null ? "compose plugins lists what there is" : $"did you mean '{near}'?");
        }
        PluginsText.Write(plugins, withSettings: name is not null);
        return ExitCode.Ok;
    }

    private static PythonPackages? Packages(string? python)
    {
        try
        {
            var found = PythonLocator.Find(python);
            return new PythonPackages(() => found.Path);
        }
        catch (PythonUnavailable error)
        {
            Console.Error.WriteLine(Ansi.Error.Dim($"compose: no Python, so no entry points: {error.Message.Split('\n')[0]}"));
            return null;
        }
    }
}
