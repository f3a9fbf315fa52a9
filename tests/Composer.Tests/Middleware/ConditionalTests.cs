// SPDX-License-Identifier: MIT
using Composer.Middleware;
using Composer.Wsgi;

namespace Composer.Tests.Middleware;

public sealed class ConditionalTests
{
    private const string Date = "Wed, 23 Sep 2009 13:36:33 GMT";
    private const string Later = "Wed, 23 Sep 2009 14:36:33 GMT";
    private const string Earlier = "Wed, 23 Sep 2009 13:36:32 GMT";

    [Theory]
    [InlineData("\"1234\"", 304)]
    [InlineData("W/\"1234\"", 304)]
    [InlineData("\"a\", W/\"1234\" , \"b\"", 304)]
    [InlineData("*", 304)]
    [InlineData("\"4321\"", 200)]
    [InlineData("1234", 200)]
    [InlineData("\"1234", 200)]
    [InlineData("", 200)]
    public void A_list_of_entity_tags_is_compared_weakly(string condition, int status)
    {
        var result = Get(("ETag", "\"1234\""), ("If-None-Match", condition));

        Assert.Equal(status, result.StatusCode);
        Assert.Equal("\"1234\"", result.Headers["ETag"]);
        Assert.Equal(status == 200 ? "TEST" : "", result.Text);
        Assert.Equal(1, result.Closes);
    }

    [Theory]
    [InlineData(Later, 304)]
    [InlineData(Date, 304)]
    [InlineData("Wednesday, 23-Sep-09 13:36:33 GMT", 304)]
    [InlineData(Earlier, 200)]
    [InlineData("2009-09-23 13:36:33 +0000", 200)]
    [InlineData("yesterday", 200)]
    public void A_date_counts_when_it_can_be_read(string condition, int status) =>
        Assert.Equal(status, Get(("Last-Modified", Date), ("If-Modified-Since", condition)).StatusCode);

    [Theory]
    [InlineData("\"1234\"", Earlier, 304)]
    [InlineData("\"4321\"", Later, 200)]
    public void An_entity_tag_counts_more_than_a_date(string tag, string date, int status)
    {
        var result = Wsgi.Get("/", Filter(("ETag", "\"1234\""), ("Last-Modified", Date)), ("If-None-Match", tag), ("If-Modified-Since", date));

        Assert.Equal(status, result.StatusCode);
    }

    [Theory]
    [InlineData("If-Match", "\"4321\"", 412)]
    [InlineData("If-Match", "W/\"1234\"", 412)]
    [InlineData("If-Match", "\"1234\"", 200)]
    [InlineData("If-Match", "*", 200)]
    [InlineData("If-Unmodified-Since", Earlier, 412)]
    [InlineData("If-Unmodified-Since", Date, 200)]
    public void A_page_that_is_another_one_is_not_sent(string header, string condition, int status)
    {
        var result = Wsgi.Get("/", Filter(("ETag", "\"1234\""), ("Last-Modified", Date)), (header, condition));

        Assert.Equal(status, result.StatusCode);
        Assert.Equal(1, result.Closes);
    }

    [Fact]
    public void Headers_of_the_body_go_and_the_others_stay()
    {
        var result = Wsgi.Get("/", Filter(("ETag", "\"1\""), ("Content-Language", "de"), ("Content-Encoding", "x"), ("Vary", "Cookie"), ("Cache-Control", "max-age=5"), ("Set-Cookie", "a=1"), ("Content-Location", "/x")), ("If-None-Match", "\"1\""));

        Assert.Equal(304, result.StatusCode);
        Assert.Equal(["ETag", "Vary", "Cache-Control", "Set-Cookie", "Content-Location"], result.Headers.Select(header => header.Name));
    }

    [Theory]
    [InlineData("POST", "200 OK")]
    [InlineData("GET", "302 Found")]
    [InlineData("GET", "404 Not Found")]
    public void Other_methods_and_statuses_are_left_alone(string method, string status)
    {
        var app = Wsgi.App(status, "TEST", ("ETag", "\"1\""));

        Assert.Equal(status, Wsgi.Request(method, "/", new Conditional(app), headers: ("If-None-Match", "\"1\"")).Status);
    }

    [Fact]
    public void HEAD_gets_what_GET_gets() =>
        Assert.Equal(304, Wsgi.Head("/", new Conditional(Wsgi.App(_ => Wsgi.Answer("200 OK", Body.Empty, ("ETag", "\"1\"")))), ("If-None-Match", "\"1\"")).StatusCode);

    [Fact]
    public void A_page_without_a_tag_and_a_date_is_sent() =>
        Assert.Equal("TEST", Get(("X", "y"), ("If-None-Match", "\"1\"")).Text);

    private static Conditional Filter(params (string, string)[] headers) => new(Wsgi.App("200 OK", "TEST", headers));

    private static Result Get((string, string) header, (string, string) condition) => Wsgi.Get("/", Filter(header), condition);
}
