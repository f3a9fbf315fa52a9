// SPDX-License-Identifier: MIT
using System.CommandLine;
using System.Text.Json.Nodes;
using Composer.Cli.Diagnosing;

namespace Composer.Cli.Commands;

/// <summary><c>compose doctor</c>: what a site needs of this machine, and whether it is there.</summary>
internal static class DoctorCommand
{
    private const string Description = """
        Look at what a site needs of this machine: .NET, Python, the config, addresses, permissions. For bug reports, too.

        compose doctor
        compose doctor --config site.ini --json
        """;

    public static Command Create(SharedOptions shared)
    {
        var words = SharedOptions.NewWords();
        var json = new Option<bool>("--json") { Description = "As JSON." };
        var command = new Command("doctor", Description) { words, json };
        command.SetAction(result =>
        {
            var findings = Findings(shared, result, words).ToList();
            Print(findings, result.GetValue(json));
            return findings.Exists(finding => finding.Health == Health.Bad) ? ExitCode.Unexpected : ExitCode.Ok;
        });
        return command;
    }

    private static IEnumerable<Finding> Findings(SharedOptions shared, ParseResult result, Argument<string[]> words)
    {
        foreach (var finding in MachineCheckup.Findings())
        {
            yield return finding;
        }
        Arguments? arguments = null;
        Finding? none = null;
        try
        {
            arguments = shared.ReadInSilence(result, words);
        }
        catch (UsageError error) when ((result.GetValue(words) ?? []).Length == 0)
        {
            none = new Finding(Health.Note, "config", error.Message);
        }
        foreach (var finding in PythonCheckup.Findings(arguments is null ? shared.Python(result) : arguments.Python ?? PythonOf(arguments)))
        {
            yield return finding;
        }
        foreach (var finding in arguments is null ? [none!] : ConfigCheckup.Findings(arguments)) // one of the two is there
        {
            yield return finding;
        }
    }

    private static string? PythonOf(Arguments arguments) => Loader.Options(new Site(arguments).Graph).Python;

    private static void Print(List<Finding> findings, bool json)
    {
        if (json)
        {
            Console.Out.WriteLine(JsonText.Of(new JsonArray([.. findings.Select(finding => (JsonNode)new JsonObject
            {
                ["health"] = finding.Word,
                ["what"] = finding.What,
                ["text"] = finding.Text,
            })])));
            return;
        }
        foreach (var finding in findings)
        {
            Console.Out.WriteLine($"{Coloured(finding)} {finding.What,-12} {DiagnosticPrinter.Printable(finding.Text)}");
        }
    }

    private static string Coloured(Finding finding)
    {
        var word = finding.Word.PadRight(5);
        return finding.Health switch
        {
            Health.Good => Ansi.Out.Green(word),
            Health.Bad => Ansi.Out.Red(word),
            Health.Poor => Ansi.Out.Yellow(word),
            _ => Ansi.Out.Dim(word),
        };
    }
}
