// SPDX-License-Identifier: MIT
using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using Composer.Cli.Trying;
using Spectre.Console;

namespace Composer.Cli.Commands;

/// <summary><c>compose routes</c>: where each app of a site can be reached.</summary>
internal static class RoutesCommand
{
    private const string Description = """
        List where each app is mounted, with the filters before it. Runs nothing.

        compose routes
        compose routes site.ini --json
        """;

    public static Command Create(SharedOptions shared)
    {
        var words = SharedOptions.NewWords();
        var json = new Option<bool>("--json") { Description = "As JSON." };
        var command = new Command("routes", Description) { words, json };
        command.SetAction(result => Run(shared.Read(result, words), result.GetValue(json)));
        return command;
    }

    private static int Run(Arguments arguments, bool json)
    {
        var site = new Site(arguments);
        var app = site.Graph.App(arguments.Name ?? "main");
        if (app is ErrorNode error)
        {
            throw new Config.ConfigException(error.Diagnostics);
        }
        var routes = Route.Of(app).ToList();
        if (json)
        {
            PrintJson(routes);
            return ExitCode.Ok;
        }
        Print(site, routes);
        return ExitCode.Ok;
    }

    private static void Print(Site site, List<Route> routes)
    {
        var table = Terminal.NewTable(["host", "path", "filters", "app", "by", "factory", "written at"], "filters", "factory");
        foreach (var route in routes)
        {
            table.AddRow(
                route.Host is null ? "[dim]any[/]" : Terminal.Plain(route.Host),
                $"{Terminal.Plain(string.Join(',', route.Methods))} [bold]{Terminal.Plain(route.Path)}[/]".TrimStart(),
                Terminal.Plain(string.Join(' ', route.Filters.Select(filter => filter.Name))),
                Terminal.Plain(route.App.Name),
                TraceTable.Language(site, route.App),
                TraceTable.Maker(route.App),
                Terminal.Place(route.App.Source, site.Graph.File));
        }
        Terminal.Write(table);
    }

    private static void PrintJson(List<Route> routes)
    {
        using var output = Console.OpenStandardOutput();
        using (var json = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartArray();
            foreach (var route in routes)
            {
                json.WriteStartObject();
                json.WriteString("host", route.Host);
                json.WriteString("path", route.Path);
                if (route.Methods.Count > 0)
                {
                    json.WriteString("methods", string.Join(' ', route.Methods));
                }
                json.WriteStartArray("filters");
                foreach (var filter in route.Filters)
                {
                    json.WriteStringValue(filter.Name);
                }
                json.WriteEndArray();
                json.WriteString("app", route.App.Name);
                json.WriteString("factory", (route.App as FactoryNode)?.Factory.ToString());
                json.WriteString("source", (route.App.Source with { Column = 0 }).ToString());
                json.WriteEndObject();
            }
            json.WriteEndArray();
        }
        output.Write("\n"u8);
    }
}
