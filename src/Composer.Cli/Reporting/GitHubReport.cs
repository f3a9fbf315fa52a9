// SPDX-License-Identifier: MIT
using Composer.Config;

namespace Composer.Cli.Reporting;

/// <summary>Workflow commands of GitHub Actions, which show each problem at its line of a pull request.</summary>
internal sealed class GitHubReport : IReport
{
    public void Write(TextWriter output, IReadOnlyList<Diagnostic> problems)
    {
        foreach (var problem in problems)
        {
            var place = problem.Source;
            var properties = new List<string> { $"title={Property(problem.Code)}" };
            if (place.Line > 0)
            {
                properties.Insert(0, $"file={Property(place.File)},line={place.Line}{(place.Column > 0 ? $",col={place.Column}" : "")}");
            }
            var text = problem.Hint is null ? problem.Message : $"{problem.Message}\nhint: {problem.Hint}";
            output.WriteLine($"::{Word(problem.Severity)} {string.Join(',', properties)}::{Data(text)}");
        }
        output.WriteLine(DiagnosticPrinter.Summary(problems));
    }

    private static string Word(Severity severity) => severity switch { Severity.Error => "error", Severity.Warning => "warning", _ => "notice" };

    private static string Data(string text) =>
        text.Replace("%", "%25", StringComparison.Ordinal).Replace("\r", "%0D", StringComparison.Ordinal).Replace("\n", "%0A", StringComparison.Ordinal);

    private static string Property(string text) =>
        Data(text).Replace(":", "%3A", StringComparison.Ordinal).Replace(",", "%2C", StringComparison.Ordinal);
}
