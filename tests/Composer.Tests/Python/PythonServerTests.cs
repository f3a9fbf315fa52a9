// SPDX-License-Identifier: MIT
using System.Net;
using System.Net.Sockets;
using Composer.Tests.Architecture;
using Composer.Tests.Cli;
using Composer.Tests.RealApps;

namespace Composer.Tests.Python;

/// <summary>Python servers that a config names and that Composer does not replace: they run in the process of <c>compose serve</c>.</summary>
public sealed class PythonServerTests : IDisposable
{
    private const int Died = 7;
    private const int Interrupted = 130;
    private const int Terminated = 143;

    private readonly ConfigFolder _folder = new();
    private readonly HttpClient _client = new() { Timeout = TimeSpan.FromSeconds(30), DefaultRequestHeaders = { ConnectionClose = true } };
    private readonly int _port = FreePort();

    public PythonServerTests() => File.Copy(Repository.At("tests/Composer.Tests/Python/servers/runners.py"), $"{_folder.Path}/runners.py");

    public void Dispose()
    {
        _client.Dispose();
        _folder.Dispose();
    }

    [SkippableTheory]
    [InlineData("use = egg:waitress#main", "waitress", "thread")]
    [InlineData("use = egg:Paste#http", "paste.httpserver", "thread")]
    [InlineData("use = egg:pyramid#wsgiref", "pyramid", "main")]
    [InlineData("use = egg:pyramid#cherrypy", "pyramid, cheroot", "thread")]
    [InlineData("use = call:runners:factory", "wsgiref", "main")]
    [InlineData("paste.server_factory = runners:factory", "wsgiref", "main")]
    [InlineData("paste.server_runner = runners:cheroot", "cheroot", "thread")]
    [InlineData("paste.server_runner = runners:gevent", "gevent", "own")]
    [InlineData("paste.server_runner = runners:eventlet", "eventlet", "own")]
    [InlineData("paste.server_runner = runners:twisted", "twisted.web", "thread")]
    [InlineData("paste.server_runner = runners:tornado", "tornado", "main")]
    [InlineData("paste.server_runner = runners:asyncio_with_handler", "tornado", "main")]
    public async Task It_serves_the_pipeline_on_its_own_threads_and_finishes_what_runs(string factory, string module, string thread)
    {
        Skip.IfNot(ServedSite.HasModule(module), $"'{module}' is not installed for {ServedSite.Python}");
        await using var compose = await ServeAsync(factory);

        var compressed = await GetAsync("/", new() { ["Accept-Encoding"] = "gzip" });
        var answer = await GetAsync("/");
        var slow = GetAsync("/slow");
        await compose.SeeAsync("slow app runs");
        compose.SendTerminate();
        await compose.SeeAsync("stopping");
        _folder.Write("go", "");

        Assert.Equal(thread, answer.Text.Trim());
        Assert.Contains("gzip", compressed.All("content-encoding"));
        Assert.Equal(answer.Text, (await slow).Text);
        Assert.Equal(Terminated, (await compose.EndAsync()).ExitCode);
        Assert.DoesNotContain("Traceback", compose.Error, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task An_app_with_threads_of_its_own_leaves_those_of_the_server()
    {
        Skip.IfNot(ServedSite.HasModule("waitress"), $"'waitress' is not installed for {ServedSite.Python}");
        await using var compose = await ServeAsync("use = egg:waitress#main", appSettings: "threads = 1");

        Assert.Equal("own", (await GetAsync("/")).Text.Trim());
    }

    [Fact]
    public async Task SIGINT_ends_it_too_and_the_start_says_who_serves()
    {
        await using var compose = await ServeAsync("use = call:runners:factory");

        var end = await compose.InterruptAsync();

        Assert.Equal(Interrupted, end.ExitCode);
        Assert.Contains($"server 'main' is Python's 'call:runners:factory'; its section says host = 127.0.0.1, port = {_port}", end.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_does_not_end_is_left_behind_after_the_graceful_timeout()
    {
        await using var compose = await ServeAsync("paste.server_runner = runners:deaf", "", "--graceful-timeout", "0.1");

        Assert.Equal(Terminated, (await compose.TerminateAsync()).ExitCode);
    }

    [Fact]
    public async Task A_request_that_does_not_end_is_cut_off_after_the_graceful_timeout()
    {
        await using var compose = await ServeAsync("use = call:runners:factory", "", "--graceful-timeout", "0.1");
        var slow = _client.GetStringAsync(new Uri(compose.Address, "/slow"));
        await compose.SeeAsync("slow app runs");

        Assert.Equal(Terminated, (await compose.TerminateAsync()).ExitCode);
        await Assert.ThrowsAsync<HttpRequestException>(() => slow);
    }

    [Fact]
    public async Task The_command_line_moves_one_whose_address_is_known()
    {
        Write("use = call:runners:factory\nhost = 127.0.0.1\nport = 1");
        await using var compose = await ComposeProcess.ServeAtAsync(_folder.Path, _port, "--python", ServedSite.Python, "serve", "-b", $"127.0.0.1:{_port}");

        Assert.Equal("main", (await _client.GetStringAsync(compose.Address)).Trim());
    }

    [Theory]
    [InlineData("paste.server_runner = runners:ends", 0, "that was all")]
    [InlineData("paste.server_runner = runners:fails", Died, "OSError: no such luck")]
    public async Task One_that_ends_by_itself_ends_the_process(string factory, int exitCode, string said)
    {
        Write(factory);

        var end = await ComposeProcess.RunAsync(_folder.Path, "--python", ServedSite.Python, "serve");

        Assert.Equal(exitCode, end.ExitCode);
        Assert.Contains(said, end.Error, StringComparison.Ordinal);
    }

    private Task<Answer> GetAsync(string path, Dictionary<string, string>? headers = null) =>
        RawClient.SendAsync(_port, "GET", path, headers ?? [], body: null, chunked: false);

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private Task<ComposeProcess> ServeAsync(string factory, string appSettings = "", params string[] arguments)
    {
        Write($"{factory}\nhost = 127.0.0.1\nport = {_port}", appSettings);
        return ComposeProcess.ServeAtAsync(_folder.Path, _port, ["--python", ServedSite.Python, "serve", .. arguments]);
    }

    private void Write(string server, string appSettings = "") => _folder.Write("site.ini", $"""
        [composer]
        native_server = false

        [server:main]
        {server}

        [pipeline:main]
        pipeline = compress app

        [filter:compress]
        use = composer:compress

        [app:app]
        use = wsgi:runners:app
        {appSettings}
        """);
}
