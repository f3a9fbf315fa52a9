// SPDX-License-Identifier: MIT
using System.CommandLine;
using Composer.Config;

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
        var strict = new Option<bool>("--strict") { Description = "With --json: exit with 1 when an object cannot be loaded. Without it, that is always an error." };
        var origin = new Option<bool>("--origin") { Description = "Print each setting with where it is written and why it counts: default, file, DEFAULT, set, env, cli." };
        var format = new Option<string?>("--format") { Description = "json; or ini, toml or yaml: one config, all references followed and all values as they are in the end.", HelpName = "FORMAT" };
        format.AcceptOnlyFromAmong("text", "json", "ini", "toml", "yaml");
        var command = new Command("show", Description) { words, format, json, origin, strict };
        command.SetAction(result => Run(shared.Read(result, words), result.GetValue(json) ? "json" : result.GetValue(format) ?? "text", result.GetValue(origin), result.GetValue(strict)));
        return command;
    }

    private static int Run(Arguments arguments, string format, bool origin, bool strict)
    {
        var site = new Site(arguments);
        var graph = site.Graph;
        var objects = Chosen(graph, arguments.Name);
        var secrets = new SecretSettings(site.Registry);
        if (format == "json")
        {
            using var output = Console.OpenStandardOutput();
            GraphJson.Write(output, graph, objects, secrets);
            output.Write("\n"u8);
        }
        else if (format != "text")
        {
            WriteConfig(GraphConfig.Of(graph, objects, secrets), Enum.Parse<ConfigFormat>(format, ignoreCase: true));
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
            GraphText.Write(Console.Out, arguments.Name is null ? Outermost(objects) : objects, secrets);
        }
        var failed = objects.Select(found => found.Node).OfType<ErrorNode>().ToList();
        if (format == "json")
        {
            return strict && failed.Count > 0 ? ExitCode.Unexpected : ExitCode.Ok;
        }
        var errors = arguments.Name is null ? graph.Diagnostics.Where(problem => problem.Severity == Severity.Error) : failed.SelectMany(node => node.Diagnostics);
        return Complain([.. errors], arguments);
    }

    private static int Complain(IReadOnlyList<Diagnostic> errors, Arguments arguments)
    {
        new DiagnosticPrinter(Console.Error, Ansi.Error, arguments.Verbosity > 0).Print(errors);
        return errors.Count > 0 ? ExitCode.Config : ExitCode.Ok;
    }

    private static void WriteConfig(Document document, ConfigFormat format)
    {
        var problems = new DiagnosticList();
        var text = ConfigConverter.Write(document, format, problems);
        Console.Out.Write(text ?? throw new ConfigException(problems.Sorted()));
    }

    // What is a part of another object is shown there.
    private static List<GraphObject> Outermost(IReadOnlyList<GraphObject> objects)
    {
        var parts = objects.SelectMany(found => Parts.Below(found.Node).Skip(1)).Select(part => part.Source).ToHashSet();
        return [.. objects.Where(found => found.Node is ErrorNode || !parts.Contains(found.Node.Source))];
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
