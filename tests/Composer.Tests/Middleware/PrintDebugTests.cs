// SPDX-License-Identifier: MIT
using Composer.Middleware;
using Composer.Tests.Python;
using Composer.Wsgi;

namespace Composer.Tests.Middleware;

[Collection("Python")]
public sealed class PrintDebugTests
{
    private const string Html = "text/html; charset=utf-8";

    [Fact]
    public void What_Python_prints_is_shown_in_the_page_and_logged_all_the_same()
    {
        var result = Wsgi.Get("/", new PrintDebug(new PrintDebugOptions(), Embedded.App("prints")));

        Assert.Contains("<body><pre style=", result.Text, StringComparison.Ordinal);
        Assert.Contains("<b>Printed</b>\nprinted &lt;b&gt; gr&#252;n\ntold\n</pre>page", result.Text, StringComparison.Ordinal);
        Assert.Contains("told", result.Errors, StringComparison.Ordinal);
        Assert.Equal(result.Body.Length.ToString(System.Globalization.CultureInfo.InvariantCulture), result.Headers["Content-Length"]);
    }

    [Fact]
    public void The_page_may_have_a_place_for_it()
    {
        var app = Says("x", "<body>a<pre class=\"log\" id=\"paste-debug-prints\"></pre>b", Html);

        Assert.Equal("<body>a<pre class=\"log\" id=\"paste-debug-prints\">x\n</pre>b", Wsgi.Get("/", new PrintDebug(new PrintDebugOptions(), app)).Text);
    }

    [Theory]
    [InlineData("text/plain", false, "page")]
    [InlineData("text/plain", true, "<pre ")]
    [InlineData(Html, false, "<pre ")]
    public void Only_HTML_is_changed_unless_it_is_asked_for(string type, bool force, string start)
    {
        var app = Says("x", "page", type);

        Assert.StartsWith(start, Wsgi.Get("/", new PrintDebug(new PrintDebugOptions { ForceContentType = force }, app)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_written_to_the_errors_may_be_left_out()
    {
        Assert.Equal("page", Wsgi.Get("/", new PrintDebug(new PrintDebugOptions { PrintWsgiErrors = false }, Says("x", "page", Html))).Text);
    }

    [Fact]
    public void The_app_may_say_that_nothing_is_to_be_shown()
    {
        var result = Wsgi.Get("/", new PrintDebug(new PrintDebugOptions(), Embedded.App("prints_secretly")));

        Assert.Equal("<body>page", result.Text);
    }

    [Fact]
    public void Under_a_test_nothing_is_changed()
    {
        var result = Wsgi.Request("GET", "/", new PrintDebug(new PrintDebugOptions(), Says("x", "page", Html)), prepare: environ => environ["paste.testing"] = true);

        Assert.Equal("page", result.Text);
    }

    private static IWsgiApp Says(string line, string page, string type) => Wsgi.App(environ =>
    {
        environ.Errors.WriteLine(line);
        return Wsgi.Answer("200 OK", Body.From(page), ("Content-Type", type));
    });
}
