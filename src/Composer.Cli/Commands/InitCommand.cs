// SPDX-License-Identifier: MIT
using System.CommandLine;
using Composer.Cli.Scaffolding;

namespace Composer.Cli.Commands;

/// <summary><c>compose init</c>: the files of a first site.</summary>
internal static class InitCommand
{
    private const string Description = """
        Write the files of a new site. Nothing that exists is overwritten.

        compose init shop                          a WSGI app and its config, in the folder shop
        compose init --from shop.web:app           a config for an app that exists
        compose init --template flask

        Templates: minimal, flask, django, pyramid, legacy-paste (Paste Deploy as it was),
        csharp-middleware (a filter of your own), docker, systemd.
        """;

    public static Command Create()
    {
        var folder = new Argument<string>("FOLDER") { Description = "Where to; the working directory when it is not named.", Arity = ArgumentArity.ZeroOrOne, DefaultValueFactory = _ => "." };
        var template = new Option<string>("--template", "-t") { Description = "What to write.", HelpName = "TEMPLATE", DefaultValueFactory = _ => "minimal" };
        var from = new Option<string?>("--from") { Description = "The app that the config is for; no example app is written.", HelpName = "MODULE:OBJECT" };
        template.AcceptOnlyFromAmong([.. Template.Names]);
        var command = new Command("init", Description) { folder, template, from };
        command.SetAction(result => Run(result.GetValue(folder) ?? ".", result.GetValue(template) ?? "minimal", result.GetValue(from)));
        return command;
    }

    private static int Run(string folder, string name, string? from)
    {
        var app = from is { } given && given.StartsWith("wsgi:", StringComparison.Ordinal) ? given[5..] : from;
        if (app is not null && app.Split(':') is not [{ Length: > 0 }, { Length: > 0 }])
        {
            throw new UsageError($"'{from}' is not of the form module:object", "compose init --from shop.web:app");
        }
        var written = new Template(name, Path.GetFullPath(folder)) { App = app }.Write();
        foreach (var file in written)
        {
            Console.Out.WriteLine($"  {Ansi.Out.Green("wrote")} {Path.GetRelativePath(Environment.CurrentDirectory, file)}");
        }
        var config = Path.GetRelativePath(Environment.CurrentDirectory, Path.Combine(Path.GetFullPath(folder), "site.ini"));
        Console.Out.WriteLine($"\n{Next(name, Path.GetDirectoryName(config)!)}compose --config {config} check\ncompose --config {config} request /\ncompose --config {config} serve");
        return ExitCode.Ok;
    }

    private static string Next(string template, string folder) => template switch
    {
        "flask" => $"pip install -r {Path.Combine(folder, "requirements.txt")}\n",
        "django" or "pyramid" => $"pip install {template}\n",
        "csharp-middleware" => $"dotnet build {Path.Combine(folder, "Filters")} -c Release\n",
        _ => "",
    };
}
