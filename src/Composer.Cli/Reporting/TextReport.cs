// SPDX-License-Identifier: MIT
using Composer.Config;

namespace Composer.Cli.Reporting;

/// <summary>For people.</summary>
internal sealed class TextReport(Ansi colour, bool withCauses) : IReport
{
    private const int MostCodes = 3;

    public void Write(TextWriter output, IReadOnlyList<Diagnostic> problems)
    {
        new DiagnosticPrinter(output, colour, withCauses).Print(problems);
        var codes = problems.Where(problem => problem.Severity != Severity.Hint).Select(problem => problem.Code).Distinct(StringComparer.Ordinal).Take(MostCodes).ToList();
        if (codes.Count > 0)
        {
            output.WriteLine(colour.Dim($"more: {string.Join(", ", codes.Select(code => $"compose help {code}"))}"));
        }
        output.WriteLine(DiagnosticPrinter.Summary(problems));
    }
}
