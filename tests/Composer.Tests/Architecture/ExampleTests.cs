// SPDX-License-Identifier: MIT
using System.Diagnostics;
using System.Text.RegularExpressions;
using Composer.Tests.Cli;
using Composer.Tests.RealApps;

namespace Composer.Tests.Architecture;

/// <summary>Every file of config-examples does what its header says.</summary>
public sealed partial class ExampleTests
{
    public static TheoryData<string> Examples => [.. ((string[])["*.ini", "*.toml", "*.yaml"]).SelectMany(pattern => Repository.Files("config-examples", pattern))];

    [Theory]
    [MemberData(nameof(Examples))]
    public async Task An_example_opens_with_what_to_run_what_to_try_and_what_to_expect(string file)
    {
        var header = await HeaderAsync(file);

        Assert.DoesNotMatch(Directive(), header[0]);
        Assert.Contains(header, line => line.StartsWith($"# Run:     compose --config {file} serve", StringComparison.Ordinal));
        Assert.Contains(header, line => line.StartsWith("# Try:     curl ", StringComparison.Ordinal));
        Assert.Contains(header, line => line.StartsWith("# Expect:  ", StringComparison.Ordinal));
    }

    [SkippableTheory]
    [MemberData(nameof(Examples))]
    public async Task An_example_answers_as_its_header_says(string file)
    {
        var header = await HeaderAsync(file);
        foreach (var line in header.Where(line => line.StartsWith("# Needs:", StringComparison.Ordinal)))
        {
            Skip.IfNot(ServedSite.HasModule(line[8..].Trim()), $"Debian's Python has no{line[8..]}");
        }
        await using var site = await ComposeProcess.ServeAsync(Repository.Root, [.. Run(header), "-b", "127.0.0.1:0"]);

        var answer = "";
        foreach (var line in header)
        {
            if (line.StartsWith("# Try:", StringComparison.Ordinal))
            {
                answer = await ShellAsync(line[6..].Replace("http://127.0.0.1:8080", site.Address.ToString().TrimEnd('/'), StringComparison.Ordinal));
            }
            if (line.StartsWith("# Expect:", StringComparison.Ordinal))
            {
                await ExpectAsync(line[9..], answer, site);
            }
        }
    }

    // In the answer, or in what the server prints.
    private static async Task ExpectAsync(string expected, string answer, ComposeProcess site)
    {
        foreach (var text in expected.Split(", ").Select(text => text.Trim().TrimEnd('…').TrimEnd()))
        {
            if (!answer.Contains(text, StringComparison.Ordinal))
            {
                await site.SeeAsync(text, answer);
            }
        }
    }

    private static async Task<string[]> HeaderAsync(string file) =>
        [.. (await File.ReadAllLinesAsync(Repository.At(file))).TakeWhile(line => line.StartsWith('#'))];

    private static IEnumerable<string> Run(string[] header) =>
        header.First(line => line.StartsWith("# Run:", StringComparison.Ordinal))[6..].Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1);

    private static async Task<string> ShellAsync(string command)
    {
        var start = new ProcessStartInfo("bash", ["-c", command]) { RedirectStandardOutput = true, WorkingDirectory = Repository.Root };
        using var process = Process.Start(start) ?? throw new InvalidOperationException("bash did not start");
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return output;
    }

    [GeneratedRegex("^# (Needs|Run|Try|Expect):")]
    private static partial Regex Directive();
}
