// SPDX-License-Identifier: MIT
using Composer.Middleware;
using Composer.Wsgi;

namespace Composer.Tests.Middleware;

public sealed class IpFilterTests
{
    [Theory]
    [InlineData("192.0.2.0/24", "", "192.0.2.9", 200)]
    [InlineData("192.0.2.0/24", "", "198.51.100.1", 403)]
    [InlineData("192.0.2.0/24", "192.0.2.9", "192.0.2.9", 403)]
    [InlineData("", "192.0.2.9", "192.0.2.9", 403)]
    [InlineData("", "192.0.2.9", "::ffff:192.0.2.9", 403)]
    [InlineData("", "192.0.2.9", "2001:db8::1", 200)]
    [InlineData("unix", "", "", 200)]
    [InlineData("loopback", "", "unknown", 403)]
    public void Addresses_are_let_through_or_not(string allow, string deny, string address, int status)
    {
        var filter = new IpFilter(new() { Allow = Words(allow), Deny = Words(deny) }, Wsgi.App("200 OK"));

        Assert.Equal(status, Wsgi.Request("GET", "/", filter, prepare: environ => environ[EnvironKey.RemoteAddr] = address).StatusCode);
    }

    [Fact]
    public void Without_a_list_it_is_a_mistake() => Assert.Throws<ArgumentException>(() => new IpFilter(new(), Wsgi.App("200 OK")));

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
