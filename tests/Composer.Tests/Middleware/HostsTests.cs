// SPDX-License-Identifier: MIT
using Composer.Middleware;
using Composer.Wsgi;

namespace Composer.Tests.Middleware;

public sealed class HostsTests
{
    [Theory]
    [InlineData("www.example.org", 200)]
    [InlineData("WWW.Example.ORG.", 200)]
    [InlineData("www.example.org:8080", 200)]
    [InlineData("example.net", 200)]
    [InlineData("a.b.example.net", 200)]
    [InlineData("example.com:8443", 200)]
    [InlineData("[::1]:80", 200)]
    [InlineData("example.org", 400)]
    [InlineData("notexample.net", 400)]
    [InlineData("example.com", 400)]
    [InlineData("www.example.org@evil.com", 400)]
    [InlineData("evil.com/www.example.org", 400)]
    [InlineData("", 400)]
    public void Only_the_sites_own_names_are_served(string host, int status)
    {
        var result = Wsgi.Get("/", Of("www.example.org", ".example.net", "example.com:8443", "[::1]"), ("Host", host));

        Assert.Equal(status, result.StatusCode);
        Assert.Equal(status == 200 ? 1 : 0, result.Calls);
    }

    [Fact]
    public void A_request_without_a_host_is_refused() =>
        Assert.Equal(400, Wsgi.Request("GET", "/", Of("localhost"), prepare: environ => environ.Remove(EnvironKey.HttpHost)).StatusCode);

    [Theory]
    [InlineData("http//x")]
    [InlineData("a.*.org")]
    public void What_is_no_host_name_is_refused(string name) => Assert.Equal("allow", Assert.Throws<ArgumentException>(() => Of(name)).ParamName);

    [Fact]
    public void An_empty_list_is_a_mistake() => Assert.Throws<ArgumentException>(() => Of());

    private static Hosts Of(params string[] names) => new(new HostsOptions { Allow = names }, Wsgi.App("200 OK"));
}
