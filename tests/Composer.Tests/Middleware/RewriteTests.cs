// SPDX-License-Identifier: MIT
using Composer.Middleware;
using Composer.Wsgi;

namespace Composer.Tests.Middleware;

public sealed class RewriteTests
{
    private const string Rules = """
        # first the article, then the rest
        ^/article/([0-9]+)$  /show?id=$1
        ^/bare/(?<what>.*)$  /${what}?
        ^/umlaut/(.*)$       /u/$1
        ^/old/(.*)$          /new/$1 301
        ^/out/(.*)$          https://example.org/in/$1?via=here 302
        ^/(.*)/index$        /$1/
        """;

    [Theory]
    [InlineData("/article/7", "/show?id=7")]
    [InlineData("/article/7?a=b", "/show?id=7&a=b")]
    [InlineData("/article/x?a=b", "/article/x?a=b")]
    [InlineData("/bare/x?a=b", "/x?")]
    [InlineData("/umlaut/%C3%A9", "/u/Ã©?")]
    [InlineData("/umlaut/%E9%C3%A9", "/u/éÃ©?")]
    [InlineData("/a/index", "/a/?")]
    [InlineData("/bare//evil", "/evil?")]
    public void The_app_sees_the_new_path(string path, string expected)
    {
        var app = Wsgi.App(environ => Wsgi.Answer("200 OK", Body.From($"{environ.PathInfo}?{environ.QueryString} {environ.RequestUri}")));

        Assert.Equal($"{expected}{(expected.Contains('?', StringComparison.Ordinal) ? "" : "?")} {path}", Wsgi.Get(path, Of(Rules, app)).Text);
    }

    [Theory]
    [InlineData("/tag/tea", "tag=tea&all=/tag/tea&cost=$9$")]
    [InlineData("/tag/a%26admin=1", "tag=a%26admin%3D1&all=/tag/a%26admin%3D1&cost=$9$")]
    [InlineData("/tag/1+1%25?page=2", "tag=1%2B1%25&all=/tag/1%2B1%25&cost=$9$&page=2")]
    [InlineData("/tag/%E9%26", "tag=%E9%26&all=/tag/%E9%26&cost=$9$")]
    [InlineData("/tag/%C3%A9%0A", "tag=%C3%A9%0A&all=/tag/%C3%A9%0A&cost=$9$")]
    public void What_was_captured_is_one_value_of_the_query(string path, string query)
    {
        var app = Wsgi.App(environ => Wsgi.Answer("200 OK", Body.From(environ.QueryString)));

        Assert.Equal(query, Wsgi.Get(path, Of("^/tag/(?<tag>.*)$ /show?tag=${tag}&all=$0&cost=$9$$", app)).Text);
    }

    [Theory]
    [InlineData("/old/a%20b?c=d", 301, "/shop/new/a%20b?c=d")]
    [InlineData("/old//evil.com", 301, "/shop/new//evil.com")]
    [InlineData("/out/x?a=b", 302, "https://example.org/in/x?via=here&a=b")]
    public void With_a_status_the_client_is_told(string path, int status, string location)
    {
        var result = Wsgi.Request("GET", path, Of(Rules, Wsgi.App("200 OK")), prepare: environ => environ.ScriptName = "/shop");

        Assert.Equal((status, location), (result.StatusCode, result.Headers["Location"]));
        Assert.Equal(0, result.Calls);
    }

    [Theory]
    [InlineData("/%2F/evil.com")]
    [InlineData("/%5Cevil.com")]
    public void Nobody_is_led_to_another_site(string path)
    {
        var location = Wsgi.Get(path, Of("^(.*)$ /$1 302", Wsgi.App("200 OK"))).Headers["Location"]!;

        Assert.StartsWith("/", location, StringComparison.Ordinal);
        Assert.False(location.StartsWith("//", StringComparison.Ordinal) || location.StartsWith("/\\", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("^/a$", "is not 'REGEX TARGET [STATUS]'")]
    [InlineData("^/a$ /b 200", "ends with '200', which does not redirect")]
    [InlineData("^/a$ b", "has the target 'b', which is neither a path")]
    [InlineData("^/a$ https://example.org/", "leads to another site: write a status")]
    [InlineData("( /b", "holds a regular expression that cannot be used")]
    [InlineData("(?=a) /b", "holds a regular expression that cannot be used")]
    public void What_is_no_rule_is_refused(string rule, string problem)
    {
        var error = Assert.Throws<ArgumentException>(() => Of(rule, Wsgi.App("200 OK")));

        Assert.Equal("Rules", error.ParamName);
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
    }

    private static Rewrite Of(string rules, IWsgiApp app) => new(new RewriteOptions { Rules = rules }, app);
}
