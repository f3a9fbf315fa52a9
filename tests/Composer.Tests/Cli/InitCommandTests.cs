// SPDX-License-Identifier: MIT
using System.Diagnostics;

namespace Composer.Tests.Cli;

public sealed class InitCommandTests : IDisposable
{
    private readonly ConfigFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("minimal", "Hello from /")]
    [InlineData("flask", "\"hello\"")]
    [InlineData("django", "\"hello\"")]
    [InlineData("pyramid", "\"greeting\": \"Hello\"")]
    [InlineData("legacy-paste", "Hello from /")]
    [InlineData("docker", "Hello from /")]
    [InlineData("systemd", "Hello from /")]
    public async Task A_new_site_has_no_problem_and_answers(string template, string expected)
    {
        await RunAsync("init", "new", "--template", template);

        var check = await RunAsync("--config", "new/site.ini", "--python", "/usr/bin/python3", "check", "--strict");
        var request = await RunAsync("--config", "new/site.ini", "--python", "/usr/bin/python3", "request", "/", "--fail");

        Assert.Equal((0, "0 errors, 0 warnings\n"), (check.ExitCode, check.Output));
        Assert.Equal(0, request.ExitCode);
        Assert.Contains(expected, request.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_filter_in_csharp_is_built_and_runs()
    {
        await RunAsync("init", ".", "--template", "csharp-middleware");
        await DotnetAsync("build", "Filters", "-c", "Release", "-v", "q", "-nologo");

        var end = await RunAsync("request", "/", "-i");
        var listed = await RunAsync("plugins", "Filters/bin/Release/net10.0/Filters.dll");

        Assert.Contains("X-Greeting: Hello from C#", end.Output, StringComparison.Ordinal);
        Assert.Contains("assembly:Filters/bin/Release/net10.0/Filters.dll#greeting", listed.Output, StringComparison.Ordinal);
        Assert.Matches("text +text; default Hello +What the header says", listed.Output);
    }

    [Fact]
    public async Task A_config_for_an_app_that_exists_names_that_app()
    {
        Directory.CreateDirectory($"{_folder.Path}/shop");
        _folder.Write("shop/web.py", "def app(environ, start_response):\n    start_response('200 OK', [])\n    return [b'the shop']\n");

        var init = await RunAsync("init", "--from", "shop.web:app");
        var request = await RunAsync("request", "/");

        Assert.DoesNotContain("app.py", init.Output, StringComparison.Ordinal);
        Assert.Equal("the shop\n", request.Output);
    }

    [Fact]
    public async Task Nothing_is_overwritten_and_then_nothing_is_written()
    {
        _folder.Write("site.ini", "mine");

        var end = await RunAsync("init");

        Assert.Equal(2, end.ExitCode);
        Assert.Contains("site.ini exists already; nothing was written", end.Error, StringComparison.Ordinal);
        Assert.Equal(["site.ini"], Directory.GetFiles(_folder.Path).Select(Path.GetFileName));
        Assert.Equal("mine", File.ReadAllText($"{_folder.Path}/site.ini"));
    }

    [Fact]
    public async Task A_unit_for_systemd_starts_the_command_that_wrote_it()
    {
        await RunAsync("init", "--template", "systemd");

        var start = File.ReadLines($"{_folder.Path}/site.service").Single(line => line.StartsWith("ExecStart=", StringComparison.Ordinal))["ExecStart=".Length..].Split(' ');

        Assert.True(File.Exists(start[0]));
        Assert.Equal(["--config", $"{_folder.Path}/site.ini", "serve"], start[1..]);
    }

    private Task<Finished> RunAsync(params string[] words) => ComposeProcess.RunAsync(_folder.Path, words);

    private async Task DotnetAsync(params string[] words)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", words) { WorkingDirectory = _folder.Path, RedirectStandardOutput = true })!; // not null without the shell
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, output);
    }
}
