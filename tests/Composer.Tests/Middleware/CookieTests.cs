// SPDX-License-Identifier: MIT
using Composer.Middleware;
using Composer.Wsgi;
using Microsoft.Net.Http.Headers;
using Same = Composer.Middleware.SameSite;

namespace Composer.Tests.Middleware;

/// <summary>Cookies read and written.</summary>
public sealed class CookieTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 17, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("a=1; b=2", "b", "2")]
    [InlineData("a=1;b=2", "b", "2")]
    [InlineData("b=first; b=second", "b", "first")]
    [InlineData("xb=1; b=2", "b", "2")]
    [InlineData("B=1", "b", "")]
    [InlineData("b=\"1 2\"", "b", "1 2")]
    [InlineData("b=\"1;2\"; c=3", "b", "1;2")]
    [InlineData("b=\"1;2\"; c=3", "c", "3")]
    [InlineData("b=\"1\\0542\\\";\\\\\"; c=3", "b", "1,2\";\\")]
    [InlineData("b=\"1\\0542\\\";\\\\\"; c=3", "c", "3")]
    [InlineData("a=\"1; b=2", "b", "2")]
    [InlineData("b=x=y==", "b", "x=y==")]
    [InlineData("b", "b", "")]
    [InlineData("; ;=;b=2", "b", "2")]
    [InlineData("  b \t= 2 ", "b", "2")]
    [InlineData("b=; b=2", "b", "2")]
    [InlineData("", "b", "")]
    public void The_first_cookie_of_a_name_is_found(string header, string name, string value) =>
        Assert.Equal(value, CookieHeader.Find(Wsgi.Environ("GET", "/", null, ("Cookie", header)), name).ToString());

    [Fact]
    public void Very_many_cookies_take_no_longer_each() =>
        Assert.Equal("2", CookieHeader.Find(Wsgi.Environ("GET", "/", null, ("Cookie", string.Concat(Enumerable.Repeat("a=1;", 2_000_000)) + "b=2")), "b").ToString());

    [Fact]
    public void Without_a_header_there_is_no_cookie() => Assert.True(CookieHeader.Find(Wsgi.Environ("GET", "/"), "b").IsEmpty);

    [Fact]
    public void Looking_for_a_cookie_allocates_nothing()
    {
        var environ = Wsgi.Environ("GET", "/", null, ("Cookie", "a=1; b=\"2\""));
        CookieHeader.Find(environ, "b");
        var before = GC.GetAllocatedBytesForCurrentThread();

        CookieHeader.Find(environ, "b");

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void A_cookie_is_for_the_whole_site_not_for_scripts_and_not_for_other_sites() =>
        Assert.Equal("id=1; Path=/; HttpOnly; SameSite=Lax", new CookieAttributes("id").Set(Over("http"), "1"));

    [Theory]
    [InlineData("https", null, true)]
    [InlineData("http", null, false)]
    [InlineData("http", true, true)]
    [InlineData("https", false, false)]
    public void What_is_set_over_https_is_sent_over_https_only(string scheme, bool? setting, bool secure) =>
        Assert.Equal(secure, Parsed(new CookieAttributes("id") { Secure = setting }.Set(Over(scheme), "1")).Secure);

    [Fact]
    public void Every_attribute_is_what_others_read()
    {
        var cookie = new CookieAttributes("id") { Path = "/shop", Domain = "example.org", Secure = true, HttpOnly = false, SameSite = Same.Strict };

        var read = Parsed(cookie.Set(Over("http"), "1", Now.AddMinutes(2), Now));

        Assert.Equal(("id", "1", "/shop", "example.org"), (read.Name.Value, read.Value.Value, read.Path.Value, read.Domain.Value));
        Assert.Equal((true, false, SameSiteMode.Strict), (read.Secure, read.HttpOnly, read.SameSite));
        Assert.Equal((TimeSpan.FromMinutes(2), Now.AddMinutes(2)), (read.MaxAge, read.Expires));
    }

    [Fact]
    public void Dropping_a_cookie_says_so_twice() =>
        Assert.Equal("id=; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Path=/; HttpOnly; SameSite=Lax", new CookieAttributes("id").Drop(Over("http")));

    [Theory]
    [InlineData("a;b")]
    [InlineData("a\r\nSet-Cookie: x=y")]
    [InlineData("a\0")]
    public void A_value_that_ends_the_cookie_is_refused(string value) =>
        Assert.Throws<ArgumentException>(() => new CookieAttributes("id").Set(Over("http"), value));

    [Theory]
    [InlineData("has no name", "")]
    [InlineData("the cookie's name 'a b'", "a b")]
    [InlineData("the cookie's path", "a", "shop")]
    [InlineData("the cookie's path", "a", "/;Secure")]
    [InlineData("is no domain", "a", "/", "a; Secure")]
    [InlineData("set secure = true as well", "a", "/", null, null, Same.None)]
    [InlineData("must have secure = true, the path / and no domain", "__Host-a")]
    [InlineData("must have secure = true, the path / and no domain", "__Host-a", "/shop", null, true)]
    [InlineData("must have secure = true, the path / and no domain", "__host-a", "/", "example.org", true)]
    [InlineData("must have secure = true", "__Secure-a")]
    public void What_browsers_would_drop_is_a_problem(string problem, string name, string path = "/", string? domain = null, bool? secure = null, Same sameSite = Same.Lax) =>
        Assert.Contains(problem, new CookieAttributes(name) { Path = path, Domain = domain, Secure = secure, SameSite = sameSite }.Problem(), StringComparison.Ordinal);

    [Fact]
    public void What_browsers_keep_is_none()
    {
        Assert.Null(new CookieAttributes("id").Problem());
        Assert.Null(new CookieAttributes("__Host-id") { Secure = true }.Problem());
        Assert.Null(new CookieAttributes("id") { SameSite = Same.None, Secure = true, Domain = ".example.org" }.Problem());
    }

    [Fact]
    public void A_cookie_of_4096_bytes_fits()
    {
        Assert.True(new CookieAttributes("id").Fits(new string('x', 4093)));
        Assert.False(new CookieAttributes("id").Fits(new string('x', 4094)));
    }

    [Theory]
    [InlineData("abc!=/", "abc!=/")]
    [InlineData("a,b c", "\"a,b c\"")]
    [InlineData("a\"b;c\\\u00e9\n", "\"a\\042b\\073c\\134\\351\\012\"")]
    public void A_value_that_a_cookie_may_not_have_is_quoted_and_comes_back(string value, string quoted)
    {
        Assert.Equal(quoted, CookieQuoting.Quote(value));
        Assert.Equal(value, CookieHeader.Find(Wsgi.Environ("GET", "/", null, ("Cookie", $"a=1; b={quoted}; c=3")), "b").ToString());
    }

    private static Environ Over(string scheme)
    {
        var environ = Wsgi.Environ("GET", "/");
        environ.UrlScheme = scheme;
        return environ;
    }

    private static SetCookieHeaderValue Parsed(string header) => SetCookieHeaderValue.Parse(header);
}
