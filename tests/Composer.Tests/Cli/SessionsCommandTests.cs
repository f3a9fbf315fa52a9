// SPDX-License-Identifier: MIT
using Composer.Middleware;
using Composer.Tests.Middleware;

namespace Composer.Tests.Cli;

public sealed class SessionsCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Purge_removes_the_sessions_whose_time_is_over_from_each_store_of_the_config()
    {
        await FillAsync(new() { Type = "file", DataDir = "files", Timeout = TimeSpan.FromMinutes(1) });
        await FillAsync(new() { Type = "sql", Url = "sqlite:///s.sqlite", Timeout = TimeSpan.FromMinutes(1) });
        await FillAsync(new() { Type = "sql", Url = "sqlite:///s.sqlite", Timeout = TimeSpan.FromDays(36500) });
        Write("""
            [pipeline:main]
            pipeline = files database memory hello
            [filter:files]
            use = composer:session
            data_dir = files
            [filter:database]
            use = composer:session
            type = sql
            url = sqlite:///s.sqlite
            [filter:memory]
            use = composer:session
            [app:hello]
            use = call:no.such.module:app
            """);

        var end = await PurgeAsync();

        Assert.Equal((0, ""), (end.ExitCode, end.Error));
        Assert.Contains($"filter 'files': 1 removed from files in {_folder.Path}/files\n", end.Output, StringComparison.Ordinal);
        Assert.Contains($"filter 'database': 1 removed from SQLite in {_folder.Path}/s.sqlite\n", end.Output, StringComparison.Ordinal);
        Assert.Contains("filter 'memory': nothing to do, sessions in memory go by themselves\n", end.Output, StringComparison.Ordinal);
        Assert.Contains("filter 'files': 0 removed", (await PurgeAsync()).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_that_cannot_be_reached_is_an_error()
    {
        Write($"""
            [filter-app:main]
            use = composer:session
            type = sql
            url = postgresql://127.0.0.1:{BackgroundProgram.FreePort()}/x
            next = hello
            [app:hello]
            use = composer:respond
            """);

        var end = await PurgeAsync();

        Assert.Equal(1, end.ExitCode);
        Assert.Contains("PostgreSQL at 127.0.0.1:", end.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_config_without_sessions_says_so()
    {
        Write("[app:main]\nuse = composer:respond\n");

        var end = await PurgeAsync();

        Assert.Equal(2, end.ExitCode);
        Assert.Contains("has no session filter", end.Error, StringComparison.Ordinal);
    }

    // Long ago.
    private async Task FillAsync(SessionOptions options)
    {
        await using var site = await SessionSite.StartAsync(options, _folder.Path, new ManualClock(new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero)));
        await site.DoAsync(session => session["n"] = 1);
    }

    private void Write(string config) => File.WriteAllText(Path.Combine(_folder.Path, "site.ini"), config);

    private Task<Finished> PurgeAsync() => ComposeProcess.RunAsync(_folder.Path, "sessions", "purge", "site.ini");
}
