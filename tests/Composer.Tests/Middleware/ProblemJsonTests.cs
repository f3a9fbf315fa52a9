// SPDX-License-Identifier: MIT
using Composer.Middleware;
using Composer.Wsgi;

namespace Composer.Tests.Middleware;

public sealed class ProblemJsonTests
{
    [Theory]
    [InlineData("application/json", true)]
    [InlineData("application/problem+json", true)]
    [InlineData("text/html, application/json;q=0.5", false)]
    [InlineData("", false)]
    public void Who_asks_for_JSON_gets_errors_in_JSON(string accept, bool isProblem)
    {
        var result = Wsgi.Get("/", new ProblemJson(new(), Wsgi.App("404 Not Found", "no such book", ("ETag", "\"x\""), ("Retry-After", "5"))), ("Accept", accept));

        Assert.Equal(404, result.StatusCode);
        Assert.Equal("Accept", result.Headers["Vary"]);
        Assert.Equal("5", result.Headers["Retry-After"]);
        Assert.Equal(isProblem ? "application/problem+json" : "text/plain; charset=utf-8", result.Headers["Content-Type"]);
        if (isProblem)
        {
            Assert.Equal("no such book", result.Json.GetProperty("detail").GetString());
            Assert.Equal("Not Found", result.Json.GetProperty("title").GetString());
            Assert.Equal(404, result.Json.GetProperty("status").GetInt32());
            Assert.Null(result.Headers["ETag"]);
        }
    }

    [Fact]
    public void Everybody_can_get_it()
    {
        var filter = new ProblemJson(new() { Always = true, TypeBase = "https://example.org/problems/" }, Wsgi.App("503 Service Unavailable", "<h1>Sorry</h1>", ("Content-Type", "text/html")));

        var result = Wsgi.Request("GET", "/", filter, prepare: environ => environ[EnvironKey.RequestId] = "id-1");

        Assert.Equal("https://example.org/problems/503", result.Json.GetProperty("type").GetString());
        Assert.Equal("id-1", result.Json.GetProperty("request_id").GetString());
        Assert.False(result.Json.TryGetProperty("detail", out _));
        Assert.Null(result.Headers["Vary"]);
    }

    [Theory]
    [InlineData("400 Bad Request", "application/problem+json")]
    [InlineData("422 Unprocessable Content", "application/json; charset=utf-8")]
    [InlineData("200 OK", "text/plain")]
    public void What_is_JSON_or_no_error_stays(string status, string type)
    {
        var result = Wsgi.Get("/", new ProblemJson(new() { Always = true }, Wsgi.App(status, "{}", ("Content-Type", type))), ("Accept", "application/json"));

        Assert.Equal("{}", result.Text);
        Assert.Equal(type, result.Headers["Content-Type"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("rubbish")]
    public void A_Content_Type_that_says_nothing_hurts_nobody(string type) =>
        Assert.Equal("application/problem+json", Wsgi.Get("/", new ProblemJson(new() { Always = true }, Wsgi.App("404 Not Found", "x", ("Content-Type", type)))).Headers["Content-Type"]);

    [Fact]
    public void A_HEAD_has_the_headers_and_no_body()
    {
        var result = Wsgi.Head("/", new ProblemJson(new() { Always = true }, Wsgi.App("404 Not Found")));

        Assert.Empty(result.Body);
        Assert.Equal("application/problem+json", result.Headers["Content-Type"]);
    }
}
