// SPDX-License-Identifier: MIT
using Composer.Middleware;
using Composer.Tests.Python;
using Composer.Wsgi;

namespace Composer.Tests.Middleware;

[Collection("Python")]
public sealed class RecursiveTests
{
    [SkippableTheory]
    [InlineData("/forward?a=1", "GET / page a=1")]
    [InlineData("/include?a=1", "before [200 OK text/plain GET / page x=2 in /include] after")]
    [InlineData("/iterate", "before [GET / page  in /iterate] after")]
    [InlineData("/deprecated", "GET / page y=3")]
    [InlineData("/extra", "before [200 OK text/plain GET / page me in /extra] after")]
    public void A_page_can_have_another_in_it_or_instead(string path, string expected)
    {
        Skip.IfNot(Embedded.Has("paste.recursive"), "Paste is not installed");

        Assert.Equal(expected, Wsgi.Get(path, Site()).Text);
    }

    [SkippableFact]
    public void A_request_that_goes_in_circles_fails()
    {
        Skip.IfNot(Embedded.Has("paste.recursive"), "Paste is not installed");

        var error = Assert.ThrowsAny<Exception>(() => Wsgi.Get("/loop", Site()));

        Assert.Contains("Forwarding loop detected; /loop visited twice", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_page_that_includes_itself_is_told_so_by_Python()
    {
        var error = Assert.ThrowsAny<Exception>(() => Wsgi.Get("/itself", Site()));

        Assert.StartsWith("RecursionError: ", error.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void A_page_outside_of_the_site_cannot_be_included()
    {
        Skip.IfNot(Embedded.Has("paste.recursive"), "Paste is not installed");

        var error = Assert.ThrowsAny<Exception>(() => Wsgi.Request("GET", "/include", Site(), prepare: environ => environ.ScriptName = "/shop"));

        Assert.Contains("only paths under '/shop' can be reached, not '/page'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Other_exceptions_pass() =>
        Assert.Throws<InvalidOperationException>(() => Wsgi.Get("/", new Recursive(Wsgi.App("200 OK", () => throw new InvalidOperationException()))));

    private static Recursive Site() => new(Embedded.App("recursive_site"));
}
