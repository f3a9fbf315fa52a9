// SPDX-License-Identifier: MIT
using System.CommandLine;
using Composer.Middleware;

namespace Composer.Cli.Commands;

/// <summary><c>compose sessions purge</c>: removes the sessions whose time is over.</summary>
internal static class SessionsCommand
{
    private const string Description = """
        Remove the sessions whose time is over from the stores of a config's session filters.

        compose sessions purge site.ini             for cron, when the filter says sweep_interval = 0
        """;

    public static Command Create(SharedOptions shared)
    {
        var action = new Argument<string>("ACTION") { Description = "purge." };
        action.AcceptOnlyFromAmong("purge");
        var words = SharedOptions.NewWords();
        var command = new Command("sessions", Description) { action, words };
        command.SetAction((result, cancel) => PurgeAsync(shared.Read(result, words), cancel));
        return command;
    }

    private static async Task<int> PurgeAsync(Arguments arguments, CancellationToken cancel)
    {
        var site = new Site(arguments);
        var filters = site.Loader.Components(site.Graph).Where(made => made.Component is Session).ToList();
        if (filters.Count == 0)
        {
            throw new UsageError($"{arguments.Config.Path} has no session filter", "one begins with: use = composer:session");
        }
        var code = ExitCode.Ok;
        foreach (var (owner, component) in filters)
        {
            code = Math.Max(code, await PurgeAsync(owner, (Session)component, cancel));
        }
        return code;
    }

    private static async Task<int> PurgeAsync(string owner, Session session, CancellationToken cancel)
    {
        try
        {
            var removed = await session.PurgeAsync(cancel);
            Console.Out.WriteLine(removed is { } count ? $"{owner}: {count} removed from {session.StoreName}" : $"{owner}: nothing to do, sessions in {session.StoreName} go by themselves");
            return ExitCode.Ok;
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            Console.Error.WriteLine($"{Ansi.Error.Bold("compose")}: {Ansi.Error.Red("error")}: {owner}: {session.StoreName} cannot be reached: {error.Message}");
            return ExitCode.Unexpected;
        }
    }
}
