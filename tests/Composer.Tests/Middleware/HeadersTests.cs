// SPDX-License-Identifier: MIT
using Composer.Middleware;
using Composer.Wsgi;

namespace Composer.Tests.Middleware;

public sealed class HeadersTests
{
    private static readonly HeadersOptions All = new()
    {
        Headers = [new("X-Set", "new")],
        Add = [new("Link", "</b.css>")],
        Default = [new("Cache-Control", "no-store"), new("X-Default", "1")],
        Remove = ["x-powered-by"],
    };

    [Fact]
    public void Removes_sets_adds_and_fills_in()
    {
        var app = Wsgi.App("200 OK", "x", ("X-Powered-By", "old"), ("X-Set", "a"), ("X-Set", "b"), ("Link", "</a.css>"), ("Cache-Control", "private"));

        var headers = Wsgi.Get("/", new Headers(All, app)).Headers;

        Assert.False(headers.Contains("X-Powered-By"));
        Assert.Equal(["new"], headers.GetAll("X-Set"));
        Assert.Equal(["</a.css>", "</b.css>"], headers.GetAll("Link"));
        Assert.Equal("private", headers["Cache-Control"]);
        Assert.Equal("1", headers["X-Default"]);
    }

    [Theory]
    [InlineData("200 OK", true, "2xx")]
    [InlineData("404 Not Found", true, "2xx", "404")]
    [InlineData("500 Internal Server Error", false, "2xx", "404")]
    [InlineData("500 Internal Server Error", true)]
    public void Only_answers_with_one_of_the_statuses_are_changed(string status, bool isChanged, params string[] statuses)
    {
        var headers = Wsgi.Get("/", new Headers(All with { Statuses = statuses }, Wsgi.App(status))).Headers;

        Assert.Equal(isChanged, headers.Contains("X-Set"));
    }

    [Theory]
    [InlineData("text/html; charset=utf-8", true)]
    [InlineData("application/json", false)]
    public void Only_answers_of_one_of_the_media_types_are_changed(string type, bool isChanged)
    {
        var headers = Wsgi.Get("/", new Headers(All with { Types = ["text/*"] }, Wsgi.App("200 OK", "x", ("Content-Type", type)))).Headers;

        Assert.Equal(isChanged, headers.Contains("X-Set"));
    }

    [Theory]
    [InlineData("Content-Length", "3", "belongs to the server")]
    [InlineData("connection", "close", "belongs to the server")]
    [InlineData("X Y", "1", "not a token")]
    [InlineData("X-Y", "1\r\nSet-Cookie: a=b", "")]
    public void What_may_not_be_sent_is_refused(string name, string value, string why)
    {
        var error = Assert.Throws<ArgumentException>(() => new Headers(new HeadersOptions { Headers = [new(name, value)] }, Wsgi.App("200 OK")));

        Assert.Equal($"header.{name}", error.ParamName);
        Assert.Contains(why, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("6xx")]
    [InlineData("ok")]
    [InlineData("20")]
    public void What_is_no_status_is_refused(string status) =>
        Assert.Throws<ArgumentException>(() => new Headers(new HeadersOptions { Statuses = [status] }, Wsgi.App("200 OK")));
}
