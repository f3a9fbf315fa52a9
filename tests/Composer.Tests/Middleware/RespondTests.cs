// SPDX-License-Identifier: MIT
using Composer.Middleware;

namespace Composer.Tests.Middleware;

public sealed class RespondTests
{
    [Fact]
    public void Answers_with_its_text()
    {
        var result = Wsgi.Get("/", new Respond(new() { Text = "Grüße" }));

        Assert.Equal("200 OK", result.Status);
        Assert.Equal("Grüße", result.Text);
        Assert.Equal("7", result.Headers["Content-Length"]);
        Assert.Equal("text/plain; charset=utf-8", result.Headers["Content-Type"]);
    }

    [Fact]
    public void Status_type_and_headers_are_free()
    {
        var result = Wsgi.Get("/", new Respond(new() { Status = 503, Type = "text/html", Text = "<p>", Headers = [new("Retry-After", "60"), new("X-A", "1")] }));

        Assert.Equal("503 Service Unavailable", result.Status);
        Assert.Equal("text/html", result.Headers["Content-Type"]);
        Assert.Equal("60", result.Headers["Retry-After"]);
    }

    [Fact]
    public void An_answer_without_a_body_has_no_headers_about_one()
    {
        var result = Wsgi.Get("/", new Respond(new() { Status = 204 }));

        Assert.Empty(result.Headers);
    }

    [Fact]
    public void Answers_that_cannot_be_sent_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new Respond(new() { Headers = [new("X", "a\nb")] }));
        Assert.Throws<ArgumentException>(() => new Respond(new() { Status = 204, Text = "x" }));
    }
}
