// SPDX-License-Identifier: MIT
using System.CommandLine;
using Composer.Cli.Trying;

namespace Composer.Cli.Commands;

/// <summary><c>compose shell</c>: Python with the site loaded.</summary>
internal static class ShellCommand
{
    private const string Description = """
        Start the site's Python with app, loader, config and request() at hand. Code on standard input is run instead.

        compose shell --config site.ini
        >>> request('/cart', headers={'Accept': 'application/json'}).json()
        echo "print(request('/').status)" | compose shell
        """;

    public static Command Create(SharedOptions shared)
    {
        var words = SharedOptions.NewWords();
        var command = new Command("shell", Description) { words };
        command.SetAction((result, _) => RunAsync(shared.Read(result, words)));
        return command;
    }

    private static async Task<int> RunAsync(Arguments arguments)
    {
        await using var site = await TrialSite.StartAsync(arguments);
        await using var objects = site.Site.Loader.Objects(site.Site.Graph);
        return PythonShell.Run(site, objects.Value, arguments) ? ExitCode.Ok : ExitCode.Unexpected;
    }
}
