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
        """;

    public static Command Create(SharedOptions shared)
    {
        var request = new TrialOptions();
        var words = SharedOptions.NewWords();
        var json = new Option<bool>("--json") { Description = "As JSON." };
        var command = new Command("explain", Description);
        request.AddTo(command);
        command.Add(words);
        command.Add(json);
        command.SetAction((result, _) => RunAsync(shared.Read(result, words), request.Read(result), result.GetValue(json)));
        return command;
    }

    private static async Task<int> RunAsync(Arguments arguments, TrialRequest request, bool json)
    {
        var site = new Site(arguments);
        var way = await site.Loader.ExplainAsync(site.Graph, arguments.Name ?? "main", request);
        if (json)
        {
            TraceJson.Write(way, timing: false);
            return ExitCode.Ok;
        }
        Console.Out.WriteLine(Ansi.Out.Bold($"{request.Method} {request.Url}\n"));
        Terminal.Write(TraceTable.Of(site, way, timing: false));
        Console.Out.WriteLine($"\n{End(way?.All().Last().Step)}");
        return ExitCode.Ok;
    }

    private static string End(TraceStep? last) => last switch
    {
        null => "nothing takes it",
        { Status: { } status } => $"{Ansi.Out.Yellow(status)}: {last.Node.Type} '{last.Node.Name}' has nothing at {(last.PathInfo.Length == 0 ? "its root" : last.PathInfo)}",
        { Node: FactoryNode { IsComposite: true } } => $"where it goes from here only '{last.Node.Name}' knows, when it runs: compose request … --trace",
        _ => $"answered by {last.Node.Type} {Ansi.Out.Green($"'{last.Node.Name}'")} ({last.Node.Source with { Column = 0 }})",
    };
}
