// SPDX-License-Identifier: MIT
using System.Text;
using Composer.Wsgi;

namespace Composer.Tests.Contract;

public sealed class WsgiLintTests
{
    [Fact]
    public void A_correct_exchange_passes_unchanged()
    {
        var result = Wsgi.Post("/a%20b?q=1", Wsgi.App("200 OK", "hello", ("X-A", "1")), "body", ("Content-Type", "text/plain"));

        Assert.Equal("200 OK", result.Status);
        Assert.Equal("hello", result.Text);
        Assert.Equal("1", result.Headers["X-A"]);
        Assert.Equal((1, 1), (result.Calls, result.Closes));
    }

    [Theory]
    [InlineData("REQUEST_METHOD", "GE T", "REQUEST_METHOD is not a token")]
    [InlineData("SERVER_NAME", null, "has no SERVER_NAME")]
    [InlineData("SERVER_PORT", "", "has no SERVER_PORT")]
    [InlineData("SCRIPT_NAME", "/", "SCRIPT_NAME is '/'")]
    [InlineData("SCRIPT_NAME", "app", "SCRIPT_NAME is 'app'")]
    [InlineData("PATH_INFO", "x", "PATH_INFO is 'x'")]
    [InlineData("CONTENT_LENGTH", "-1", "CONTENT_LENGTH is '-1'")]
    [InlineData("CONTENT_LENGTH", "1 ", "CONTENT_LENGTH is '1 '")]
    [InlineData("HTTP_CONTENT_TYPE", "a/b", "HTTP_CONTENT_TYPE; it must be CONTENT_TYPE")]
    [InlineData("HTTP_X", "Ω", "beyond latin-1")]
    [InlineData("HTTP_X", 1, "not a string but a Int32")]
    [InlineData("wsgi.url_scheme", "ftp", "not http or https")]
    [InlineData("wsgi.input", null, "wsgi.input")]
    [InlineData("wsgi.errors", "text", "wsgi.errors")]
    public async Task A_wrong_environ_is_the_fault_of_the_caller(string key, object? value, string rule)
    {
        var environ = Wsgi.Environ("GET", "/");
        environ[key] = value;

        var violation = await Assert.ThrowsAsync<WsgiViolation>(async () => await Linted(new Response(200)).InvokeAsync(environ));

        Assert.Equal("above", violation.Component);
        Assert.Contains(rule, violation.Rule, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Connection", "close", "hop-by-hop")]
    [InlineData("transfer-encoding", "chunked", "hop-by-hop")]
    [InlineData("Status", "201", "Status header")]
    [InlineData("Foo-", "bar", "ends with '-'")]
    [InlineData("Foo:", "bar", "not a token")]
    [InlineData("Location", "a\nb", "control character")]
    [InlineData("X", "Ω", "beyond latin-1")]
    [InlineData("Content-Length", "five", "must be digits")]
    [InlineData("Content-Length", "3", "the body has 5 bytes")]
    public async Task A_wrong_header_is_the_fault_of_the_app(string name, string value, string rule)
    {
        var response = new Response("200 OK", Body.From("hello"));
        response.Headers.AddUnchecked(name, value);

        var violation = await Assert.ThrowsAsync<WsgiViolation>(async () => await Linted(response).InvokeAsync(Wsgi.Environ("GET", "/")));

        Assert.Equal("below", violation.Component);
        Assert.Contains(rule, violation.Rule, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(204, "Content-Type")]
    [InlineData(304, "Content-Length")]
    public async Task A_response_without_a_body_has_no_header_about_one(int status, string header)
    {
        var response = new Response(status);
        response.Headers.Add(header, "0");

        var violation = await Assert.ThrowsAsync<WsgiViolation>(async () => await Linted(response).InvokeAsync(Wsgi.Environ("GET", "/")));

        Assert.Contains(header, violation.Rule, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_interim_status_is_no_answer()
    {
        var violation = await Assert.ThrowsAsync<WsgiViolation>(async () => await Linted(new Response(103)).InvokeAsync(Wsgi.Environ("GET", "/")));

        Assert.Contains("final status", violation.Rule, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("6", "the body has 5 bytes, but its Content-Length is 6")]
    [InlineData("4", "longer than its Content-Length of 4")]
    public async Task A_generator_must_keep_its_Content_Length(string claimed, string rule)
    {
        var response = new Response("200 OK", new BlocksBody("hel", "lo"));
        response.Headers.Add("Content-Length", claimed);
        var linted = await Linted(response).InvokeAsync(Wsgi.Environ("GET", "/"));

        var violation = await Assert.ThrowsAsync<WsgiViolation>(async () =>
        {
            while (!(await linted.Body.ReadAsync()).IsEmpty)
            {
            }
        });

        Assert.Equal("below", violation.Component);
        Assert.Contains(rule, violation.Rule, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bytes_after_a_304_are_the_fault_of_the_app()
    {
        var linted = await Linted(new Response(304, new BlocksBody("x"))).InvokeAsync(Wsgi.Environ("GET", "/"));

        await Assert.ThrowsAsync<WsgiViolation>(async () => await linted.Body.ReadAsync());
    }

    [Fact]
    public async Task Disposing_twice_or_reading_afterwards_is_the_fault_of_the_caller()
    {
        var linted = await Linted(new Response(200)).InvokeAsync(Wsgi.Environ("GET", "/"));
        await linted.DisposeAsync();

        var twice = await Assert.ThrowsAsync<WsgiViolation>(async () => await linted.DisposeAsync());
        var after = await Assert.ThrowsAsync<WsgiViolation>(async () => await linted.Body.ReadAsync());

        Assert.Equal(("above", "above"), (twice.Component, after.Component));
    }

    [Fact]
    public async Task An_environ_is_free_again_only_when_its_response_is_disposed()
    {
        var app = new WsgiLint(Wsgi.App("200 OK"), "above", "below");
        var environ = Wsgi.Environ("GET", "/");
        var first = await app.InvokeAsync(environ);

        await Assert.ThrowsAsync<WsgiViolation>(async () => await app.InvokeAsync(environ));
        await first.DisposeAsync();
        await using var second = await app.InvokeAsync(environ);

        Assert.Equal(200, second.StatusCode);
    }

    [Fact]
    public async Task A_block_that_is_kept_too_long_is_overwritten()
    {
        var linted = await Linted(new Response("200 OK", new BlocksBody("one", "two"))).InvokeAsync(Wsgi.Environ("GET", "/"));
        var kept = await linted.Body.ReadAsync();

        await linted.Body.ReadAsync();

        Assert.NotEqual("one", Encoding.ASCII.GetString(kept.Span));
        await linted.DisposeAsync();
    }

    private static WsgiLint Linted(Response response) => new(new FixedApp(response), "above", "below");

    private sealed class FixedApp(Response response) : IWsgiApp
    {
        public ValueTask<Response> InvokeAsync(Environ environ) => new(response);
    }
}
