// SPDX-License-Identifier: MIT
using Composer.Middleware;
using Composer.Wsgi;

namespace Composer.Tests.Middleware;

public sealed class HeadTests
{
    [Fact]
    public void HEAD_has_the_headers_of_GET_and_no_body_and_the_body_is_closed()
    {
        var app = Wsgi.App("200 OK", "abc", ("X-A", "1"));

        var result = Wsgi.Head("/", new Head(app));

        Assert.Equal("3", result.Headers["Content-Length"]);
        Assert.Equal("1", result.Headers["X-A"]);
        Assert.Empty(result.Body);
        Assert.Equal(1, result.Closes);
    }

    [Fact]
    public void A_length_that_is_known_is_told_and_one_that_is_not_is_not()
    {
        var known = Wsgi.Head("/", new Head(Wsgi.App(_ =>
        {
            var response = new Response(200, Body.From("abc"));
            response.Headers.Add("Content-Type", "text/plain");
            return response;
        })));
        var stream = Wsgi.Head("/", new Head(Wsgi.Stream("200 OK", "a", "b")));

        Assert.Equal("3", known.Headers["Content-Length"]);
        Assert.False(stream.Headers.Contains("Content-Length"));
        Assert.Empty(stream.Body);
        Assert.Equal(1, stream.Closes);
    }

    [Fact]
    public void Other_methods_keep_their_body() =>
        Assert.Equal("abc", Wsgi.Get("/", new Head(Wsgi.App("200 OK", "abc"))).Text);
}
