// SPDX-License-Identifier: MIT
using System.Text.RegularExpressions;
using Composer.Middleware;
using Composer.Tests.Servers;
using Composer.Wsgi;
using Microsoft.Extensions.Logging;

namespace Composer.Tests.Middleware;

public sealed class ErrorCatcherTests
{
    private const string Traceback = """
        Traceback (most recent call last):
          File "/srv/shop/total.py", line 7, in total
            return parse(text)
        KeyError: 'price'

        During handling of the above exception, another exception occurred:

        Traceback (most recent call last):
          File "/usr/lib/python3/dist-packages/flask/app.py", line 1478, in __call__
            return self.wsgi_app(environ, start_response)
          File "/srv/shop/views.py", line 12, in checkout
            total(<script>)
            ^^^^^^^^^^^^^^^
        ValueError: hi <script>
        """;

    private const string Group = """
        Traceback (most recent call last):
          File "/srv/shop/a.py", line 1, in first
            first()
        OSError: before

        During handling of the above exception, another exception occurred:

          + Exception Group Traceback (most recent call last):
          |   File "/srv/shop/b.py", line 2, in second
          |     a | b
          | ExceptionGroup: two (2 sub-exceptions)
          +-+---------------- 1 ----------------
            | Traceback (most recent call last):
            |   File "/srv/shop/c.py", line 3, in third
            |     third()
            | KeyError: 'k'
            |
            | The above exception was the direct cause of the following exception:
            |
            | Traceback (most recent call last):
            |   File "/srv/shop/d.py", line 4, in fourth
            |     fourth()
            | ValueError: v
            +---------------- 2 ----------------
            | ExceptionGroup: inner (1 sub-exception)
            +-+---------------- 1 ----------------
              | TypeError
              +------------------------------------
        """;

    private readonly ManualClock _clock = new();
    private readonly RecordingLogger<ErrorCatcher> _log = new();

    [Fact]
    public void An_exception_becomes_a_page_that_gives_nothing_away_and_a_log_entry()
    {
        var result = Wsgi.Get("/", Catcher(Raising(new FormatException("hi <b>"))), ("Accept", "text/html"));

        Assert.Equal("500 Internal Server Error", result.Status);
        Assert.Equal("text/html; charset=utf-8", result.Headers["Content-Type"]);
        Assert.DoesNotContain("FormatException", result.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("hi &lt;b", result.Text, StringComparison.Ordinal);
        var entry = Assert.Single(_log.Entries);
        Assert.Equal(LogLevel.Error, entry.Level);
        Assert.Contains("FormatException: hi <b>", entry.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_request_id_is_the_same_in_page_header_and_log()
    {
        var result = Wsgi.Request("GET", "/", Catcher(Raising()), prepare: environ => environ[EnvironKey.RequestId] = "id-42", headers: ("Accept", "text/html"));

        Assert.Contains("id-42", result.Text, StringComparison.Ordinal);
        Assert.Equal("id-42", result.Headers["X-Request-ID"]);
        Assert.Contains("id-42", Assert.Single(_log.Messages), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("application/json", "application/problem+json")]
    [InlineData("application/problem+json", "application/problem+json")]
    [InlineData("text/html,application/xhtml+xml,*/*;q=0.8", "text/html; charset=utf-8")]
    [InlineData("*/*", "text/plain; charset=utf-8")]
    [InlineData("image/png", "text/plain; charset=utf-8")]
    public void The_client_gets_the_form_that_it_asks_for(string accept, string type)
    {
        Assert.Equal(type, Wsgi.Get("/", Catcher(Raising()), ("Accept", accept)).Headers["Content-Type"]);
    }

    [Fact]
    public void JSON_is_a_problem_of_RFC_9457()
    {
        var json = Wsgi.Get("/", Catcher(Raising()), ("Accept", "application/json")).Json;

        Assert.Equal(("about:blank", "Internal Server Error", 500), (json.GetProperty("type").GetString(), json.GetProperty("title").GetString(), json.GetProperty("status").GetInt32()));
        Assert.NotEmpty(json.GetProperty("request_id").GetString()!);
    }

    [Fact]
    public void A_generator_that_fails_before_its_first_block_is_a_500_and_is_closed()
    {
        var result = Wsgi.Get("/", Catcher(Wsgi.App(_ => Wsgi.Answer("200 OK", new BlocksBody(Failing(0))))));

        Assert.Equal(500, result.StatusCode);
        Assert.Equal(1, result.Closes);
    }

    [Fact]
    public void One_that_fails_later_breaks_the_answer_off_is_logged_and_closed()
    {
        Environ? seen = null;
        var app = Catcher(Wsgi.App(environ =>
        {
            seen = environ;
            return Wsgi.Answer("200 OK", new BlocksBody(Failing(1)));
        }));

        Assert.Throws<FormatException>(() => Wsgi.Get("/", app));
        Assert.Contains("FormatException", Assert.Single(_log.Messages), StringComparison.Ordinal);
        Assert.Equal(1, RequestTrace.Of(seen!).Closes);
    }

    [Fact]
    public void A_failing_close_is_only_logged()
    {
        var result = Wsgi.Get("/", Catcher(Wsgi.App(_ => Wsgi.Answer("200 OK", new FailingClose()))));

        Assert.Equal("x", result.Text);
        Assert.Contains("cannot close", Assert.Single(_log.Messages), StringComparison.Ordinal);
    }

    [Fact]
    public void A_healthy_answer_passes_block_by_block()
    {
        var result = Wsgi.Get("/", Catcher(Wsgi.Stream("200 OK", "a", "b", "c")));

        Assert.Equal(["a", "b", "c"], result.Blocks.Select(block => ((char)block[0]).ToString()));
        Assert.Empty(_log.Entries);
    }

    [Fact]
    public void An_HttpError_keeps_status_text_and_headers_and_is_not_logged_below_500()
    {
        var error = new HttpError(429, "Slow down.");
        error.Headers.Add("Retry-After", "5");

        var result = Wsgi.Get("/", Catcher(Raising(error)), ("Accept", "text/html"));

        Assert.Equal("429 Too Many Requests", result.Status);
        Assert.Contains("Slow down.", result.Text, StringComparison.Ordinal);
        Assert.Equal("5", result.Headers["Retry-After"]);
        Assert.Empty(_log.Entries);
    }

    [Fact]
    public void An_HttpError_from_500_on_is_logged_as_the_answer_that_it_is_with_its_cause_and_without_its_stack()
    {
        var cause = new TimeoutException("the store is away");

        Wsgi.Get("/cart", Catcher(Raising(new HttpError(503, "Come back later.", cause))));

        var entry = Assert.Single(_log.Entries);
        Assert.StartsWith("GET /cart answered with 503: Come back later. [", entry.Message, StringComparison.Ordinal);
        Assert.Same(cause, entry.Exception);
    }

    [Fact]
    public void An_HttpError_may_redirect()
    {
        var error = new HttpError(302, "Found");
        error.Headers.Add("Location", "/bing/foo");

        var result = Wsgi.Get("/", Catcher(Raising(error)));

        Assert.Equal(("302 Found", "/bing/foo"), (result.Status, result.Headers["Location"]));
    }

    [Fact]
    public void The_debug_page_shows_the_error_escaped_with_its_frames_of_both_languages()
    {
        var text = Wsgi.Get("/", Catcher(Raising(Python()), new() { Debug = true }), ("Accept", "text/html")).Text;

        Assert.DoesNotContain("<script>", text, StringComparison.Ordinal);
        Assert.Contains("ValueError", text, StringComparison.Ordinal);
        Assert.Contains("hi &lt;script&gt;", text, StringComparison.Ordinal);
        Assert.Contains("checkout", text, StringComparison.Ordinal);
        Assert.Contains("KeyError", text, StringComparison.Ordinal);
        Assert.Contains(nameof(ErrorCatcherTests), text, StringComparison.Ordinal);
    }

    [Fact]
    public void Frames_of_Python_come_before_those_of_CSharp_and_the_cause_after()
    {
        var exceptions = CaughtException.Chain(Thrown(Python()), 3);

        Assert.Equal(["ValueError", "KeyError"], exceptions.Select(caught => caught.Type));
        Assert.Equal(["checkout", "__call__"], exceptions[0].Frames.Take(2).Select(frame => frame.Function));
        Assert.Equal("total(<script>)", exceptions[0].Frames[0].Source.Single().Text);
        Assert.True(exceptions[0].Frames[0].Open);
        Assert.Contains(exceptions[0].Frames, frame => frame.Language == "C#" && frame.Function.Contains(nameof(Thrown), StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_in_a_group_of_exceptions_is_shown_with_what_led_to_it()
    {
        var exceptions = PythonTraceback.Read(Group);

        Assert.Equal(
            [" ExceptionGroup two (2 sub-exceptions)", "Before that OSError before", "In the group ValueError v", "Before that KeyError 'k'", "In the group ExceptionGroup inner (1 sub-exception)", "In the group TypeError "],
            exceptions.Select(caught => $"{caught.Relation} {caught.Type} {caught.Message}"));
        Assert.Equal("second first fourth third", string.Join(' ', exceptions.SelectMany(caught => caught.Frames).Select(frame => frame.Function)));
        Assert.Equal("a | b", exceptions[0].Frames[0].Code);
    }

    [Fact]
    public void What_a_group_has_led_to_comes_first()
    {
        var outer = Group + "\n\nThe above exception was the direct cause of the following exception:\n\nTraceback (most recent call last):\n  File \"/srv/e.py\", line 5, in fifth\nRuntimeError: outer\n";

        Assert.Equal(["RuntimeError", "ExceptionGroup", "OSError", "ValueError"], PythonTraceback.Read(outer).Select(caught => caught.Type).Take(4));
    }

    [Fact]
    public void A_message_may_look_like_a_traceback()
    {
        const string Text = "Traceback (most recent call last):\n  File \"/srv/a.py\", line 1, in f\n    raise x\nValueError: one\n\ntwo\n  File \"/etc/passwd\", line 1, in root\nTraceback (most recent call last):\n  fake\n";

        var caught = Assert.Single(PythonTraceback.Read(Text));

        Assert.Equal("f", Assert.Single(caught.Frames).Function);
        Assert.StartsWith("one\n\ntwo", caught.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Calls_of_CSharp_between_those_of_Python_stay_where_they_were()
    {
        const string Text = """
            Traceback (most recent call last):
              File "/srv/filter.py", line 3, in filtered
                return app(environ, start_response)
               at Composer.Middleware.RequestId.InvokeAsync(Environ environ) in /src/RequestId.cs:line 36
               at Company.Filter.InvokeAsync(Environ environ)
              File "/srv/app.py", line 9, in app
                raise ValueError("x")
            ValueError: x
            """;

        var frames = Assert.Single(PythonTraceback.Read(Text)).Frames;

        Assert.Equal(
            ["Python app 9", "C# Company.Filter.InvokeAsync(Environ environ) 0", "C# Composer.Middleware.RequestId.InvokeAsync(Environ environ) 36", "Python filtered 3"],
            frames.Select(frame => $"{frame.Language} {frame.Function} {frame.Line}"));
    }

    [Fact]
    public void Sources_are_shown_whatever_their_encoding_and_however_long_their_lines()
    {
        var file = Path.GetTempFileName();
        File.WriteAllBytes(file, System.Text.Encoding.Latin1.GetBytes("s = 'café'\n" + new string('x', 5000) + "\n"));

        var lines = SourceLine.Around(new Composer.Middleware.Frame("Python", "f", file, 1), 3);

        Assert.Equal("s = 'café'", lines[0].Text);
        Assert.Equal(1001, lines[1].Text.Length);
        Assert.Empty(SourceLine.Around(new Composer.Middleware.Frame("Python", "f", "/dev/zero", 1), 3));
        File.Delete(file);
    }

    [Fact]
    public void A_message_of_megabytes_makes_no_page_of_megabytes()
    {
        var result = Wsgi.Get("/", Catcher(Raising(new FormatException(new string('m', 10_000_000))), new() { Debug = true, ShowExceptionsInWsgiErrors = true }), ("Accept", "text/html"));

        Assert.InRange(result.Text.Length, 0, 400_000);
        Assert.InRange(result.Errors.Length, 0, 400_000);
    }

    [Theory]
    [InlineData("HTTP_X_ORIGINAL_URL", "/a?password=TOPSECRET", "/a?password=[hidden]")]
    [InlineData("HTTP_REFERER", "http://shop/?x=1&token=TOPSECRET", "http://shop/?x=1&token=[hidden]")]
    [InlineData("QUERY_STRING", "token=TOPSECRET", "token=[hidden]")]
    [InlineData("shop.database", "postgres://shop:TOPSECRET@db/shop", "postgres://shop:[hidden]@db/shop")]
    [InlineData("shop.home", "http://shop:8080/x?mail=a@b", "http://shop:8080/x?mail=a@b")]
    [InlineData("HTTP_PROXY_AUTHORIZATION", "Basic TOPSECRET", "[hidden]")]
    [InlineData("shop.bytes", null, "<3 bytes>")]
    public void Values_of_the_environ_are_shown_without_the_secrets_in_them(string key, string? value, string shown)
    {
        var environ = Wsgi.Environ("GET", "/");
        environ[key] = value ?? (object)"abc"u8.ToArray();

        Assert.Equal(shown, Assert.Single(EnvironTable.Of(environ), row => row.Name == key).ValueText);
    }

    [Theory]
    [InlineData("text/html")]
    [InlineData("text/plain")]
    [InlineData("application/json")]
    public void The_password_of_a_URL_in_a_message_is_hidden(string accept)
    {
        var app = Catcher(Raising(new FormatException("no route to postgres://shop:TOPSECRET@db/shop")), new() { Debug = true, ShowExceptionsInWsgiErrors = true });

        var result = Wsgi.Get("/", app, ("Accept", accept));

        Assert.Contains("postgres://shop:[hidden]@db/shop", result.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("TOPSECRET", result.Text + result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void An_environ_in_an_environ_is_not_shown()
    {
        var environ = Wsgi.Environ("GET", "/");
        environ["paste.recursive.previous_environ"] = Wsgi.Environ("GET", "/", null, ("Cookie", "TOPSECRET"));

        Assert.Equal("<environ>", Assert.Single(EnvironTable.Of(environ), row => row.Name == "paste.recursive.previous_environ").ValueText);
    }

    [Fact]
    public void The_debug_page_hides_secrets()
    {
        var text = Wsgi.Get("/?token=TOPSECRET3", Catcher(Raising(), new() { Debug = true }), ("Accept", "text/html"), ("Cookie", "sid=TOPSECRET1"), ("Authorization", "Basic VE9QU0VDUkVUMg==")).Text;

        Assert.Contains("HTTP_COOKIE", text, StringComparison.Ordinal);
        Assert.DoesNotContain("TOPSECRET", text, StringComparison.Ordinal);
        Assert.DoesNotContain("VE9QU0VDUkVUMg", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("127.0.0.1", "localhost:8080", null, true)]
    [InlineData("::1", "[::1]:8080", null, true)]
    [InlineData("::ffff:127.0.0.1", "127.0.0.1", null, true)]
    [InlineData("127.0.0.1", "shop.localhost", null, true)]
    [InlineData("203.0.113.9", "localhost", null, false)]
    [InlineData("127.0.0.1", "evil.example", null, false)]
    [InlineData("127.0.0.1", "localhost", "203.0.113.9", false)]
    [InlineData("192.0.2.7", "shop.example", "1.2.3.4", true)]
    [InlineData("", "localhost", null, false)]
    public void Only_who_sits_at_this_machine_or_is_named_gets_a_debug_page(string address, string host, string? forwardedFor, bool debug)
    {
        var app = Catcher(Raising(), new() { Debug = true, DebugAllow = ["192.0.2.0/24"] });

        var text = Wsgi.Request("GET", "/", app, prepare: environ =>
        {
            environ[EnvironKey.RemoteAddr] = address;
            environ[EnvironKey.HttpHost] = host;
            environ[EnvironKey.HttpXForwardedFor] = forwardedFor;
        }).Text;

        Assert.Equal(debug, text.Contains("FormatException", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("SERVER_PROTOCOL", "HTTP/1.0")]
    [InlineData("HTTP_X_REAL_IP", "203.0.113.9")]
    [InlineData("HTTP_X_FORWARDED_PROTO", "https")]
    public void Who_comes_through_a_proxy_on_this_machine_gets_no_debug_page(string key, string value)
    {
        var text = Wsgi.Request("GET", "/", Catcher(Raising(), new() { Debug = true }), prepare: environ => environ[key] = value).Text;

        Assert.DoesNotContain("FormatException", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Paste_throw_errors_turns_it_off_and_it_turns_off_the_catchers_inside()
    {
        Assert.Throws<FormatException>(() => Wsgi.Request("GET", "/", Catcher(Raising()), prepare: environ => environ["paste.throw_errors"] = true));

        Wsgi.Get("/", Catcher(Wsgi.App(environ =>
        {
            Assert.Equal(true, environ["paste.throw_errors"]);
            return Wsgi.Answer("200 OK", Body.Empty);
        })));
    }

    [Fact]
    public void Expected_exceptions_go_on()
    {
        Assert.Throws<FormatException>(() => Wsgi.Request("GET", "/", Catcher(Raising()), prepare: environ => environ["paste.expected_exceptions"] = new object[] { typeof(FormatException) }));
        Assert.Empty(_log.Entries);
    }

    [Fact]
    public void A_request_body_cut_short_while_the_answer_streams_is_no_error_of_the_site()
    {
        var app = Wsgi.App(_ => new Response(200, new BlocksBody(Echo())));

        Assert.Throws<IOException>(() => Wsgi.Get("/", Catcher(app)));
        Assert.Empty(_log.Entries);

        static IEnumerable<byte[]> Echo()
        {
            yield return new byte[1];
            throw new IOException("cut short", new HttpError(400, "cut short"));
        }
    }

    [Fact]
    public void A_client_that_left_is_no_error()
    {
        var gone = new CancellationToken(canceled: true);

        Assert.Throws<OperationCanceledException>(() => Wsgi.Request("GET", "/", Catcher(Raising(new OperationCanceledException())), prepare: environ => environ.Aborted = gone));
        Assert.Empty(_log.Entries);
    }

    [Fact]
    public void A_script_that_asks_with_the_key_gets_a_fragment()
    {
        var text = Wsgi.Get("/?_=1", Catcher(Raising()), ("Accept", "text/html")).Text;

        Assert.StartsWith("<p>", text, StringComparison.Ordinal);
        Assert.DoesNotContain("<html", text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_message_and_the_page_can_be_ones_own()
    {
        var template = Path.GetTempFileName();
        File.WriteAllText(template, "<h1>{{status}}: {{message}} {{request_id}}</h1>");
        var app = Catcher(Raising(), new() { ErrorMessage = "Tea & <biscuits>", Template = template });

        var result = Wsgi.Request("GET", "/", app, prepare: environ => environ[EnvironKey.RequestId] = "id", headers: ("Accept", "text/html"));

        Assert.Equal("<h1>500: Tea &amp; &lt;biscuits&gt; id</h1>", result.Text);
        File.Delete(template);
    }

    [Fact]
    public void Reports_are_appended_to_a_file_and_written_to_wsgi_errors_on_demand()
    {
        var file = Path.GetTempFileName();
        var app = Catcher(Raising(), new() { ErrorLog = file, ShowExceptionsInWsgiErrors = true });

        var result = Wsgi.Get("/x?password=S1", app, ("Cookie", "S2"));
        Wsgi.Get("/x", app);

        var text = File.ReadAllText(file);
        Assert.Equal(2, Regex.Count(text, "-{60}\n"));
        Assert.Contains("FormatException: broken", text, StringComparison.Ordinal);
        Assert.Contains("GET /x?password=[hidden]", text, StringComparison.Ordinal);
        Assert.DoesNotContain("S2", text, StringComparison.Ordinal);
        Assert.Contains("FormatException: broken", result.Errors, StringComparison.Ordinal);
        File.Delete(file);
    }

    [Fact]
    public async Task A_mail_is_sent_once_an_hour_for_the_same_error_and_says_how_often_it_came_again()
    {
        using var server = new MailServer();
        await using var app = Catcher(Raising(), new() { ErrorEmail = ["ops@example.org"], SmtpServer = server.Address, ErrorSubjectPrefix = "[shop] " });

        Wsgi.Get("/first", app);
        var first = await server.NextAsync();
        Wsgi.Get("/second", app);
        Wsgi.Get("/third", app);
        _clock.Advance(TimeSpan.FromHours(1.1));
        Wsgi.Get("/fourth", app);
        var second = await server.NextAsync();

        Assert.Contains("To: ops@example.org", first, StringComparison.Ordinal);
        Assert.Contains("[shop] FormatException: broken", Decoded(first), StringComparison.Ordinal);
        Assert.Contains("GET /first", Decoded(first), StringComparison.Ordinal);
        Assert.Contains("2 more times", Decoded(second), StringComparison.Ordinal);
        Assert.Contains("GET /fourth", Decoded(second), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_report_is_posted_as_JSON_once_an_hour_for_the_same_error()
    {
        var posted = new List<string>();
        await using var chat = await RunningServer.StartAsync(async environ =>
        {
            using var reader = new StreamReader(environ.Input);
            posted.Add(await reader.ReadToEndAsync());
            return new Response(204);
        });
        await using (var app = Catcher(Raising(), new() { ErrorWebhook = new Uri(chat.Address, "/hook") }))
        {
            await Wsgi.RequestAsync("GET", "/basket?password=1", app);
            await Wsgi.RequestAsync("GET", "/basket", app);
        }

        var report = System.Text.Json.JsonDocument.Parse(Assert.Single(posted)).RootElement;
        Assert.StartsWith("GET /basket?password=", report.GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain("password=1", posted[0], StringComparison.Ordinal);
        Assert.Equal("127.0.0.1", report.GetProperty("client").GetString());
        Assert.NotEmpty(report.GetProperty("trace").GetString()!);
    }

    [Fact]
    public async Task A_webhook_that_is_away_is_logged_without_its_path()
    {
        await using (var app = Catcher(Raising(), new() { ErrorWebhook = new Uri("http://127.0.0.1:1/secret") }))
        {
            await Wsgi.RequestAsync("GET", "/", app);
        }

        Assert.Contains(_log.Messages, message => message.Contains("could not be posted to 127.0.0.1", StringComparison.Ordinal));
        Assert.DoesNotContain(_log.Messages, message => message.Contains("secret", StringComparison.Ordinal));
        Assert.Equal("ErrorWebhook", Assert.Throws<ArgumentException>(() => Catcher(Raising(), new() { ErrorWebhook = new Uri("/hook", UriKind.Relative) })).ParamName);
    }

    [Fact]
    public async Task A_mail_server_that_is_away_is_logged_and_hurts_nobody()
    {
        var app = Catcher(Raising(), new() { ErrorEmail = ["ops@example.org"], SmtpServer = "127.0.0.1:1" });

        Assert.Equal(500, Wsgi.Get("/", app).StatusCode);
        await app.DisposeAsync();

        Assert.Contains(_log.Messages, message => message.Contains("could not be mailed through 127.0.0.1:1", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_mail_server_that_says_nothing_is_not_waited_for_for_ever()
    {
        using var silent = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        silent.Start();
        var app = Catcher(Raising(), new() { ErrorEmail = ["ops@example.org"], SmtpServer = silent.LocalEndpoint.ToString()! }); // an IPEndPoint has a text
        Wsgi.Get("/", app);
        using var client = await silent.AcceptTcpClientAsync();

        _clock.Advance(TimeSpan.FromMinutes(1));
        await app.DisposeAsync();

        Assert.Single(_log.Messages, message => message.Contains("could not be mailed through 127.0.0.1", StringComparison.Ordinal));
    }

    [Fact]
    public void Several_processes_may_share_an_error_log()
    {
        var file = Path.GetTempFileName();
        var catchers = Enumerable.Range(0, 4).Select(_ => Catcher(Raising(), new() { ErrorLog = file })).ToArray();

        Parallel.ForEach(catchers, app =>
        {
            for (var i = 0; i < 100; i++)
            {
                Wsgi.Get("/", app);
            }
        });

        Assert.Equal(400, Regex.Count(File.ReadAllText(file), "^-{60}$", RegexOptions.Multiline));
        File.Delete(file);
    }

    [Fact]
    public void Code_that_has_no_file_is_on_the_debug_page_too()
    {
        var odd = new FormatException("ValueError: odd") { Data = { ["python.traceback"] = "Traceback (most recent call last):\n  File \"\", line 1, in <module>\n  File \"a\0b\", line 2, in f\nValueError: odd\n" } };

        var result = Wsgi.Get("/", Catcher(Raising(odd), new() { Debug = true }), ("Accept", "text/html"));

        Assert.Contains("&lt;module&gt;", result.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Settings_that_cannot_work_are_refused()
    {
        Assert.Throws<ArgumentException>(() => Catcher(Raising(), new() { ErrorEmail = ["not an address"] }));
        Assert.Throws<ArgumentException>(() => Catcher(Raising(), new() { DebugAllow = ["here"] }));
    }

    [Theory]
    [InlineData("mail:port")]
    [InlineData("mail:99999")]
    [InlineData("a:b:c")]
    [InlineData("")]
    public void What_is_no_mail_server_is_refused(string server) =>
        Assert.Equal("SmtpServer", Assert.Throws<ArgumentException>(() => Catcher(Raising(), new() { ErrorEmail = ["ops@example.org"], SmtpServer = server })).ParamName);

    [Fact]
    public void Nothing_that_a_client_sends_comes_back_raw()
    {
        string[] payloads = ["<script>alert(1)</script>", "--><script>", "\"><img src=x onerror=alert(1)>", "'-alert(1)-'<", "{{status}}<b>"];
        foreach (var debug in new[] { false, true })
        {
            foreach (var payload in payloads)
            {
                var app = Catcher(Raising(new FormatException(payload)), new() { Debug = debug });
                var text = Wsgi.Get("/" + payload + "?q=" + payload, app, ("Accept", "text/html"), ("X-Evil", payload), ("Referer", payload)).Text;

                Assert.DoesNotContain(payload, text, StringComparison.Ordinal);
            }
        }
    }

    private static string Decoded(string mail) =>
        Regex.Replace(mail.Replace("=\n", "", StringComparison.Ordinal), "=([0-9A-F]{2})", match => ((char)Convert.ToByte(match.Groups[1].Value, 16)).ToString());

    private static IEnumerable<byte[]> Failing(int after)
    {
        for (var i = 0; i < after; i++)
        {
            yield return "x"u8.ToArray();
        }
        throw new FormatException("broken");
    }

    private static IWsgiApp Raising(Exception? exception = null) => Wsgi.App((Func<Environ, Response>)(_ => throw exception ?? new FormatException("broken")));

    private static FormatException Python() => new("ValueError: hi <script>") { Data = { ["python.traceback"] = Traceback } };

    private static Exception Thrown(Exception exception)
    {
        try
        {
            throw exception;
        }
        catch (Exception e)
        {
            return e;
        }
    }

    private ErrorCatcher Catcher(IWsgiApp next, ErrorCatcherOptions? options = null)
    {
        var app = new ErrorCatcher(options ?? new(), next, new ComponentInfo("errors", "/"), _clock, _log);
        app.StartAsync(default).GetAwaiter().GetResult();
        return app;
    }

    private sealed class FailingClose : Body
    {
        private bool _read;

        public override ValueTask<ReadOnlyMemory<byte>> ReadAsync(CancellationToken cancel = default)
        {
            var block = _read ? default(ReadOnlyMemory<byte>) : "x"u8.ToArray();
            _read = true;
            return new(block);
        }

        public override async ValueTask DisposeAsync()
        {
            await base.DisposeAsync();
            throw new InvalidOperationException("cannot close");
        }
    }
}
