// SPDX-License-Identifier: MIT
using System.Diagnostics;
using System.Text.RegularExpressions;
using Composer.Tests.Cli;

namespace Composer.Tests.Architecture;

/// <summary>docs/commands.md shows what the commands print. <c>UPDATE_CASES=1</c> writes it anew.</summary>
public sealed partial class CommandsPageTests
{
    private static string Page => Repository.At("docs", "commands.md");

    [Fact]
    public async Task Every_command_has_its_section()
    {
        var help = await ComposeProcess.RunAsync(Repository.Root, "--help");
        var commands = Command().Matches(help.Output[..help.Output.IndexOf("\nOptions:", StringComparison.Ordinal)]).Select(match => match.Groups[1].Value);

        var sections = File.ReadLines(Page).Where(line => line.StartsWith("## ", StringComparison.Ordinal)).Select(line => line[3..]);

        Assert.Empty(commands.Except(sections));
    }

    [Fact]
    public async Task What_it_shows_is_what_the_commands_print()
    {
        var page = await File.ReadAllTextAsync(Page);
        var printed = page;
        foreach (Match block in Block().Matches(page))
        {
            printed = printed.Replace(block.Value, $"```console\n$ {block.Groups[1].Value}\n{await PrintAsync(block.Groups[1].Value)}```\n", StringComparison.Ordinal);
        }

        if (Environment.GetEnvironmentVariable("UPDATE_CASES") == "1")
        {
            await File.WriteAllTextAsync(Page, printed);
            return;
        }
        Assert.Equal(Still(page), Still(printed));
    }

    private static async Task<string> PrintAsync(string command)
    {
        var start = new ProcessStartInfo("bash", ["-c", command]) { WorkingDirectory = Repository.Root, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PATH"] = $"{AppContext.BaseDirectory}:{Environment.GetEnvironmentVariable("PATH")}";
        start.Environment["DOTNET_ROOT"] = ComposeProcess.DotnetRoot;
        using var process = Process.Start(start)!; // not null without the shell
        process.ErrorDataReceived += static (_, _) => { };
        process.BeginErrorReadLine();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return string.Concat(output.TrimEnd('\n').Split('\n').Select(line => line.TrimEnd() + "\n"));
    }

    // Times differ from run to run.
    private static string Still(string page) => Time().Replace(page, " 0.00");

    [GeneratedRegex(@"^  ([a-z][a-z-]+)  ", RegexOptions.Multiline)]
    private static partial Regex Command();

    [GeneratedRegex(@"```console\n\$ ([^\n]+)\n(.*?)```\n", RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex(@" +\d+\.\d\d\b")]
    private static partial Regex Time();
}
