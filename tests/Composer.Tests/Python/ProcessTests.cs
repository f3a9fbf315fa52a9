// SPDX-License-Identifier: MIT
using Composer.Tests.Architecture;
using Composer.Tests.Cli;

namespace Composer.Tests.Python;

/// <summary>What Python apps do to a process, and how it ends.</summary>
public sealed class ProcessTests : IDisposable
{
    private const int Terminated = 143;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("composer-process-");
    private readonly HttpClient _client = new() { Timeout = TimeSpan.FromSeconds(30) };

    [Fact]
    public async Task A_running_request_is_finished_after_SIGTERM()
    {
        await using var compose = await ServeAsync("slow");
        var answer = _client.GetStringAsync(compose.Address);
        await compose.SeeAsync("inside");

        var end = await compose.TerminateAsync();

        Assert.Equal("finished", await answer);
        Assert.Equal(Terminated, end.ExitCode);
    }

    [Fact]
    public async Task Nothing_that_was_printed_is_lost_and_atexit_runs()
    {
        await using var compose = await ServeAsync("talks");
        await _client.GetStringAsync(compose.Address);

        var end = await compose.TerminateAsync();

        Assert.Equal(10_000, (end.Output + end.Error).Split('\n').Count(line => line.Contains("line ", StringComparison.Ordinal)));
        Assert.Contains("said at exit", end.Output + end.Error, StringComparison.Ordinal);
        Assert.Equal(Terminated, end.ExitCode);
    }

    [Fact]
    public async Task Signals_faulthandler_and_deep_recursion_do_no_harm()
    {
        await using var compose = await ServeAsync("hostile");

        Assert.Contains("is not handled by Python here", await _client.GetStringAsync(compose.Address), StringComparison.Ordinal);
        Assert.Equal(Terminated, (await compose.TerminateAsync()).ExitCode);
    }

    [Fact]
    public async Task A_thread_that_never_ends_does_not_keep_the_process()
    {
        await using var compose = await ServeAsync("lingers", "--graceful-timeout", "1");
        await _client.GetStringAsync(compose.Address);

        Assert.Equal(Terminated, (await compose.TerminateAsync()).ExitCode);
    }

    [Fact]
    public async Task Sys_exit_in_a_request_is_a_500_and_nothing_more()
    {
        await using var compose = await ServeAsync("leaves");

        for (var code = 0; code < 256; code += 51)
        {
            using var answer = await _client.GetAsync(new Uri(compose.Address, $"?{code}"));
            Assert.Equal(500, (int)answer.StatusCode);
        }
        Assert.Equal(Terminated, (await compose.TerminateAsync()).ExitCode);
    }

    [Fact]
    public async Task A_thousand_children_that_run_Python_only_work_under_load()
    {
        await using var compose = await ServeAsync("forking");

        for (var round = 0; round < 10; round++)
        {
            var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => _client.GetStringAsync(compose.Address)));
            Assert.All(answers, answer => Assert.Equal("{1}", answer));
        }
        Assert.Equal(Terminated, (await compose.TerminateAsync()).ExitCode);
    }

    [Fact]
    public async Task A_forked_child_that_comes_back_from_the_app_ends()
    {
        await using var compose = await ServeAsync("forgetting");

        Assert.Equal("7", await _client.GetStringAsync(new Uri(compose.Address, "/exits")));
        Assert.Equal("1", await _client.GetStringAsync(new Uri(compose.Address, "/raises")));
        Assert.Equal("0", await _client.GetStringAsync(new Uri(compose.Address, "/returns")));
        Assert.Equal(Terminated, (await compose.TerminateAsync()).ExitCode);
    }

    [Fact]
    public async Task A_pool_of_forked_processes_works_again_and_again()
    {
        await using var compose = await ServeAsync("pooling");

        for (var round = 0; round < 10; round++)
        {
            Assert.Equal("55", await _client.GetStringAsync(compose.Address));
        }
        Assert.Equal(Terminated, (await compose.TerminateAsync()).ExitCode);
    }

    [Fact]
    public async Task The_loggers_of_the_file_are_honoured()
    {
        await using var compose = await ServeAsync("logged", """

            [loggers]
            keys = root, shop

            [handlers]
            keys = console

            [formatters]
            keys = plain

            [logger_root]
            level = WARN
            handlers = console

            [logger_shop]
            level = INFO
            qualname = shop
            handlers =

            [handler_console]
            class = StreamHandler
            args = (sys.stderr,)
            formatter = plain

            [formatter_plain]
            format = <<%(name)s: %(message)s>>
            """, []);

        await _client.GetStringAsync(compose.Address);

        var end = await compose.TerminateAsync();
        Assert.Contains("<<shop: below the level of the root, in the file's own>>", end.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_composite_may_do_without_an_app_that_is_not_there()
    {
        File.Copy(Repository.At("tests/Composer.Tests/Python/apps.py"), Path.Combine(_folder.FullName, "apps.py"));
        await using var compose = await ServeAsync("logged", "[composite:other]\nuse = call:apps:forgiving\n", ["--name", "other"]);

        Assert.StartsWith("without: ", await _client.GetStringAsync(compose.Address), StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _client.Dispose();
        _folder.Delete(recursive: true);
    }

    private Task<ComposeProcess> ServeAsync(string app, params string[] arguments) => ServeAsync(app, "", arguments);

    private async Task<ComposeProcess> ServeAsync(string app, string more, string[] arguments)
    {
        var config = Path.Combine(_folder.FullName, "site.ini");
        File.Copy(Repository.At("tests/Composer.Tests/Python/life.py"), Path.Combine(_folder.FullName, "life.py"));
        await File.WriteAllTextAsync(config, $"[app:main]\nuse = wsgi:life:{app}\n{more}\n");
        return await ComposeProcess.ServeAsync(
            _folder.FullName,
            new Dictionary<string, string> { ["DOTNET_EnableWriteXorExecute"] = "0" },
            ["--config", config, "serve", "-b", "127.0.0.1:0", .. arguments]);
    }
}
