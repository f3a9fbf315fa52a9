// SPDX-License-Identifier: MIT
using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace Composer.Tests.Cli;

public sealed class ServeCommandTests : IDisposable
{
    private const string Hello = """
        [app:main]
        use = composer:respond
        text = Hello

        [app:other]
        use = composer:respond
        text = Other %(who)s
        """;

    private readonly ConfigFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Serves_the_main_app_on_the_real_port_that_it_prints()
    {
        _folder.Write("site.ini", Hello);
        await using var site = await ServeAsync("--config", "site.ini", "serve", "who=me", "-b", "127.0.0.1:0");

        Assert.NotEqual(0, site.Address.Port);
        Assert.Equal("Hello", await GetAsync(site));
    }

    [Theory]
    [InlineData("serve", "site.ini#other", "who=you")]
    [InlineData("serve", "site.ini", "who=you", "-n", "other")]
    [InlineData("-c", "site.ini", "serve", "--name", "other", "who=you")]
    public async Task Takes_the_file_the_app_and_variables_from_the_command_line(params string[] words)
    {
        _folder.Write("site.ini", Hello);
        await using var site = await ServeAsync([.. words, "-b", "127.0.0.1:0"]);

        Assert.Equal("Other you", await GetAsync(site));
    }

    // Whether the threads that wait for sockets run the app is decided by the first socket, or pipe, of the process: here those to the Python that is asked about itself.
    [SkippableFact]
    public async Task Each_processor_waits_for_sockets_even_when_something_else_used_one_first()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "the names of threads are Linux's");
        _folder.Write("site.ini", "[app:main]\nuse = wsgi:wsgiref.simple_server:demo_app\n");
        await using var site = await ComposeProcess.ServeAsync(_folder.Path, new Dictionary<string, string> { ["XDG_CACHE_HOME"] = _folder.Path }, "serve", "site.ini", "-b", "127.0.0.1:0");
        await GetAsync(site);

        var threads = Directory.GetDirectories($"/proc/{site.Id}/task").Select(thread => File.ReadAllText(Path.Combine(thread, "comm")).Trim());

        Assert.Equal(Environment.ProcessorCount, threads.Count(name => name == ".NET Sockets"));
    }

    [Fact]
    public async Task Takes_site_ini_of_the_working_directory_and_says_so()
    {
        _folder.Write("site.ini", Hello);
        await using var site = await ServeAsync("serve", "who=me", "-b", "127.0.0.1:0");

        Assert.Contains("site.ini (found here", site.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_log_shows_the_client_that_forwarded_has_found_out()
    {
        _folder.Write("site.ini", "[pipeline:main]\npipeline = forwarded composer:test\n[filter:forwarded]\nuse = composer:forwarded\ntrusted_proxy = loopback\n");
        await using var site = await ServeAsync("serve", "-b", "127.0.0.1:0");
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, site.Address);
        request.Headers.Add("X-Forwarded-For", "192.0.2.7");

        using var response = await client.SendAsync(request);
        await site.TerminateAsync();

        Assert.Contains(" 192.0.2.7 - \"GET / HTTP/1.1\" 200 ", site.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_an_app_prints_and_logs_has_the_id_of_its_request_once()
    {
        _folder.Write("says.py", """
            import logging


            def app(environ, start_response):
                print("printed")
                logging.getLogger("shop").warning("logged")
                environ["wsgi.errors"].write("written\n")
                start_response("200 OK", [])
                return [environ["composer.request_id"].encode()]
            """);
        _folder.Write("site.ini", "[pipeline:main]\npipeline = composer:request_id wsgi:says:app\n");
        await using var site = await ServeAsync("serve", "-b", "127.0.0.1:0");

        var id = await GetAsync(site);
        await site.TerminateAsync();

        foreach (var text in new[] { "printed", "logged", "written" })
        {
            var line = site.Error.Split('\n').Single(line => line.Contains(text, StringComparison.Ordinal));
            Assert.Equal(2, line.Split(id).Length);
        }
    }

    [Fact]
    public async Task Listens_on_every_address_asked_for()
    {
        _folder.Write("site.ini", Hello);
        await using var site = await ServeAsync("serve", "who=me", "-b", "127.0.0.1:0", "-b", $"unix:{_folder.Path}/site.sock?mode=0600");
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);

        await site.SeeAsync("site.sock");
        await socket.ConnectAsync(new UnixDomainSocketEndPoint($"{_folder.Path}/site.sock"));

        Assert.Equal("Hello", await GetAsync(site));
    }

    [Fact]
    public async Task Ends_with_143_after_SIGTERM_and_130_after_SIGINT()
    {
        _folder.Write("site.ini", Hello);
        await using var first = await ServeAsync("serve", "who=me", "-b", "127.0.0.1:0");
        await using var second = await ServeAsync("serve", "who=me", "-b", "127.0.0.1:0");

        Assert.Equal(143, (await first.TerminateAsync()).ExitCode);
        Assert.Equal(130, (await second.InterruptAsync()).ExitCode);
    }

    [Fact]
    public async Task Goes_on_after_SIGHUP()
    {
        _folder.Write("site.ini", Hello);
        await using var site = await ServeAsync("serve", "who=me", "-b", "127.0.0.1:0");
        using var client = new HttpClient();

        site.SendHangup();
        await site.SeeAsync("SIGHUP: log files are opened again");

        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(site.Address)).StatusCode);
        Assert.Equal(143, (await site.TerminateAsync()).ExitCode);
    }

    [Fact]
    public async Task Finishes_what_runs_after_the_first_signal()
    {
        _folder.Write("slow.py", SlowApp);
        _folder.Write("site.ini", "[app:main]\nuse = wsgi:slow:app\n");
        await using var site = await ServeAsync("serve", "-b", "127.0.0.1:0");
        using var client = new HttpClient();

        var answer = client.GetStringAsync(site.Address);
        await site.SeeAsync("slow app runs");
        site.SendTerminate();
        await site.SeeAsync("stopping");
        _folder.Write("go", "");

        Assert.Equal("done", await answer);
        Assert.Equal(143, (await site.EndAsync()).ExitCode);
    }

    [Fact]
    public async Task Ends_at_once_after_the_second_signal()
    {
        _folder.Write("slow.py", SlowApp);
        _folder.Write("site.ini", "[app:main]\nuse = wsgi:slow:app\n");
        await using var site = await ServeAsync("serve", "-b", "127.0.0.1:0");
        using var client = new HttpClient();

        var answer = client.GetStringAsync(site.Address);
        await site.SeeAsync("slow app runs");
        site.SendTerminate();
        await site.SeeAsync("stopping");

        Assert.Equal(143, (await site.TerminateAsync()).ExitCode);
        await Assert.ThrowsAsync<HttpRequestException>(() => answer);
    }

    [Fact]
    public async Task Cuts_off_what_outlasts_the_graceful_timeout()
    {
        _folder.Write("slow.py", SlowApp);
        _folder.Write("site.ini", "[app:main]\nuse = wsgi:slow:app\n");
        await using var site = await ServeAsync("serve", "-b", "127.0.0.1:0", "--graceful-timeout", "0.1");
        using var client = new HttpClient();

        var answer = client.GetStringAsync(site.Address);
        await site.SeeAsync("slow app runs");

        Assert.Equal(143, (await site.TerminateAsync()).ExitCode);
        await Assert.ThrowsAsync<HttpRequestException>(() => answer);
    }

    [Fact]
    public async Task Prints_a_line_for_every_request_unless_told_otherwise()
    {
        _folder.Write("site.ini", Hello);
        await using var loud = await ServeAsync("serve", "who=me", "-b", "127.0.0.1:0");
        await using var silent = await ServeAsync("serve", "who=me", "-b", "127.0.0.1:0", "--access-log", "off");
        await using var toFile = await ServeAsync("serve", "who=me", "-b", "127.0.0.1:0", "--access-log", "access.log");

        foreach (var site in (ComposeProcess[])[loud, silent, toFile])
        {
            await GetAsync(site);
            await site.TerminateAsync();
        }

        Assert.Contains("\"GET / HTTP/1.1\" 200 5 ", loud.Output, StringComparison.Ordinal);
        Assert.Equal("", silent.Output);
        Assert.Equal("", toFile.Output);
        Assert.Contains("\"GET / HTTP/1.1\" 200 5 ", await File.ReadAllTextAsync($"{_folder.Path}/access.log"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Does_not_double_the_access_log_of_the_pipeline()
    {
        _folder.Write("site.ini", """
            [pipeline:main]
            pipeline = log hello

            [filter:log]
            use = egg:Paste#translogger

            [app:hello]
            use = composer:respond
            text = Hello
            """);
        await using var site = await ServeAsync("serve", "-b", "127.0.0.1:0");

        await GetAsync(site);
        var end = await site.TerminateAsync();

        Assert.Single(end.Output.Split('\n'), line => line.Contains("GET /", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Logs_json_objects_when_asked_to()
    {
        _folder.Write("site.ini", Hello);
        await using var site = await ServeAsync("serve", "who=me", "-b", "127.0.0.1:0", "--log-format", "json");

        await GetAsync(site);
        var end = await site.TerminateAsync();

        Assert.All((end.Error + end.Output).Split('\n', StringSplitOptions.RemoveEmptyEntries), line => JsonDocument.Parse(line).Dispose());
    }

    [Fact]
    public async Task Says_which_address_is_taken_with_exit_code_5()
    {
        _folder.Write("site.ini", Hello);
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;

        var end = await ComposeProcess.RunAsync(_folder.Path, "serve", "who=me", "-b", $"127.0.0.1:{port}");

        Assert.Equal(5, end.ExitCode);
        Assert.Contains($"cannot listen on 127.0.0.1:{port}: another program listens there", end.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", end.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Says_which_Python_is_missing_with_exit_code_6()
    {
        _folder.Write("site.ini", "[app:main]\nuse = wsgi:slow:app\n");

        var end = await ComposeProcess.RunAsync(_folder.Path, "--python", "/nowhere/python3", "serve");

        Assert.Equal(6, end.ExitCode);
        Assert.Contains("there is no Python at '/nowhere/python3'", end.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Needs_no_Python_for_a_site_without_Python()
    {
        _folder.Write("site.ini", Hello);
        await using var site = await ServeAsync("--python", "/nowhere/python3", "serve", "who=me", "-b", "127.0.0.1:0");

        Assert.Equal("Hello", await GetAsync(site));
    }

    [Theory]
    [InlineData("raise ValueError('bad total')", "raised ValueError: bad total")]
    [InlineData("return None", "returned None")]
    public async Task Says_which_factory_failed_with_exit_code_4(string body, string expected)
    {
        _folder.Write("shop.py", $"def make(global_conf):\n    {body}\n");
        _folder.Write("site.ini", "[app:main]\nuse = call:shop:make\n");

        var end = await ComposeProcess.RunAsync(_folder.Path, "serve");

        Assert.Equal(4, end.ExitCode);
        Assert.Contains($"site.ini:2:7: error factory-failed: app 'main': 'call:shop:make' {expected}", end.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Traceback", end.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Shows_the_traceback_of_a_failing_factory_with_v()
    {
        _folder.Write("shop.py", "def make(global_conf):\n    raise ValueError('bad total')\n");
        _folder.Write("site.ini", "[app:main]\nuse = call:shop:make\n");

        var end = await ComposeProcess.RunAsync(_folder.Path, "serve", "-v");

        Assert.Contains("shop.py\", line 2, in make", end.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[server:main]\nuse = egg:waitress#main\nthreads = 3\nlisten = 127.0.0.1:0\n", 3, "serve")]
    [InlineData("[server:main]\nuse = egg:waitress#main\nthreads = 3\nlisten = 127.0.0.1:0\n", 5, "serve", "--threads", "5")]
    [InlineData("[composer]\nthreads = 4\n[server:main]\nuse = composer:http\nport = 0\n", 4, "serve")]
    [InlineData("[server:main]\nuse = composer:http\nport = 0\n", 16, "serve")]
    public async Task Python_gets_the_threads_that_the_command_line_or_the_config_says(string sections, int threads, params string[] words)
    {
        _folder.Write("empty.py", "def app(environ, start_response):\n    start_response('200 OK', [])\n    return [b'ok']\n");
        _folder.Write("site.ini", "[app:main]\nuse = wsgi:empty:app\n" + sections);
        await using var site = await ServeAsync(words);

        Assert.Contains($", {threads} threads\n", site.Error, StringComparison.Ordinal);
        Assert.Equal("ok", await GetAsync(site));
    }

    [Fact]
    public async Task A_server_of_the_Python_world_is_stood_in_for_and_one_line_says_so()
    {
        _folder.Write("site.ini", Hello + "\n[server:main]\nuse = egg:waitress#main\nlisten = 127.0.0.1:0\n");
        await using var site = await ServeAsync("serve", "who=me");

        Assert.Contains("'egg:waitress#main': Composer's own HTTP server takes its place", site.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Loggers_of_the_config_are_honoured()
    {
        _folder.Write("talk.py", "import logging\n\n\ndef app(environ, start_response):\n    logging.getLogger('talk').debug('heard')\n    start_response('200 OK', [])\n    return [b'ok']\n");
        _folder.Write("site.ini", """
            [app:main]
            use = wsgi:talk:app

            [loggers]
            keys = root, talk

            [handlers]
            keys = file

            [formatters]
            keys = plain

            [logger_root]
            level = WARNING
            handlers = file

            [logger_talk]
            level = DEBUG
            handlers =
            qualname = talk

            [handler_file]
            class = FileHandler
            args = ('%(here)s/talk.log',)
            formatter = plain

            [formatter_plain]
            format = %(levelname)s %(name)s %(message)s
            """);
        await using var site = await ServeAsync("serve", "-b", "127.0.0.1:0");

        await GetAsync(site);
        await site.TerminateAsync();

        Assert.Equal("DEBUG talk heard\n", await File.ReadAllTextAsync($"{_folder.Path}/talk.log"));
    }

    private const string SlowApp = """
        import os, sys, time

        def app(environ, start_response):
            print("slow app runs", file=sys.stderr, flush=True)
            while not os.path.exists(os.path.join(os.path.dirname(__file__), "go")):
                time.sleep(0.005)
            start_response("200 OK", [("Content-Type", "text/plain")])
            return [b"done"]

        """;

    private Task<ComposeProcess> ServeAsync(params string[] words) => ComposeProcess.ServeAsync(_folder.Path, words);

    private static async Task<string> GetAsync(ComposeProcess site)
    {
        using var client = new HttpClient();
        return await client.GetStringAsync(site.Address);
    }
}
