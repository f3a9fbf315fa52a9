// SPDX-License-Identifier: MIT
using System.CommandLine;

namespace Composer.Cli.Commands;

/// <summary><c>compose show</c>: what a config means after every name was looked up.</summary>
internal static class ShowCommand
{
    private const string Description = """
        Print what a config means: every app, filter and server with its settings.

        compose show site.ini
        compose show site.ini --origin      each value with where it comes from
        compose show site.ini#api --json
        """;

    public static Command Create(SharedOptions shared)
    {
        var words = SharedOptions.NewWords();
        var json = new Option<bool>("--json") { Description = "Everything, as JSON." };
        var strict = new Option<bool>("--strict") { Description = "Exit with 1 when an object cannot be loaded." };
        var origin = new Option<bool>("--origin") { Description = "Print each setting with where it is written and why it counts: default, file, DEFAULT, set, env, cli." };
        var command = new Command("show", Description) { words, json, origin, strict };
        command.SetAction(result => Run(shared.Read(result, words), result.GetValue(json), result.GetValue(origin), result.GetValue(strict)));
        return command;
    }

    private static int Run(Arguments arguments, bool json, bool origin, bool strict)
    {
        var site = new Site(arguments);
        var graph = site.Graph;
        var objects = Chosen(graph, arguments.Name);
        var secrets = new SecretSettings(site.Registry);
        if (json)
        {
            using var output = Console.OpenStandardOutput();
            GraphJson.Write(output, graph, objects, secrets);
            output.Write("\n"u8);
        }
        else if (origin)
        {
            var table = new OriginTable(site, secrets);
            foreach (var found in objects)
            {
                table.Add(found.Node);
            }
            table.Write();
        }
        else
        {
            GraphText.Write(Console.Out, objects, secrets);
        }
        return strict && objects.Any(found => found.Node is ErrorNode) ? ExitCode.Unexpected : ExitCode.Ok;
    }

    // A name alone means an app, unless only a filter or a server is called so.
    private static IReadOnlyList<GraphObject> Chosen(Graph graph, string? name)
    {
        if (name is null)
        {
            return graph.Objects;
        }
        var named = graph.Objects.Where(found => found.Name == name).ToList();
        return named.Count > 0 ? named : [new GraphObject(ObjectKind.App, name, graph.App(name))];
    }
}
