// SPDX-License-Identifier: MIT
using Composer.Middleware;
using Composer.Wsgi;

namespace Composer.Tests.Middleware;

public sealed class StatusBasedForwardTests
{
    [Fact]
    public void Another_app_answers_in_its_place()
    {
        var other = Wsgi.App(async environ =>
        {
            using var reader = new StreamReader(environ.Input);
            return Wsgi.Answer("201 Created", Body.From($"{environ.RequestMethod} {environ.PathInfo} {await reader.ReadToEndAsync()} {environ["left"]}"));
        });
        var first = Wsgi.App(environ =>
        {
            environ["left"] = "behind";
            environ.Input.CopyTo(Stream.Null);
            return Wsgi.Answer("404 Not Found", Body.From("nothing"), ("X-First", "1"));
        });

        var result = Wsgi.Post("/old", Of(first, ("404", other)), "text");

        Assert.Equal("201 Created", result.Status);
        Assert.Equal("POST /old text ", result.Text);
        Assert.Null(result.Headers["X-First"]);
        Assert.Equal(2, result.Closes);
    }

    [Theory]
    [InlineData("200 OK", 1)]
    [InlineData("403 Forbidden", 1)]
    [InlineData("500 Internal Server Error", 2)]
    public void Only_at_the_statuses_that_are_named(string status, int calls) =>
        Assert.Equal(calls, Wsgi.Get("/", Of(Wsgi.App(status), ("404", Wsgi.App("200 OK")), ("5xx", Wsgi.App("200 OK")))).Calls);

    [Fact]
    public void What_is_no_error_is_refused() =>
        Assert.Equal("302", Assert.Throws<ArgumentException>(() => Of(Wsgi.App("200 OK"), ("302", Wsgi.App("200 OK")))).ParamName);

    [Fact]
    public void One_that_forwards_nothing_is_refused() =>
        Assert.Contains("write 404 = NAME", Assert.Throws<ArgumentException>(() => Of(Wsgi.App("200 OK"))).Message, StringComparison.Ordinal);

    private static StatusBasedForward Of(IWsgiApp app, params (string Status, IWsgiApp App)[] others) =>
        new(new StatusBasedForwardOptions { Apps = [.. others.Select(other => KeyValuePair.Create(other.Status, other.App))] }, app);
}
