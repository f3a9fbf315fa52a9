// SPDX-License-Identifier: MIT
using Composer.Middleware;

namespace Composer.Tests.Middleware;

public sealed class RedirectTests
{
    [Theory]
    [InlineData("/new", "/old", "/new")]
    [InlineData("/new", "/old?a=1", "/new?a=1")]
    [InlineData("/new?x=1", "/old?a=1", "/new?x=1&a=1")]
    [InlineData("/new?x=1#part", "/?a=1", "/new?x=1&a=1#part")]
    [InlineData("https://example.org", "/", "https://example.org")]
    [InlineData("/é b", "/", "/%C3%A9%20b")]
    public void Leads_to_the_target_and_keeps_the_query(string to, string path, string location)
    {
        var result = Wsgi.Get(path, new Redirect(new() { To = to }));

        Assert.Equal("302 Found", result.Status);
        Assert.Equal(location, result.Headers["Location"]);
    }

    [Theory]
    [InlineData("/new", "/a/b", "/new/a/b")]
    [InlineData("/new/", "/a%20b", "/new/a%20b")]
    [InlineData("/new", "/a%2Fb/c", "/new/a%2Fb/c")]
    [InlineData("/", "//evil.example/x", "/evil.example/x")]
    [InlineData("/", "/%5Cevil.example", "/%5Cevil.example")]
    [InlineData("/", "/%2F%2Fevil.example", "/evil.example")]
    [InlineData("https://example.org", "/@evil.example", "https://example.org/@evil.example")]
    [InlineData("https://example.org", "/%0d%0aX:1", "https://example.org/%0D%0AX:1")]
    [InlineData("/new", "/%C3%A9?q#f", "/new/%C3%A9?q#f")]
    public void Keeps_the_rest_of_the_path_on_demand_and_never_leaves_the_site(string to, string path, string location)
    {
        var result = Wsgi.Get(path, new Redirect(new() { To = to, KeepPath = true }));

        Assert.Equal(location, result.Headers["Location"]);
    }

    [Fact]
    public void Leaves_the_query_out_on_demand()
    {
        Assert.Equal("/new", Wsgi.Get("/?a=1", new Redirect(new() { To = "/new", KeepQuery = false })).Headers["Location"]);
    }

    [Theory]
    [InlineData("//evil.example", 302)]
    [InlineData("/\\evil.example", 302)]
    [InlineData("javascript:alert(1)", 302)]
    [InlineData("new", 302)]
    [InlineData("", 302)]
    [InlineData("/new", 200)]
    [InlineData("/new", 304)]
    public void A_target_or_status_that_makes_no_redirect_is_refused(string to, int status)
    {
        Assert.Throws<ArgumentException>(() => new Redirect(new() { To = to, Status = status }));
    }
}
