// SPDX-License-Identifier: MIT
using System.Text.Json.Nodes;
using Composer.Config;

namespace Composer.Cli.Reporting;

/// <summary>For scripts: <c>{"problems": […], "errors": 1, "warnings": 0}</c>.</summary>
internal sealed class JsonReport : IReport
{
    public void Write(TextWriter output, IReadOnlyList<Diagnostic> problems) => output.WriteLine(JsonText.Of(new JsonObject
    {
        ["problems"] = new JsonArray([.. problems.Select(Problem)]),
        ["errors"] = problems.Count(problem => problem.Severity == Severity.Error),
        ["warnings"] = problems.Count(problem => problem.Severity == Severity.Warning),
    }));

    private static JsonObject Problem(Diagnostic problem) => new()
    {
        ["file"] = problem.Source.File,
        ["line"] = problem.Source.Line,
        ["column"] = problem.Source.Column,
        ["severity"] = problem.Severity.ToString().ToLowerInvariant(),
        ["code"] = problem.Code,
        ["message"] = problem.Message,
        ["reached_by"] = problem.Chain,
        ["hint"] = problem.Hint,
    };
}
