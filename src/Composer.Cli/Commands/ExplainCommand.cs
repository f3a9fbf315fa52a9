// SPDX-License-Identifier: MIT
using System.CommandLine;
using Composer.Cli.Trying;

namespace Composer.Cli.Commands;

/// <summary><c>compose explain</c>: the way of a request through a site, without running the site.</summary>
internal static class ExplainCommand
{
    private const string Description = """
        Show which way a request takes: the mount, the filters in order, SCRIPT_NAME and PATH_INFO at each. Runs nothing.

        compose explain /api/users
        compose explain 'http://shop.example.org/cart?x=1' --config site.ini
        compose explain /upload -X POST -H 'Content-Type: text/plain' --json
        compose explain /api --load         import and build the site, to tell what a Python composite may lead to
        """;

    public static Command Create(SharedOptions shared)
    {
        var request = new TrialOptions();
        var words = SharedOptions.NewWords();
        var json = new Option<bool>("--json") { Description = "As JSON." };
        var load = new Option<bool>("--load") { Description = "Import and build everything, to tell what a Python composite asked its loader for; start nothing." };
        var command = new Command("explain", Description);
        request.AddTo(command);
        command.Add(words);
        command.Add(json);
        command.Add(load);
        command.SetAction((result, _) => RunAsync(shared.Read(result, words), request.Read(result), result.GetValue(json), result.GetValue(load)));
        return command;
    }

    private static async Task<int> RunAsync(Arguments arguments, TrialRequest request, bool json, bool load)
    {
        using var logs = TrialSite.NewLog(arguments.Verbosity);
        var site = new Site(arguments, null, new SiteRequest(), logs);
        var app = arguments.Name ?? "main";
        var way = await site.Loader.ExplainAsync(site.Graph, app, request);
        if (json)
        {
            TraceJson.Write(way, timing: false);
            return ExitCode.Ok;
        }
        Console.Out.WriteLine(Ansi.Out.Bold($"{request.Method} {request.Url}\n"));
        Terminal.Write(TraceTable.Of(site, way, timing: false));
        var end = new WayEnd(site, way, load ? await AskedForAsync(site, app) : null);
        Console.Out.WriteLine($"\n{end}");
        return ExitCode.Ok;
    }

    private static async Task<IReadOnlyList<Asked>> AskedForAsync(Site site, string app)
    {
        try
        {
            return site.Loader.AskedFor(site.Graph, app);
        }
        finally
        {
            await TrialSite.EndPythonAsync(site);
        }
    }
}
