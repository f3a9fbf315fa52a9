// SPDX-License-Identifier: MIT
using System.CommandLine;

namespace Composer.Cli.Commands;

/// <summary><c>compose show</c>: what a config means after every name was looked up.</summary>
internal static class ShowCommand
{
    public static Command Create(SharedOptions shared)
    {
        var words = SharedOptions.NewWords();
        var json = new Option<bool>("--json") { Description = "Everything, as JSON." };
        var strict = new Option<bool>("--strict") { Description = "Exit with 1 when an object cannot be loaded." };
        var command = new Command("show", "Print what a config means: every app, filter and server with its settings.") { words, json, strict };
        command.SetAction(result => Run(shared.Read(result, words), result.GetValue(json), result.GetValue(strict)));
        return command;
    }

    private static int Run(Arguments arguments, bool json, bool strict)
    {
        var graph = new Site(arguments).Graph;
        IReadOnlyList<GraphObject> objects = arguments.Name is { } name
            ? [new GraphObject(ObjectKind.App, name, graph.App(name))]
            : graph.Objects;
        if (json)
        {
            using var output = Console.OpenStandardOutput();
            GraphJson.Write(output, graph, objects);
            output.Write("\n"u8);
        }
        else
        {
            GraphText.Write(Console.Out, objects);
        }
        return strict && objects.Any(found => found.Node is ErrorNode) ? ExitCode.Unexpected : ExitCode.Ok;
    }
}
