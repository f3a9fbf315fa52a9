// SPDX-License-Identifier: MIT
using Composer.Middleware;
using Composer.Wsgi;

namespace Composer.Tests.Middleware;

public sealed class StatusPagesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("composer-pages-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("text/html", "text/html; charset=utf-8", "<!doctype html>")]
    [InlineData("application/json", "application/problem+json", "\"status\": 404")]
    [InlineData("", "text/plain; charset=utf-8", "404 Not Found")]
    public void An_error_without_a_body_gets_a_page_as_the_client_likes_it(string accept, string type, string text)
    {
        var result = Wsgi.Get("/", Of(Wsgi.App("404 Not Found")), ("Accept", accept));

        Assert.Equal("404 Not Found", result.Status);
        Assert.Equal(type, result.Headers["Content-Type"]);
        Assert.Contains(text, result.Text, StringComparison.OrdinalIgnoreCase);
        Assert.False(result.Headers.Contains("X-Request-ID"));
        Assert.DoesNotContain("request id", result.Text.Replace("_", " ", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase);
        Assert.Equal(result.Body.Length.ToString(System.Globalization.CultureInfo.InvariantCulture), result.Headers["Content-Length"]);
    }

    [Theory]
    [InlineData("0", "Content-Length: 49")]
    [InlineData("700", "Content-Length: 700")]
    [InlineData(null, "")]
    public void HEAD_never_has_another_length_than_GET(string? length, string expected)
    {
        var answer = Wsgi.App(_ =>
        {
            var response = new Response(404);
            response.Headers["Content-Length"] = length;
            return response;
        });

        var result = Wsgi.Head("/", Of(answer));

        Assert.Empty(result.Body);
        Assert.Equal(1, result.Closes);
        Assert.Equal(expected, result.Headers["Content-Length"] is { } told ? "Content-Length: " + told : "");
    }

    [Fact]
    public void What_has_a_body_stays()
    {
        Assert.Equal("foo!", Wsgi.Get("/", Of(Wsgi.App("404 Not Found", "foo!"))).Text);
        Assert.Equal(["a", "b"], Wsgi.Get("/", Of(Wsgi.Stream("500 Internal Server Error", "a", "b"))).Blocks.Select(System.Text.Encoding.UTF8.GetString));
    }

    [Theory]
    [InlineData("200 OK")]
    [InlineData("304 Not Modified")]
    public void What_is_no_error_stays(string status) => Assert.Empty(Wsgi.Get("/", Of(Wsgi.App(status))).Body);

    [Fact]
    public void A_stream_that_ends_at_once_gets_a_page_too()
    {
        var result = Wsgi.Get("/", Of(Wsgi.Stream("403 Forbidden")));

        Assert.Contains("You may not see this.", result.Text, StringComparison.Ordinal);
        Assert.Equal(1, result.Closes);
    }

    [Fact]
    public void The_headers_of_the_answer_stay()
    {
        var result = Wsgi.Get("/", Of(Wsgi.App("401 Unauthorized", "", ("WWW-Authenticate", "Basic blah"), ("Vary", "Cookie"), ("Cache-Control", "private"), ("ETag", "\"of-nothing\""))));

        Assert.Equal("Basic blah", result.Headers["WWW-Authenticate"]);
        Assert.Equal("Cookie, Accept", result.Headers["Vary"]);
        Assert.Equal(["private"], result.Headers.GetAll("Cache-Control"));
        Assert.Null(result.Headers["ETag"]);
    }

    [Fact]
    public async Task The_page_can_be_of_ones_own()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "page.hbs"), "<b>{{status}} {{title}}</b>");
        var filter = Of(Wsgi.App("404 Not Found"), new StatusPagesOptions { Template = "page.hbs" });
        await filter.StartAsync(default);

        Assert.Equal("<b>404 Not Found</b>", (await Wsgi.RequestAsync("GET", "/", filter, headers: ("Accept", "text/html"))).Text);
    }

    private StatusPages Of(IWsgiApp app, StatusPagesOptions? options = null) => new(options ?? new(), app, new ComponentInfo("pages", _folder));
}
