// SPDX-License-Identifier: MIT
using Composer.Middleware;
using Composer.Wsgi;

namespace Composer.Tests.Middleware;

public sealed class ContentLengthTests
{
    [Fact]
    public void A_body_in_memory_gets_its_length()
    {
        var result = Wsgi.Get("/", new ContentLength(Unmeasured(200, "OK")));

        Assert.Equal("2", result.Headers["Content-Length"]);
        Assert.Equal("OK", result.Text);
    }

    [Fact]
    public void A_stream_stays_as_it_is()
    {
        var result = Wsgi.Get("/", new ContentLength(Wsgi.Stream("200 OK", "a", "b")));

        Assert.False(result.Headers.Contains("Content-Length"));
        Assert.Equal(2, result.Blocks.Count);
    }

    [Fact]
    public void What_has_no_body_gets_no_length()
    {
        Assert.False(Wsgi.Get("/", new ContentLength(Wsgi.App("204 No Content"))).Headers.Contains("Content-Length"));
        Assert.False(Wsgi.Get("/", new ContentLength(Wsgi.App("304 Not Modified"))).Headers.Contains("Content-Length"));
        Assert.False(Wsgi.Head("/", new ContentLength(Unmeasured(200, ""))).Headers.Contains("Content-Length"));
        Assert.Equal("0", Wsgi.Get("/", new ContentLength(Unmeasured(200, ""))).Headers["Content-Length"]);
    }

    private static IWsgiApp Unmeasured(int status, string text) => Wsgi.App(_ =>
    {
        var response = new Response(status, Body.From(text));
        response.Headers.Add("Content-Type", "text/plain");
        return response;
    });
}
