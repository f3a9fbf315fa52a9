// SPDX-License-Identifier: MIT
using System.Text.RegularExpressions;
using Composer.Middleware;
using Composer.Python;
using Composer.Wsgi;

namespace Composer.Tests.Python;

/// <summary>Python filters around C# apps, C# around Python, at any depth.</summary>
[Collection("Python")]
public sealed class PythonFilterTests
{
    [Fact]
    public void A_Python_filter_changes_what_a_C_sharp_app_answers_and_closes_it_once()
    {
        var result = Wsgi.Get("/", Embedded.Filter("upper", Wsgi.App("200 OK", "hello", ("X-Inner", "1"))));

        Assert.Equal("HELLO", result.Text);
        Assert.Equal("1", result.Headers["X-Inner"]);
        Assert.Equal("1", result.Headers["X-Upper"]);
        Assert.Equal(1, result.Closes);
    }

    [Fact]
    public async Task What_either_side_puts_into_the_environ_is_seen_by_the_other()
    {
        var marker = new object();
        object? below = null;
        object? added = null;
        var environ = Wsgi.Environ("GET", "/");
        environ["tests.from_csharp"] = marker;
        var app = Embedded.Filter("upper", Wsgi.App(inner =>
        {
            below = inner["tests.seen"];
            added = inner["HTTP_X_ADDED"];
            inner["tests.from_below"] = "set in C#";
            inner.RemoteUser = "alice";
            return Wsgi.Answer("200 OK", Body.From("x"));
        }));

        _ = await Wsgi.RunAsync(environ, app);

        Assert.Same(marker, below);
        Assert.Equal("by python", added);
        Assert.Equal("set in C#", environ["tests.from_below"]);
        Assert.Equal("alice", environ.RemoteUser);
        Assert.Equal("by python", environ["HTTP_X_ADDED"]);
    }

    [Theory]
    [InlineData("token author", 200)]
    [InlineData("token admin", 401)]
    public void Tokens_that_Python_puts_into_a_list_count_for_filters_in_C_sharp(string requirement, int status)
    {
        var rules = new AuthorizeOptions { Rules = [new("/", requirement)] };
        var app = new Authorize(rules, new Respond(new()), new ComponentInfo("main", "/"), TimeProvider.System, new RecordingLogger<Authorize>());

        Assert.Equal(status, Wsgi.Get("/", Embedded.Filter("listing", app)).StatusCode);
    }

    [Fact]
    public async Task A_filter_may_pass_a_copy_of_the_environ()
    {
        string? path = null;
        var environ = Wsgi.Environ("GET", "/original");

        _ = await Wsgi.RunAsync(environ, Embedded.Filter("copying", Wsgi.App(inner =>
        {
            path = inner.PathInfo;
            Assert.IsType<PythonObject>(inner["tests.object"]);
            return Wsgi.Answer("200 OK", Body.From("x"));
        })));

        Assert.Equal("/copied", path);
        Assert.Equal("/original", environ.PathInfo);
    }

    [Fact]
    public void A_C_sharp_app_reads_the_input_that_a_Python_filter_made()
    {
        var app = Embedded.Filter("buffering", Wsgi.App(async environ =>
        {
            using var reader = new StreamReader(environ.Input);
            return Wsgi.Answer("200 OK", Body.From(await reader.ReadToEndAsync()));
        }));

        Assert.Equal("olleh", Wsgi.Post("/", app, "hello").Text);
    }

    [Fact]
    public void A_Python_app_reads_the_input_that_a_Python_filter_above_C_sharp_made()
    {
        var app = Embedded.Filter("buffering", Embedded.Waiting(Embedded.App("read_all")));

        Assert.Equal("[5, 0, \"5\"]", Wsgi.Post("/", app, "hello").Text);
    }

    [Theory]
    [InlineData("hello", "HELLO, WORLD!")]
    [InlineData("generator", "BLOCK 0\nBLOCK 1\nBLOCK 2\nBLOCK 3\nBLOCK 4\n")]
    [InlineData("writes", "WRITTEN TWICE AND RETURNED")]
    [InlineData("late", "LATE")]
    public void Layers_of_both_languages_alternate(string name, string expected)
    {
        var app = Embedded.Waiting(Embedded.Filter("upper", Embedded.Waiting(Embedded.Filter("passing", Embedded.Waiting(Embedded.App(name))))));

        Assert.Equal(expected, Wsgi.Get("/", app).Text);
    }

    [Fact]
    public void A_stream_passes_all_layers_and_is_closed_once()
    {
        Wsgi.Get("/", Embedded.App("reset"));
        var app = Embedded.Filter("passing", Embedded.Waiting(Embedded.Filter("passing", Embedded.App("endless"))));

        var result = Wsgi.Request("GET", "/", app, blocks: 2);

        Assert.NotEmpty(result.Body);
        Assert.Equal("1", Wsgi.Get("/", Embedded.App("reset")).Text);
    }

    [Fact]
    public void A_C_sharp_exception_surfaces_in_Python_with_its_message()
    {
        var app = Embedded.Filter("catching", Wsgi.App((Func<Environ, Response>)(_ => throw new InvalidOperationException("no such shelf"))));

        Assert.Equal("DotNetError: no such shelf", Wsgi.Get("/", app).Text);
    }

    [Fact]
    public void A_C_sharp_answer_thrown_below_Python_keeps_its_status()
    {
        var app = Embedded.Filter("passing", Wsgi.App((Func<Environ, Response>)(_ => throw new HttpError(418, "short and stout"))));

        var error = Assert.Throws<HttpError>(() => Wsgi.Get("/", app));

        Assert.Equal(418, error.Status);
    }

    [Fact]
    public void A_Python_exception_goes_through_C_sharp_back_into_Python_as_itself()
    {
        var app = Embedded.Filter("catching", Embedded.Waiting(Embedded.App("bad")));

        Assert.Equal("ValueError: bad total", Wsgi.Get("/value", app).Text);
    }

    [Fact]
    public void Both_stacks_are_in_an_exception_that_crossed()
    {
        var app = Embedded.Filter("passing", Wsgi.App((Func<Environ, Response>)(_ => throw new InvalidOperationException("no such shelf"))));

        var error = Assert.Throws<PythonException>(() => Wsgi.Get("/", app));

        Assert.Contains("in filtered", error.Traceback, StringComparison.Ordinal);
        Assert.Contains("System.InvalidOperationException: no such shelf", error.ToString(), StringComparison.Ordinal);
        Assert.Contains(nameof(PythonFilterTests), error.Traceback, StringComparison.Ordinal);
    }

    [Fact]
    public void A_traceback_has_the_calls_of_both_languages_in_their_order()
    {
        var app = Embedded.Filter("passing", new HttpExceptions(Embedded.Filter("passing", new Head(Embedded.App("bad")))));

        var error = Assert.Throws<PythonException>(() => Wsgi.Get("/value", app));

        var calls = error.Traceback.Split('\n').Where(line => line.StartsWith("  File", StringComparison.Ordinal) || line.StartsWith("   at Composer.Middleware", StringComparison.Ordinal));
        Assert.Equal(["filtered", "HttpExceptions", "filtered", "Head", "bad"], calls.Select(line => Regex.Match(line, @"in (\w+)$|Middleware\.(\w+)\.").Groups.Values.Last(group => group.Success).Value));
        Assert.DoesNotContain("<composer>", error.Traceback, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("long-message", "ValueError: MMMM", "… (10,000,01")]
    [InlineData("many-lines", "ValueError: line", "characters)")]
    [InlineData("noted", "ValueError: noted", "the second note")]
    public void What_an_exception_says_is_short_enough_for_a_log_and_begins_with_its_headline(string kind, string message, string told)
    {
        var error = Assert.Throws<PythonException>(() => Wsgi.Get("/" + kind, Embedded.App("wordy")));

        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
        Assert.Contains(told, error.Traceback, StringComparison.Ordinal);
        Assert.InRange(error.ToString().Length, 0, 100_000);
    }

    [Fact]
    public void Error_catcher_lets_through_what_a_Python_app_expects()
    {
        var catcher = new ErrorCatcher(new ErrorCatcherOptions(), Embedded.App("expects"), new ComponentInfo("errors", "/"), TimeProvider.System, new RecordingLogger<ErrorCatcher>());

        Assert.Equal("ValueError: bad total", Assert.Throws<PythonException>(() => Wsgi.Get("/value", catcher)).Message);
        Assert.Equal("500 Internal Server Error", Wsgi.Get("/type", catcher).Status);
    }

    [Fact]
    public void A_composite_factory_asks_its_loader_for_apps()
    {
        var loader = new Shelf();
        var composite = Embedded.Host.Call(Embedded.Host.Import("apps:composite"), [loader, new Dictionary<string, object?> { ["x"] = "1" }], [new("a", "first"), new("b", "second")]);
        var app = Embedded.Host.AsApp(composite!, "composite", null);

        Assert.Equal("first", Wsgi.Get("/a", app).Text);
        Assert.Equal("second", Wsgi.Get("/b", app).Text);
        Assert.Equal("1", loader.GlobalConf?["x"]);
    }

    [Fact]
    public void A_C_sharp_app_that_only_passed_through_Python_is_itself_again()
    {
        var app = Wsgi.App("200 OK");

        Assert.Same(app, Embedded.Host.Call(Embedded.Host.Import("builtins:max"), [new object?[] { app }.ToList()], []));
    }

    [Fact]
    public async Task Many_requests_at_once_do_not_see_each_other()
    {
        var app = Embedded.Waiting(Embedded.Filter("upper", Embedded.Waiting(Embedded.App("show"))));

        var results = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => Task.Run(async () => (i, Result: await Wsgi.RequestAsync("GET", $"/path{i}", app)))));

        Assert.All(results, pair => Assert.Contains($"\"/PATH{pair.i}\"", pair.Result.Text, StringComparison.Ordinal));
    }

    private sealed class Shelf : PythonLoader
    {
        public IReadOnlyDictionary<string, object?>? GlobalConf { get; private set; }

        public override object Get(string kind, string? name, IReadOnlyDictionary<string, object?>? globalConf)
        {
            GlobalConf = globalConf;
            return Wsgi.App("200 OK", name ?? "main");
        }

        public override IReadOnlyDictionary<string, object?> GetContext(string kind, string? name, IReadOnlyDictionary<string, object?>? globalConf) =>
            new Dictionary<string, object?>();
    }
}
