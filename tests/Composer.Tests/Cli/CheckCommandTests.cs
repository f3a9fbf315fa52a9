// SPDX-License-Identifier: MIT
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

    private Task<Finished> CheckAsync() => ComposeProcess.RunAsync(_folder.Path, "check");
}
