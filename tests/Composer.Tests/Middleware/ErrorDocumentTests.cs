// SPDX-License-Identifier: MIT
using Composer.Middleware;
using Composer.Wsgi;

namespace Composer.Tests.Middleware;

public sealed class ErrorDocumentTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("composer-documents-").FullName;
    private readonly RecordingLogger<ErrorDocument> _log = new();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_page_comes_from_a_path_and_the_status_stays()
    {
        var result = Wsgi.Get("/lost?a=b", Of(new() { Documents = [new("404", "/error?from=here")] }, Site));

        Assert.Equal("404 Not Found", result.Status);
        Assert.Equal("GET /error?from=here for 404 Not Found at /lost?a=b (old: /lost)", result.Text);
        Assert.Equal("text/html", result.Headers["Content-Type"]);
        Assert.Equal(2, result.Closes);
    }

    [Fact]
    public void Of_the_original_only_what_belongs_to_the_status_stays_and_nobody_may_keep_the_page()
    {
        var app = Wsgi.App(environ => environ.PathInfo == "/error"
            ? Wsgi.Answer("200 OK", Body.From("page"), ("Set-Cookie", "b=2"), ("ETag", "\"p\""), ("Cache-Control", "max-age=3600"), ("Last-Modified", "yesterday"), ("Content-Language", "en"))
            : Wsgi.Answer("401 Unauthorized", Body.From("no"), ("WWW-Authenticate", "Basic realm=\"x\""), ("Set-Cookie", "a=1"), ("ETag", "\"o\""), ("Content-Encoding", "gzip"), ("Cache-Control", "no-store"), ("X-Inner", "1")));

        var result = Wsgi.Get("/", Of(new() { Documents = [new("401", "/error")] }, app));

        Assert.Equal(401, result.StatusCode);
        Assert.Equal("page", result.Text);
        Assert.Equal("4", result.Headers["Content-Length"]);
        Assert.Equal("Basic realm=\"x\"", result.Headers["WWW-Authenticate"]);
        Assert.Equal(["b=2", "a=1"], result.Headers.GetAll("Set-Cookie"));
        Assert.Equal("no-store", result.Headers["Cache-Control"]);
        Assert.Equal("en", result.Headers["Content-Language"]);
        Assert.All((string[])["ETag", "Content-Encoding", "Last-Modified", "X-Inner"], name => Assert.Null(result.Headers[name]));
    }

    [Fact]
    public void What_both_say_of_the_status_is_said_once_and_the_original_counts()
    {
        var app = Wsgi.App(environ => environ.PathInfo == "/error"
            ? Wsgi.Answer("503 Service Unavailable", Body.From("page"), ("Retry-After", "1"), ("X-Request-ID", "2"), ("Vary", "Accept"))
            : Wsgi.Answer("503 Service Unavailable", Body.From("no"), ("Retry-After", "7"), ("X-Request-ID", "1"), ("Vary", "Cookie, accept")));

        var result = Wsgi.Get("/", Of(new() { Documents = [new("503", "/error")] }, app));

        Assert.Equal("page", result.Text);
        Assert.Equal(["7"], result.Headers.GetAll("Retry-After"));
        Assert.Equal(["1"], result.Headers.GetAll("X-Request-ID"));
        Assert.Equal("Accept, Cookie", result.Headers["Vary"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("https://example.org/lost")]
    public void What_is_neither_a_path_nor_a_file_is_refused(string place) =>
        Assert.Equal("404", Assert.Throws<ArgumentException>(() => Of(new() { Documents = [new("404", place)] }, Site)).ParamName);

    [Theory]
    [InlineData("/lost", "gone", 404)]
    [InlineData("/broken", "sorry", 500)]
    [InlineData("/teapot", "gone", 418)]
    [InlineData("/fine", "fine", 200)]
    public void All_of_a_kind_can_share_a_document(string path, string text, int status)
    {
        var app = Wsgi.App(environ => environ.PathInfo switch
        {
            "/lost" => Wsgi.Answer("404 Not Found", Body.Empty),
            "/teapot" => Wsgi.Answer("418 I'm a teapot", Body.Empty),
            "/broken" => Wsgi.Answer("500 Internal Server Error", Body.Empty),
            var other => Wsgi.Answer("200 OK", Body.From(other[1..])),
        });

        var result = Wsgi.Get(path, Of(new() { Documents = [new("4xx", "/gone"), new("5xx", "/sorry")] }, app));

        Assert.Equal((status, text), (result.StatusCode, result.Text));
    }

    [Fact]
    public void A_document_can_be_a_file()
    {
        File.WriteAllText(Path.Combine(_folder, "404.html"), "<h1>Lost</h1>");

        var result = Wsgi.Get("/lost", Of(new() { Documents = [new("404", "404.html")] }, Wsgi.App("404 Not Found", "bare")));

        Assert.Equal("<h1>Lost</h1>", result.Text);
        Assert.Equal("text/html; charset=utf-8", result.Headers["Content-Type"]);
    }

    [Fact]
    public void A_document_can_be_an_app_which_gets_the_path_of_the_request()
    {
        var app = Wsgi.App(environ => Wsgi.Answer("200 OK", Body.From($"{environ["composer.error.status"]} {environ.PathInfo}")));
        var filter = Of(new() { App = new Dictionary<string, IWsgiApp> { ["404"] = app } }, Wsgi.App("404 Not Found"));

        Assert.Equal("404 /lost", Wsgi.Get("/lost", filter).Text);
    }

    [Theory]
    [InlineData("/missing")]
    [InlineData("/moved")]
    [InlineData("/fails")]
    [InlineData("nowhere.html")]
    public void A_document_that_fails_leaves_the_original(string document)
    {
        var app = Wsgi.App(environ => environ.PathInfo switch
        {
            "/moved" => Wsgi.Answer("302 Found", Body.Empty),
            "/fails" => throw new InvalidOperationException("no page"),
            "/missing" => Wsgi.Answer("403 Forbidden", Body.Empty),
            _ => Wsgi.Answer("404 Not Found", Body.From("bare"), ("X-Original", "1")),
        });

        var result = Wsgi.Get("/lost", Of(new() { Documents = [new("404", document)] }, app));

        Assert.Equal((404, "bare", "1"), (result.StatusCode, result.Text, result.Headers["X-Original"]));
        Assert.Single(_log.Entries);
    }

    [Fact]
    public void A_document_without_a_document_of_its_own_ends_the_chain() =>
        Assert.Equal("nothing", Wsgi.Get("/lost", Of(new() { Documents = [new("404", "/error")] }, Wsgi.App("404 Not Found", "nothing"))).Text);

    [Fact]
    public void A_HEAD_has_the_headers_and_no_body()
    {
        var result = Wsgi.Head("/lost", Of(new() { Documents = [new("404", "/error")] }, Site));

        Assert.Empty(result.Body);
        Assert.Equal("text/html", result.Headers["Content-Type"]);
    }

    [Fact]
    public void A_long_original_is_not_kept()
    {
        var app = Wsgi.App(environ => environ.PathInfo == "/fails"
            ? throw new InvalidOperationException()
            : Wsgi.Answer("500 Internal Server Error", new BlocksBody(new string('x', 50_000), new string('x', 50_000)), ("X-Original", "1")));

        var result = Wsgi.Get("/", Of(new() { Documents = [new("500", "/fails")] }, app));

        Assert.Equal("500 Internal Server Error\n", result.Text);
        Assert.Equal("1", result.Headers["X-Original"]);
        Assert.Equal(1, result.Closes);
    }

    [Theory]
    [InlineData("4x4")]
    [InlineData("200")]
    public void What_is_no_error_has_no_document(string status)
    {
        var error = Assert.Throws<ArgumentException>(() => Of(new() { Documents = [new(status, "/error")] }, Site));

        Assert.Equal(status, error.ParamName);
        Assert.Contains("write 404, or 4xx or 5xx", error.Message, StringComparison.Ordinal);
    }

    private static IWsgiApp Site => Wsgi.App(environ => environ.PathInfo != "/error"
        ? Wsgi.Answer("404 Not Found", Body.From("bare"))
        : Wsgi.Answer(
            "200 OK",
            Body.From($"{environ.RequestMethod} {environ.RequestUri} for {environ["composer.error.status"]} {environ["composer.error.message"]} at {environ["composer.error.path"]}?{environ["composer.error.query"]} (old: {string.Join(' ', (IEnumerable<string>)environ["paste.recursive.old_path_info"]!)})"),
            ("Content-Type", "text/html")));

    private ErrorDocument Of(ErrorDocumentOptions options, IWsgiApp app) => new(options, app, new ComponentInfo("documents", _folder), _log);
}
