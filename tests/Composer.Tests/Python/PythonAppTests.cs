// SPDX-License-Identifier: MIT
using Composer.Python;
using Composer.Wsgi;
using Microsoft.Extensions.Logging;

namespace Composer.Tests.Python;

[Collection("Python")]
public sealed class PythonAppTests
{
    [Fact]
    public void An_app_answers()
    {
        var result = Wsgi.Get("/", Embedded.App("hello"));

        Assert.Equal("200 OK", result.Status);
        Assert.Equal("text/plain", result.Headers["content-type"]);
        Assert.Equal("Hello, World!", result.Text);
    }

    [Fact]
    public void The_environ_is_a_dict_with_every_key_of_PEP_3333()
    {
        var environ = Wsgi.Get("/caf%C3%A9?a=b", Embedded.App("show"), ("X-Test", "yes")).Json;

        Assert.True(environ.GetProperty("is dict").GetBoolean());
        Assert.Equal("GET", environ.GetProperty("REQUEST_METHOD").GetString());
        Assert.Equal("", environ.GetProperty("SCRIPT_NAME").GetString());
        Assert.Equal("/cafÃ©", environ.GetProperty("PATH_INFO").GetString());
        Assert.Equal("a=b", environ.GetProperty("QUERY_STRING").GetString());
        Assert.Equal("/caf%C3%A9?a=b", environ.GetProperty("REQUEST_URI").GetString());
        Assert.Equal("/caf%C3%A9?a=b", environ.GetProperty("RAW_URI").GetString());
        Assert.Equal("yes", environ.GetProperty("HTTP_X_TEST").GetString());
        Assert.Equal("localhost", environ.GetProperty("SERVER_NAME").GetString());
        Assert.Equal("80", environ.GetProperty("SERVER_PORT").GetString());
        Assert.Equal("http", environ.GetProperty("wsgi.url_scheme").GetString());
        Assert.Equal("[1, 0]", environ.GetProperty("wsgi.version").GetRawText());
        Assert.True(environ.GetProperty("wsgi.multithread").GetBoolean());
        Assert.False(environ.GetProperty("wsgi.multiprocess").GetBoolean());
        Assert.False(environ.GetProperty("wsgi.run_once").GetBoolean());
        var types = environ.GetProperty("types");
        Assert.Equal("Input", types.GetProperty("wsgi.input").GetString());
        Assert.Equal("Errors", types.GetProperty("wsgi.errors").GetString());
        Assert.Equal("type", types.GetProperty("wsgi.file_wrapper").GetString());
    }

    [Fact]
    public async Task An_environ_that_is_used_again_shows_nothing_of_the_request_before()
    {
        var app = Embedded.App("show");
        var environ = Wsgi.Environ("POST", "/first?x=1", "body", ("Cookie", "secret"), ("X-Once", "1"));
        _ = await Wsgi.RunAsync(environ, app);
        environ.Clear();
        foreach (var (key, value) in Wsgi.Environ("GET", "/second"))
        {
            environ[key] = value;
        }

        var second = (await Wsgi.RunAsync(environ, app)).Json;

        Assert.Equal("/second", second.GetProperty("PATH_INFO").GetString());
        Assert.False(second.TryGetProperty("HTTP_COOKIE", out _));
        Assert.False(second.TryGetProperty("HTTP_X_ONCE", out _));
        Assert.False(second.TryGetProperty("CONTENT_TYPE", out _));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    [InlineData(1_000_000)]
    public void The_body_of_a_request_is_read_to_its_end_and_no_further(int size)
    {
        var result = Wsgi.Post("/", Embedded.App("read_all"), new string('x', size));

        Assert.Equal($"[{size}, 0, \"{size}\"]", result.Text);
    }

    [Fact]
    public void The_input_is_read_by_size_and_by_line()
    {
        var result = Wsgi.Post("/", Embedded.App("read_lines"), "one\ntwo and more\nthree\nfour\nfive");

        Assert.Equal(@"[b'', b'one\n', b'two', b' and more\n', [b'three\n'], [b'four\n', b'five'], b'', []]", result.Text);
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(1_000_000)]
    public void A_body_of_unknown_length_is_there_with_its_length(int size)
    {
        var result = Wsgi.Request("POST", "/", Embedded.App("read_all"), new string('x', size), prepare: environ => environ[EnvironKey.ContentLength] = null);

        Assert.Equal($"[{size}, 0, \"{size}\"]", result.Text);
    }

    [Fact]
    public void A_body_that_breaks_off_is_an_OSError_in_the_app()
    {
        var error = Assert.Throws<PythonException>(() => Wsgi.Request("POST", "/", Embedded.App("read_all"), "x", prepare: environ => environ.Input = new BrokenStream()));

        Assert.Equal("_composer.DotNetIOError: the client is gone", error.Message);
        Assert.IsType<IOException>(error.InnerException);
    }

    [Fact]
    public void A_generator_yields_its_blocks()
    {
        Assert.Equal("block 0\nblock 1\nblock 2\nblock 3\nblock 4\n", Wsgi.Get("/", Embedded.App("generator")).Text);
    }

    [Fact]
    public void Start_response_may_come_as_late_as_the_first_block()
    {
        var result = Wsgi.Get("/", Embedded.App("late"));

        Assert.Equal("yes", result.Headers["X-Late"]);
        Assert.Equal("late", result.Text);
    }

    [Theory]
    [InlineData("never", "did not call start_response")]
    [InlineData("twice", "a second time without exc_info")]
    [InlineData("returns_none", "the app returned None; it must return an iterable of bytes")]
    [InlineData("number_in_header", "X-Number: names and values of response headers must be str (PEP 3333), not int")]
    [InlineData("line_in_header", "X-Line: the header value holds a control character")]
    public void An_app_that_breaks_the_rules_of_start_response_fails(string app, string message)
    {
        var error = Assert.ThrowsAny<Exception>(() => Wsgi.Get("/", Embedded.App(app)));

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Exc_info_before_the_first_block_replaces_status_and_headers()
    {
        var result = Wsgi.Get("/", Embedded.App("replaced"));

        Assert.Equal("500 Oops", result.Status);
        Assert.Null(result.Headers["X-First"]);
        Assert.Equal("2", result.Headers["X-Second"]);
    }

    [Theory]
    [InlineData("too_late", "ValueError: too late")]
    [InlineData("fails_later", "ValueError: in the middle")]
    public async Task An_error_after_the_first_block_reaches_whoever_reads_the_body(string app, string message)
    {
        await using var response = await Embedded.App(app).InvokeAsync(Wsgi.Environ("GET", "/"));
        var first = await response.Body.ReadAsync();

        Assert.Equal("first"u8, first.Span);
        var error = await Assert.ThrowsAsync<PythonException>(async () => await response.Body.ReadAsync());
        Assert.Equal(message, error.Message);
    }

    [Fact]
    public void What_was_written_comes_before_what_was_returned()
    {
        Assert.Equal("written twice and returned", Wsgi.Get("/", Embedded.App("writes")).Text);
    }

    [Theory]
    [InlineData("closing", int.MaxValue)]
    [InlineData("endless", 3)]
    [InlineData("close_fails", int.MaxValue)]
    public void The_iterable_is_closed_once(string app, int blocks)
    {
        Wsgi.Get("/", Embedded.App("reset"));

        Wsgi.Request("GET", "/", Embedded.App(app), blocks: blocks);

        Assert.Equal("1", Wsgi.Get("/", Embedded.App("reset")).Text);
    }

    [Fact]
    public async Task The_iterable_is_closed_once_when_it_fails()
    {
        Wsgi.Get("/", Embedded.App("reset"));

        await Assert.ThrowsAsync<PythonException>(() => Wsgi.RequestAsync("GET", "/", Embedded.App("fails_later")));

        Assert.Equal("1", Wsgi.Get("/", Embedded.App("reset")).Text);
    }

    [Fact]
    public void An_endless_body_runs_ahead_only_a_little()
    {
        var result = Wsgi.Request("GET", "/", Embedded.App("endless"), blocks: 1);

        Assert.InRange(result.Body.Length, 1, 200_000);
    }

    [Theory]
    [InlineData("status")]
    [InlineData("status-short")]
    [InlineData("status-bytes")]
    [InlineData("header-value")]
    [InlineData("header-name")]
    [InlineData("header-latin")]
    [InlineData("headers-tuple")]
    [InlineData("headers-none")]
    [InlineData("none")]
    [InlineData("int")]
    [InlineData("str")]
    [InlineData("bytes")]
    [InlineData("list-of-str")]
    [InlineData("recursion")]
    [InlineData("exit")]
    [InlineData("interrupt")]
    [InlineData("generator-exit")]
    [InlineData("value")]
    public void Whatever_an_app_does_wrong_is_an_error_of_that_request_alone(string mistake)
    {
        Assert.ThrowsAny<Exception>(() => Wsgi.Get("/" + mistake, Embedded.App("bad")));

        Assert.Equal("Hello, World!", Wsgi.Get("/", Embedded.App("hello")).Text);
    }

    [Fact]
    public void An_exception_carries_Pythons_last_line_and_traceback()
    {
        var error = Assert.Throws<PythonException>(() => Wsgi.Get("/value", Embedded.App("bad")));

        Assert.Equal("ValueError: bad total", error.Message);
        Assert.Contains("apps.py\", line", error.Traceback, StringComparison.Ordinal);
        Assert.Equal(error.Traceback, error.Data["python.traceback"]);
    }

    [Fact]
    public void Subclasses_of_str_and_tuples_of_blocks_are_taken()
    {
        var result = Wsgi.Get("/", Embedded.App("subclass"));

        Assert.Equal("class", result.Headers["X-Sub"]);
        Assert.Equal("tuple of two", result.Text);
    }

    [Fact]
    public void A_large_block_arrives_whole()
    {
        Assert.Equal(300_000, Wsgi.Get("/", Embedded.App("big")).Body.Length);
    }

    [Fact]
    public async Task A_wrapped_file_goes_out_as_a_file_from_its_current_offset()
    {
        var path = Path.Combine(Architecture.Repository.Root, "tests/Composer.Tests/Python/apps.py");
        var app = Embedded.Host.AsApp(Embedded.Host.Import("apps:wrapped_file"), "wrapped_file", null);

        await using var response = await app.InvokeAsync(Wsgi.Environ("GET", "/"));

        Assert.Equal(10, response.Body.File?.Offset);
        Assert.Equal(new FileInfo(path).Length - 10, response.Body.File?.Length);
    }

    [Fact]
    public void A_wrapped_file_ends_at_the_content_length() =>
        Assert.Equal("# SPDX-Lic", Wsgi.Get("/", Embedded.App("wrapped_part")).Text);

    [Fact]
    public void A_wrapped_object_that_is_no_file_is_read()
    {
        Assert.Equal("onetwo", Wsgi.Get("/", Embedded.App("wrapped_other")).Text);
    }

    [Fact]
    public void Print_wsgi_errors_and_logging_end_in_the_log()
    {
        var result = Wsgi.Get("/", Embedded.App("logs"));

        Assert.Contains(Embedded.Logs.Entries, entry => entry is { Category: "python.stdout", Message: "printed" });
        Assert.Contains(Embedded.Logs.Entries, entry => entry is { Category: "shop", Message: "logged 7" });
        Assert.Contains("to errors", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Requests_that_wait_run_side_by_side()
    {
        var app = Embedded.App("meets");

        var results = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => Wsgi.RequestAsync("GET", "/", app))));

        Assert.All(results, result => Assert.Equal("met", result.Text));
    }

    [Fact]
    public async Task An_app_with_one_thread_stays_on_it()
    {
        var app = Embedded.Host.AsApp(Embedded.Host.Import("apps:who"), "who", 1);

        var threads = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => Wsgi.RequestAsync("GET", "/", app))));

        Assert.Single(threads.Select(result => result.Text).Distinct());
    }

    [Fact]
    public void A_forked_child_that_calls_a_component_gets_an_exception_and_the_parent_lives()
    {
        var forks = (IWsgiApp)Embedded.Host.AsApp(Embedded.Host.Call(Embedded.Host.Import("apps:with_app"), [Wsgi.App("200 OK")], [])!, "forks", null);

        for (var i = 0; i < 20; i++)
        {
            Assert.Equal("DotNetError", Wsgi.Get("/", forks).Text);
        }
    }

    [Fact]
    public void An_exception_that_ends_a_thread_is_an_error_in_the_log()
    {
        Wsgi.Get("/", Embedded.App("fails_in_thread"));

        var entry = Assert.Single(Embedded.Logs.Entries, entry => entry.Message.StartsWith("exception in thread mailer\n", StringComparison.Ordinal));
        Assert.Equal(("python", LogLevel.Error), (entry.Category, entry.Level));
        Assert.EndsWith("ZeroDivisionError: division by zero", entry.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_request_prints_without_a_line_end_is_no_part_of_the_next_ones_lines()
    {
        var app = Embedded.Host.AsApp(Embedded.Host.Import("apps:half_lines"), "half_lines", 1);

        Wsgi.Get("/one", app);
        Wsgi.Get("/two", app);

        Assert.Contains(Embedded.Logs.Entries, entry => entry is { Category: "python.stdout", Message: "half of /one" });
        Assert.Contains(Embedded.Logs.Entries, entry => entry is { Category: "python.stdout", Message: "half of /two" });
    }

    [Fact]
    public void A_factory_gets_its_settings_in_order()
    {
        var app = Embedded.Host.Call(
            Embedded.Host.Import("apps:factory"), [new Dictionary<string, object?> { ["here"] = "/x" }], [new("b", "2"), new("odd key", "1")]);

        var result = Wsgi.Get("/", Embedded.Host.AsApp(app!, "factory", null));

        Assert.Equal("""[{"here": "/x"}, {"b": "2", "odd key": "1"}]""", result.Text);
    }

    [Fact]
    public void A_factory_that_misses_settings_says_what_it_got_and_what_it_wants()
    {
        var error = Assert.Throws<PythonException>(() => Embedded.Host.Call(
            Embedded.Host.Import("apps:strict"), [new Dictionary<string, object?> { ["here"] = "/etc/uni" }], []));

        Assert.Equal("TypeError: strict() missing 2 required positional arguments: 'a' and 'b'; got ({'here':...ni'}), wanted (global_conf, a, b)", error.Message);
    }

    [Fact]
    public void An_import_that_fails_says_what_Python_says()
    {
        var error = Assert.Throws<PythonException>(() => Embedded.Host.Import("no_such_module:app"));

        Assert.Equal("ModuleNotFoundError: No module named 'no_such_module'", error.Message);
    }

    private sealed class BrokenStream : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            ValueTask.FromException<int>(new IOException("the client is gone"));
    }
}
