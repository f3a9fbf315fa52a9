// SPDX-License-Identifier: MIT
using System.CommandLine;
using Composer.Cli.Reporting;
using Composer.Cli.Trying;
using Composer.Config;

namespace Composer.Cli.Commands;

/// <summary><c>compose check</c>: every problem of a config, without importing, opening or starting anything.</summary>
internal sealed class CheckCommand
{
    private const string Description = """
        Report every problem of a config. Imports, opens and starts nothing.

        compose check site.ini
        compose check site.ini --load             import and build everything, too
        compose check --strict --format github    in a workflow
        """;

    private readonly Argument<string[]> _words = SharedOptions.NewWords();
    private readonly Option<string> _format = new("--format") { Description = "text, json, github (workflow commands) or sarif.", HelpName = "FORMAT", DefaultValueFactory = _ => "text" };
    private readonly Option<bool> _strict = new("--strict") { Description = "Warnings count as errors for the exit code." };
    private readonly Option<bool> _load = new("--load") { Description = "When there is no error so far, import Python and build everything; start nothing." };

    public static Command Create(SharedOptions shared)
    {
        var options = new CheckCommand();
        options._format.AcceptOnlyFromAmong("text", "json", "github", "sarif");
        var command = new Command("check", Description) { options._words, options._format, options._strict, options._load };
        command.SetAction((result, _) => options.RunAsync(result, shared.Read(result, options._words)));
        return command;
    }

    private async Task<int> RunAsync(ParseResult result, Arguments arguments)
    {
        var found = result.GetValue(_load) ? await CheckByLoadingAsync(arguments) : Check(arguments);
        var shown = found.Where(problem => problem.Severity != Severity.Hint || arguments.Verbosity >= 0).ToList();
        Report(result.GetValue(_format), arguments).Write(Console.Out, shown);
        var code = ConfigFailure.CodeOf(found, withLoading: result.GetValue(_load));
        return code == ExitCode.Ok && result.GetValue(_strict) && found.Any(problem => problem.Severity == Severity.Warning) ? ExitCode.Config : code;
    }

    private static IReport Report(string? format, Arguments arguments) => format switch
    {
        "json" => new JsonReport(),
        "github" => new GitHubReport(),
        "sarif" => new SarifReport(),
        _ => new TextReport(Ansi.Out, arguments.Verbosity > 0),
    };

    private static IReadOnlyList<Diagnostic> Check(Arguments arguments)
    {
        var site = new Site(arguments);
        return site.Loader.Check(site.Graph);
    }

    private static async Task<IReadOnlyList<Diagnostic>> CheckByLoadingAsync(Arguments arguments)
    {
        using var logs = TrialSite.NewLog(arguments.Verbosity);
        var site = new Site(arguments, null, new SiteRequest(), logs);
        try
        {
            return site.Loader.CheckByLoading(site.Graph);
        }
        finally
        {
            await TrialSite.EndPythonAsync(site);
        }
    }
}
