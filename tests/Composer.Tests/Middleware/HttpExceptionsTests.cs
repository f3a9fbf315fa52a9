// SPDX-License-Identifier: MIT
using Composer.Middleware;
using Composer.Tests.Python;
using Composer.Wsgi;

namespace Composer.Tests.Middleware;

[Collection("Python")]
public sealed class HttpExceptionsTests
{
    [Fact]
    public void An_HttpError_is_its_answer()
    {
        var app = new HttpExceptions(Wsgi.App("200 OK", () =>
        {
            var error = new HttpError(503, "The shop is closed.");
            error.Headers.Add("Retry-After", "60");
            throw error;
        }));

        var result = Wsgi.Get("/", app);

        Assert.Equal(503, result.StatusCode);
        Assert.Equal("60", result.Headers["Retry-After"]);
        Assert.Equal("The shop is closed.\n", result.Text);
    }

    [Fact]
    public void Other_exceptions_pass() =>
        Assert.Throws<InvalidOperationException>(() => Wsgi.Get("/", new HttpExceptions(Wsgi.App("200 OK", () => throw new InvalidOperationException()))));

    [Fact]
    public void The_app_finds_the_marker_of_Paste()
    {
        var app = new HttpExceptions(Wsgi.App(environ => Wsgi.Answer("200 OK", Body.From($"{environ["paste.httpexceptions"]}"))));

        Assert.Equal("True", Wsgi.Get("/", app).Text);
    }

    [SkippableFact]
    public void An_exception_of_Python_that_is_an_app_is_its_answer()
    {
        Skip.IfNot(Embedded.Has("webob"), "WebOb is not installed");

        var result = Wsgi.Get("/webob-redirect", new HttpExceptions(Embedded.App("raises_http")));

        Assert.Equal(302, result.StatusCode);
        Assert.EndsWith("/elsewhere", result.Headers["Location"], StringComparison.Ordinal);
    }
}
