// SPDX-License-Identifier: MIT
using System.CommandLine;
using Composer.Config;

namespace Composer.Cli.Commands;

/// <summary><c>compose check</c>: every problem of a config, without importing, opening or starting anything.</summary>
internal static class CheckCommand
{
    public static Command Create(SharedOptions shared)
    {
        var words = SharedOptions.NewWords();
        var command = new Command("check", "Report every problem of a config. Imports, opens and starts nothing.") { words };
        command.SetAction(result => Run(shared.Read(result, words)));
        return command;
    }

    private static int Run(Arguments arguments)
    {
        var diagnostics = Check(arguments);
        var printer = new DiagnosticPrinter(Console.Out, Ansi.Out, arguments.Verbosity > 0);
        printer.Print(diagnostics.Where(found => found.Severity != Severity.Hint || arguments.Verbosity >= 0));
        Console.Out.WriteLine(DiagnosticPrinter.Summary(diagnostics));
        return diagnostics.Any(found => found.Severity == Severity.Error) ? ExitCode.Config : ExitCode.Ok;
    }

    private static IReadOnlyList<Diagnostic> Check(Arguments arguments)
    {
        var site = new Site(arguments);
        return site.Loader.Check(site.Graph);
    }
}
