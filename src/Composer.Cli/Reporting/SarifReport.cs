// SPDX-License-Identifier: MIT
using System.Text.Json.Nodes;
using Composer.Config;

namespace Composer.Cli.Reporting;

/// <summary>SARIF 2.1.0, which code scanning services and editors read.</summary>
internal sealed class SarifReport : IReport
{
    public void Write(TextWriter output, IReadOnlyList<Diagnostic> problems) => output.WriteLine(JsonText.Of(new JsonObject
    {
        ["$schema"] = "https://json.schemastore.org/sarif-2.1.0.json",
        ["version"] = "2.1.0",
        ["runs"] = new JsonArray(new JsonObject
        {
            ["tool"] = new JsonObject { ["driver"] = Driver(problems) },
            ["results"] = new JsonArray([.. problems.Select(Result)]),
        }),
    }));

    private static JsonObject Driver(IReadOnlyList<Diagnostic> problems) => new()
    {
        ["name"] = "compose check",
        ["version"] = ProductVersion.Text,
        ["rules"] = new JsonArray([.. problems.Select(problem => problem.Code).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(Rule)]),
    };

    private static JsonNode Rule(string code)
    {
        var text = ErrorPage.Find(code) ?? code;
        return new JsonObject
        {
            ["id"] = code,
            ["shortDescription"] = new JsonObject { ["text"] = code.Replace('-', ' ') },
            ["fullDescription"] = new JsonObject { ["text"] = text },
            ["help"] = new JsonObject { ["text"] = text },
        };
    }

    private static JsonNode Result(Diagnostic problem) => new JsonObject
    {
        ["ruleId"] = problem.Code,
        ["level"] = problem.Severity switch { Severity.Error => "error", Severity.Warning => "warning", _ => "note" },
        ["message"] = new JsonObject { ["text"] = problem.Hint is null ? problem.Message : $"{problem.Message}\n{problem.Hint}" },
        ["locations"] = problem.Source.File.Length == 0 ? [] : new JsonArray(Location(problem.Source)),
    };

    private static JsonObject Location(Source source)
    {
        var place = new JsonObject { ["artifactLocation"] = new JsonObject { ["uri"] = Address(source.File) } };
        if (source.Line > 0)
        {
            var region = new JsonObject { ["startLine"] = source.Line };
            if (source.Column > 0)
            {
                region["startColumn"] = source.Column;
            }
            place["region"] = region;
        }
        return new JsonObject { ["physicalLocation"] = place };
    }

    private static string Address(string file) =>
        Path.IsPathRooted(file) ? new Uri(file).AbsoluteUri : string.Join('/', file.Split('/', '\\').Select(Uri.EscapeDataString));
}
