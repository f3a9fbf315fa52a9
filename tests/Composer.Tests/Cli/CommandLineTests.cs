// SPDX-License-Identifier: MIT
using System.Text.Json;

namespace Composer.Tests.Cli;

public sealed class CommandLineTests : IDisposable
{
    private readonly ConfigFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Version_is_one_line()
    {
        var end = await RunAsync("--version");

        Assert.Equal((0, ""), (end.ExitCode, end.Error));
        Assert.Matches(@"^compose \d+\.\d+\.\d+\n$", end.Output);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("serve", "--help")]
    [InlineData("check", "--help")]
    [InlineData("show", "--help")]
    [InlineData("plugins", "--help")]
    public async Task Help_is_asked_for_and_no_error(params string[] words)
    {
        var end = await RunAsync(words);

        Assert.Equal((0, ""), (end.ExitCode, end.Error));
        Assert.Contains("Usage:", end.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("serv")]
    [InlineData("serve", "--thread", "3")]
    [InlineData("serve", "--threads", "many")]
    [InlineData("serve", "--threads", "0")]
    [InlineData("serve", "--log-level", "loud")]
    [InlineData("serve", "a.ini", "b.ini")]
    public async Task Wrong_use_is_exit_code_2_with_one_clear_message(params string[] words)
    {
        var end = await RunAsync(words);

        Assert.Equal((2, ""), (end.ExitCode, end.Output));
        Assert.StartsWith("compose: error: ", end.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", end.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Show_prints_the_tree()
    {
        _folder.Write("site.ini", """
            [pipeline:main]
            pipeline = zip hello

            [filter:zip]
            use = composer:compress
            level = 9

            [app:hello]
            use = composer:respond

            """);

        var end = await RunAsync("show", "site.ini#main");

        Assert.Equal(0, end.ExitCode);
        Assert.Equal(["main", "└ zip", "  └ hello"], end.Output.TrimEnd('\n').Split('\n').Select(line => line[..20].TrimEnd()));
        Assert.Contains("level=9", end.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Show_prints_no_secret()
    {
        _folder.Write("site.ini", """
            [pipeline:main]
            pipeline = auth shop

            [filter:auth]
            use = egg:Paste#auth_basic
            users = joe:hash-of-joe

            [app:shop]
            use = wsgi:shop:app
            db_password = swordfish

            """);

        var end = await RunAsync("show");

        Assert.Contains("users=[hidden]", end.Output, StringComparison.Ordinal);
        Assert.Contains("db_password=[hidden]", end.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Show_as_json_has_every_object_and_the_variables()
    {
        _folder.Write("site.ini", "[app:main]\nuse = composer:respond\ntext = %(greeting)s\n");

        var end = await RunAsync("--config", "site.ini", "show", "--json", "greeting=Hi");
        using var json = JsonDocument.Parse(end.Output);

        Assert.Equal("Hi", json.RootElement.GetProperty("global_conf").GetProperty("greeting").GetString());
        Assert.Equal("Hi", json.RootElement.GetProperty("objects").GetProperty("app").GetProperty("main").GetProperty("local_conf").GetProperty("text").GetString());
    }

    [Fact]
    public async Task An_object_that_cannot_be_loaded_is_shown_and_fails_only_a_strict_show()
    {
        _folder.Write("site.ini", "[app:main]\nuse = nowhere\n");

        var lenient = await RunAsync("show", "--json");
        var strict = await RunAsync("show", "--json", "--strict");

        Assert.Contains("LookupError", lenient.Output, StringComparison.Ordinal);
        Assert.Equal((0, 1), (lenient.ExitCode, strict.ExitCode));
    }

    [Fact]
    public async Task Plugins_lists_components_with_their_settings()
    {
        var end = await RunAsync("plugins");

        Assert.Equal(0, end.ExitCode);
        Assert.Contains("composer:compress", end.Output, StringComparison.Ordinal);
        Assert.Contains("egg:Paste#gzip", end.Output, StringComparison.Ordinal);
    }

    private Task<Finished> RunAsync(params string[] words) => ComposeProcess.RunAsync(_folder.Path, words);
}
