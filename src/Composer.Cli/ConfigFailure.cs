// SPDX-License-Identifier: MIT
using Composer.Config;

namespace Composer.Cli;

/// <summary>The end of a command whose config cannot be used.</summary>
internal static class ConfigFailure
{
    /// <summary>Prints every problem and how many there are; returns the exit code.</summary>
    public static int Print(ConfigException error, int verbosity)
    {
        new DiagnosticPrinter(Console.Error, Ansi.Error, verbosity > 0).Print(error.Diagnostics);
        Console.Error.WriteLine(DiagnosticPrinter.Summary(error.Diagnostics));
        return CodeOf(error.Diagnostics);
    }

    /// <summary>0 without an error, 4 when loading was tried and only that failed, else 3.</summary>
    public static int CodeOf(IReadOnlyCollection<Diagnostic> diagnostics, bool withLoading = true)
    {
        var errors = diagnostics.Where(found => found.Severity == Severity.Error).ToList();
        return errors.Count == 0 ? ExitCode.Ok
            : withLoading && errors.All(found => found.Code is "python-import" or "factory-failed" or "start-failed") ? ExitCode.LoadFailed
            : ExitCode.Config;
    }
}
