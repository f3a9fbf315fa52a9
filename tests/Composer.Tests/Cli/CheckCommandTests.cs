// SPDX-License-Identifier: MIT
using System.Text.Json;

namespace Composer.Tests.Cli;

public sealed class CheckCommandTests : IDisposable
{
    private readonly ConfigFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_misspelt_filter_is_shown_in_its_line_with_what_was_meant()
    {
        _folder.Write("site.ini", """
            [pipeline:main]
            pipeline = gzp hello

            [filter:gzip]
            use = composer:compress

            [app:hello]
            use = composer:respond

            """);

        var end = await CheckAsync();

        Assert.Equal(3, end.ExitCode);
        Assert.Contains("""
            site.ini:2:12: error no-such-section: pipeline 'main' asks for filter 'gzp', but there is no [filter:gzp]
              2 | pipeline = gzp hello
                |            ^^^
              hint: did you mean 'gzip' (site.ini:4)?

            """, end.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_problems_are_reported_at_once_and_counted_in_the_last_line()
    {
        _folder.Write("site.ini", """
            [pipeline:main]
            pipeline = zip hello

            [filter:zip]
            use = composer:compress
            level = much
            levle = 9

            [app:hello]
            use = composer:respnd

            """);

        var end = await CheckAsync();

        Assert.Equal(3, end.ExitCode);
        Assert.Contains("site.ini:6:9: error bad-value: filter 'zip': 'level' must be", end.Output, StringComparison.Ordinal);
        Assert.Contains("site.ini:7:1: error unknown-key: filter 'zip' has no setting 'levle'\n", end.Output, StringComparison.Ordinal);
        Assert.Contains("site.ini:10:7: error no-factory: Composer has no app 'respnd'", end.Output, StringComparison.Ordinal);
        Assert.EndsWith("\n3 errors, 0 warnings\n", end.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_to_report_is_exit_code_0()
    {
        _folder.Write("site.ini", "[app:main]\nuse = composer:respond\n");

        var end = await CheckAsync();

        Assert.Equal((0, "0 errors, 0 warnings\n"), (end.ExitCode, end.Output));
    }

    [Fact]
    public async Task Nothing_is_imported()
    {
        _folder.Write("shop.py", "open('imported', 'w')\n");
        _folder.Write("site.ini", "[app:main]\nuse = call:shop:make\n");

        var end = await CheckAsync();

        Assert.Equal(0, end.ExitCode);
        Assert.False(File.Exists($"{_folder.Path}/imported"));
    }

    [Fact]
    public async Task A_missing_file_is_named()
    {
        var end = await ComposeProcess.RunAsync(_folder.Path, "--config", "shop.ini", "check");

        Assert.Equal(3, end.ExitCode);
        Assert.Contains("shop.ini: error no-such-file: there is no file 'shop.ini'", end.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_config_it_says_where_one_was_looked_for()
    {
        var end = await CheckAsync();

        Assert.Equal(2, end.ExitCode);
        Assert.Contains($"there is no site.ini, site.toml or site.yaml in {_folder.Path}", end.Error, StringComparison.Ordinal);
        Assert.Contains("hint: compose --config FILE", end.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Off_a_terminal_there_are_no_colours()
    {
        _folder.Write("site.ini", "[app:main]\nuse = composer:respnd\n");

        var end = await CheckAsync();

        Assert.DoesNotContain('\e', end.Output);
    }

    [Fact]
    public async Task What_is_in_a_file_cannot_drive_the_terminal()
    {
        _folder.Write("site.ini", "[app:main]\nuse = composer:\e[31mrespond\n");

        var end = await CheckAsync();

        Assert.Equal(3, end.ExitCode);
        Assert.DoesNotContain('\e', end.Output);
    }

    [Fact]
    public async Task Strict_lets_warnings_fail()
    {
        _folder.Write("site.ini", "[DEFAULT]\ntext = a\n[app:main]\nuse = composer:respond\ntext = b\n");

        Assert.Equal(0, (await CheckAsync()).ExitCode);
        Assert.Equal(3, (await CheckAsync("--strict")).ExitCode);
    }

    [Fact]
    public async Task Codes_are_explained_by_the_command_that_is_named()
    {
        _folder.Write("site.ini", "[app:main]\nuse = composer:respnd\n");

        var found = await CheckAsync();
        var explained = await ComposeProcess.RunAsync(_folder.Path, "help", "no-factory");
        var misspelt = await ComposeProcess.RunAsync(_folder.Path, "help", "no-factry");

        Assert.Contains("more: compose help no-factory\n", found.Output, StringComparison.Ordinal);
        Assert.StartsWith("no-factory\n\n", explained.Output, StringComparison.Ordinal);
        Assert.Equal(2, misspelt.ExitCode);
        Assert.Contains("did you mean compose help no-factory?", misspelt.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task As_json_each_problem_is_an_object()
    {
        var end = await WrongAsync("json");
        using var json = JsonDocument.Parse(end.Output);
        var problem = json.RootElement.GetProperty("problems")[0];

        Assert.Equal((3, 1), (end.ExitCode, json.RootElement.GetProperty("errors").GetInt32()));
        Assert.Equal(("site.ini", 2, 7), (problem.GetProperty("file").GetString(), problem.GetProperty("line").GetInt32(), problem.GetProperty("column").GetInt32()));
        Assert.Equal(("error", "no-factory"), (problem.GetProperty("severity").GetString(), problem.GetProperty("code").GetString()));
    }

    [Fact]
    public async Task For_github_each_problem_is_a_workflow_command()
    {
        var end = await WrongAsync("github");

        Assert.StartsWith("::error file=site.ini,line=2,col=7,title=no-factory::Composer has no app 'respnd'%0Ahint: did you mean 'respond'?\n", end.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task As_sarif_each_code_is_a_rule_with_its_paragraph()
    {
        var end = await WrongAsync("sarif");
        using var json = JsonDocument.Parse(end.Output);
        var run = json.RootElement.GetProperty("runs")[0];

        Assert.StartsWith("What the section names", run.GetProperty("tool").GetProperty("driver").GetProperty("rules")[0].GetProperty("help").GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.Equal(2, run.GetProperty("results")[0].GetProperty("locations")[0].GetProperty("physicalLocation").GetProperty("region").GetProperty("startLine").GetInt32());
    }

    private Task<Finished> WrongAsync(string format)
    {
        _folder.Write("site.ini", "[app:main]\nuse = composer:respnd\n");
        return CheckAsync("--format", format);
    }

    private Task<Finished> CheckAsync(params string[] words) => ComposeProcess.RunAsync(_folder.Path, ["check", .. words]);
}
