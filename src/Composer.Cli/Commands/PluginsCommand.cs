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
        compose plugins ./MyFilters.dll     those of an assembly of your own
        compose plugins --json              everything
        compose plugins Shop --load         the settings of Python factories, too: imports them
        """;

    public static Command Create(SharedOptions shared)
    {
        var name = new Argument<string?>("NAME") { Description = "Only what has this name or alias, or belongs to this distribution or .dll; with the settings.", Arity = ArgumentArity.ZeroOrOne };
        var json = new Option<bool>("--json") { Description = "As JSON, with all settings." };
        var load = new Option<bool>("--load") { Description = "Import the Python factories and tell which settings they take." };
        var command = new Command("plugins", Description) { name, json, load };
        command.SetAction(async (result, _) =>
        {
            var plugins = result.GetValue(name) is { } file && file.EndsWith(".dll", StringComparison.OrdinalIgnoreCase)
                ? Plugins.OfAssembly(file.StartsWith("assembly:", StringComparison.Ordinal) ? file[9..] : file)
                : new Plugins(Components.Registry(), Packages(shared.Python(result)), result.GetValue(name));
            await using var factories = result.GetValue(load) ? new LoadedFactories(shared.Python(result), shared.Verbosity(result)) : null;
            if (result.GetValue(json))
            {
                Console.Out.WriteLine(JsonText.Of(PluginsJson.Of(plugins, factories)));
                return ExitCode.Ok;
            }
            return Print(plugins, result.GetValue(name), factories);
        });
        return command;
    }

    private static int Print(Plugins plugins, string? name, LoadedFactories? factories)
    {
        if (plugins.IsEmpty)
        {
            var near = Similar.To(name ?? "", Components.Registry().Components.SelectMany(component => component.Aliases.Prepend(component.Name)));
            throw new UsageError($"nothing is called '{name}'", near is null ? "compose plugins lists what there is" : $"did you mean '{near}'?");
        }
        PluginsText.Write(plugins, withSettings: name is not null, factories);
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
