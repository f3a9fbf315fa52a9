// SPDX-License-Identifier: MIT
using Composer.Middleware;
using Composer.Tests.Servers;
using Composer.Wsgi;

namespace Composer.Tests.Python;

/// <summary>Python exceptions that are HTTP answers, below error_catcher.</summary>
[Collection("Python")]
public sealed class HttpExceptionTests
{
    private readonly RecordingLogger<ErrorCatcher> _log = new();

    [SkippableTheory]
    [InlineData("webob", 404, "Not Found")]
    [InlineData("paste", 404, "Not Found")]
    [InlineData("werkzeug", 404, "Not Found")]
    public void An_exception_that_is_an_HTTP_answer_is_that_answer_and_no_failure(string library, int status, string text)
    {
        var result = Get(library);

        Assert.Equal(status, result.StatusCode);
        Assert.Contains(text, result.Text, StringComparison.Ordinal);
        Assert.Contains("no such shelf", result.Text, StringComparison.Ordinal);
        Assert.Empty(_log.Entries);
    }

    [SkippableTheory]
    [InlineData("webob-redirect")]
    [InlineData("paste-redirect")]
    public void It_keeps_its_headers(string library)
    {
        var result = Get(library);

        Assert.Equal(302, result.StatusCode);
        Assert.EndsWith("/elsewhere", result.Headers["Location"], StringComparison.Ordinal);
    }

    [SkippableFact]
    public void From_500_on_it_is_reported_too()
    {
        Assert.Equal(503, Get("webob-unavailable").StatusCode);
        Assert.Contains("HTTPServiceUnavailable", Assert.Single(_log.Messages), StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData("code")]
    [InlineData("cannot")]
    public void A_code_alone_makes_no_answer_nor_does_an_app_that_fails(string kind)
    {
        Assert.Equal(500, Get(kind).StatusCode);
        Assert.Single(_log.Entries);
    }

    [SkippableFact]
    public void It_is_an_answer_below_a_Python_filter_too()
    {
        Skip.IfNot(Embedded.Has("webob"), "WebOb is not installed");
        var app = Embedded.Filter("passing", Embedded.Waiting(Catcher(Embedded.App("raises_http"))));

        Assert.Equal(404, Wsgi.Get("/webob", app).StatusCode);
    }

    [Theory]
    [InlineData("Content-Length: 100\r\n\r\nhello")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\nFF\r\nhello")]
    public async Task A_request_body_that_the_client_cut_short_is_no_failure_either(string rest)
    {
        await using var server = await RunningServer.StartAsync(Catcher(Embedded.App("read_all")).InvokeAsync);

        var answer = await server.TalkAsync($"POST / HTTP/1.1\r\nHost: x\r\n{rest}");

        Assert.StartsWith("HTTP/1.1 400", answer, StringComparison.Ordinal);
        Assert.Empty(_log.Entries);
    }

    private Result Get(string library)
    {
        Skip.IfNot(library is "code" or "cannot" || Embedded.Has(library.Split('-')[0]), $"{library} is not installed");
        return Wsgi.Get("/" + library, Catcher(Embedded.App("raises_http")));
    }

    private ErrorCatcher Catcher(IWsgiApp app) => new(new(), app, new ComponentInfo("errors", "/"), TimeProvider.System, _log);
}
