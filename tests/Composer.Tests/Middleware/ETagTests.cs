// SPDX-License-Identifier: MIT
using Composer.Middleware;
using Composer.Wsgi;

namespace Composer.Tests.Middleware;

public sealed class ETagTests
{
    [Fact]
    public void A_page_gets_the_tag_of_its_bytes()
    {
        var first = Get("Hello, World!");

        Assert.Matches("^W/\"[0-9a-f]{32}\"$", first.Headers["ETag"]);
        Assert.Equal("Hello, World!", first.Text);
        Assert.Equal(first.Headers["ETag"], Get("Hello, World!").Headers["ETag"]);
        Assert.NotEqual(first.Headers["ETag"], Get("Hello, World?").Headers["ETag"]);
        Assert.Equal(1, first.Closes);
    }

    [Theory]
    [InlineData("200 OK", "Set-Cookie", "a=1")]
    [InlineData("200 OK", "Cache-Control", "private, no-store")]
    [InlineData("401 Unauthorized", "X", "y")]
    [InlineData("404 Not Found", "X", "y")]
    [InlineData("302 Found", "X", "y")]
    public void Some_answers_get_none(string status, string header, string value) =>
        Assert.False(Wsgi.Get("/", new ETag(new(), Wsgi.App(status, "x", (header, value)))).Headers.Contains("ETag"));

    [Fact]
    public void A_tag_that_is_there_stays() =>
        Assert.Equal("\"abc\"", Wsgi.Get("/", new ETag(new(), Wsgi.App("200 OK", "x", ("ETag", "\"abc\"")))).Headers["ETag"]);

    [Fact]
    public void A_generator_is_never_read_ahead()
    {
        var result = Wsgi.Get("/", new ETag(new(), Wsgi.Stream("200 OK", "a", "b")));

        Assert.False(result.Headers.Contains("ETag"));
        Assert.Equal(2, result.Blocks.Count);
    }

    [Theory]
    [InlineData("4", true, "page")]
    [InlineData("4", false, "pa", "ge")]
    [InlineData("5", false, "page")]
    [InlineData(null, false, "page")]
    public void A_page_that_comes_in_one_block_may_come_from_an_iterator(string? length, bool isTagged, params string[] blocks)
    {
        var read = 0;
        var app = Wsgi.App(_ =>
        {
            var response = Wsgi.Answer("200 OK", new BlocksBody(Blocks()));
            response.Headers["Content-Length"] = length;
            return response;
        });

        var result = Wsgi.Request("GET", "/", new ETag(new(), app), blocks: 1);

        Assert.Equal(isTagged, result.Headers.Contains("ETag"));
        Assert.Equal(1, read);

        IEnumerable<byte[]> Blocks()
        {
            foreach (var block in blocks)
            {
                read++;
                yield return System.Text.Encoding.UTF8.GetBytes(block);
            }
        }
    }

    [Fact]
    public void A_long_body_is_not_read() =>
        Assert.False(Wsgi.Get("/", new ETag(new() { MaxBufferSize = 3 }, Wsgi.App("200 OK", "four"))).Headers.Contains("ETag"));

    [Theory]
    [InlineData("POST")]
    [InlineData("HEAD")]
    public void Without_the_page_there_is_no_tag_of_it(string method) =>
        Assert.False(Wsgi.Request(method, "/", new ETag(new(), Wsgi.App("200 OK", method == "HEAD" ? "" : "x"))).Headers.Contains("ETag"));

    [Fact]
    public void With_conditional_outside_a_browser_gets_its_304()
    {
        var app = new Conditional(new ETag(new(), Wsgi.App("200 OK", "page")));
        var tag = Wsgi.Get("/", app).Headers["ETag"];

        Assert.Equal(304, Wsgi.Get("/", app, ("If-None-Match", tag!)).StatusCode);
    }

    private static Result Get(string text) => Wsgi.Get("/", new ETag(new(), Wsgi.App("200 OK", text)));
}
