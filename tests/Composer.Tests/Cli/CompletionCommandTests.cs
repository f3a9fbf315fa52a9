// SPDX-License-Identifier: MIT
using System.Diagnostics;

namespace Composer.Tests.Cli;

public sealed class CompletionCommandTests : IDisposable
{
    private readonly ConfigFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("compose serv", "serve")]
    [InlineData("compose check --form", "--format")]
    [InlineData("compose --config site.ini check --format s", "sarif")]
    [InlineData("compose help no-such-se", "no-such-section")]
    [InlineData("compose serve --server-n", "--server-name")]
    [InlineData("compose check si", "site.ini")]
    public async Task Bash_completes(string line, string expected)
    {
        await SaveAsync("bash");
        _folder.Write("site.ini", "");

        var found = await RunAsync("bash", "-c", $"source ./bash.txt; COMP_WORDS=({line}); COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1)); _compose; echo \"${{COMPREPLY[*]}}\"");

        Assert.Equal(expected, found.Trim());
    }

    [SkippableFact]
    public async Task Zsh_reads_its_script()
    {
        Skip.IfNot(File.Exists("/usr/bin/zsh"), "zsh is not installed");
        await SaveAsync("zsh");

        Assert.Equal("_compose\n", await RunAsync("zsh", "-fc", "autoload -U compinit; compinit -u -d $PWD/dump; source ./zsh.txt; print $_comps[compose]"));
    }

    [SkippableTheory]
    [InlineData("compose rout", "routes")]
    [InlineData("compose check --form", "--format")]
    [InlineData("compose check --format gi", "github")]
    public async Task Fish_completes(string line, string expected)
    {
        Skip.IfNot(File.Exists("/usr/bin/fish"), "fish is not installed");
        await SaveAsync("fish");

        var found = await RunAsync("fish", "--no-config", "-c", $"source ./fish.txt; complete -C '{line}'");

        Assert.Contains(found.Split('\n'), candidate => candidate.Split('\t')[0] == expected);
    }

    [Fact]
    public async Task Powershell_gets_every_command()
    {
        var end = await ComposeProcess.RunAsync(_folder.Path, "completion", "pwsh");

        Assert.Contains("Register-ArgumentCompleter -Native -CommandName compose", end.Output, StringComparison.Ordinal);
        Assert.Contains("'check' = @('--format', '--strict', '--load')", end.Output, StringComparison.Ordinal);
    }

    private async Task SaveAsync(string shell) => _folder.Write($"{shell}.txt", (await ComposeProcess.RunAsync(_folder.Path, "completion", shell)).Output);

    private async Task<string> RunAsync(string program, params string[] words)
    {
        var start = new ProcessStartInfo(program, words) { WorkingDirectory = _folder.Path, RedirectStandardOutput = true };
        start.Environment["HOME"] = _folder.Path;
        using var process = Process.Start(start)!; // not null without the shell
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return output;
    }
}
