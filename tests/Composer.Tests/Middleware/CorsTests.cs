// SPDX-License-Identifier: MIT
using Composer.Middleware;
using Composer.Wsgi;

namespace Composer.Tests.Middleware;

public sealed class CorsTests
{
    private const string Shop = "https://shop.example.org";

    private static readonly CorsOptions Options = new()
    {
        AllowOrigins = [Shop, "https://*.example.net"],
        AllowOriginPatterns = [@"https://pr-[0-9]+\.example\.com"],
        AllowMethods = ["GET", "PUT"],
        AllowHeaders = ["x-one"],
        ExposeHeaders = ["X-Exp"],
        AllowCredentials = true,
    };

    [Theory]
    [InlineData(Shop, true)]
    [InlineData("https://a.example.net", true)]
    [InlineData("https://a.b.example.net", true)]
    [InlineData("https://pr-17.example.com", true)]
    [InlineData("http://shop.example.org", false)]
    [InlineData("https://shop.example.org:8443", false)]
    [InlineData("https://shop.example.org.evil.example", false)]
    [InlineData("https://example.net", false)]
    [InlineData("https://.example.net", false)]
    [InlineData("https://evil.example/.example.net", false)]
    [InlineData("https://pr-17.example.com.evil.example", false)]
    [InlineData("null", false)]
    public void Only_the_origins_of_the_list_may_read_the_answer(string origin, bool isAllowed)
    {
        var headers = Wsgi.Get("/", new Cors(Options, Wsgi.App("200 OK", "x")), ("Origin", origin)).Headers;

        Assert.Equal(isAllowed ? origin : null, headers["Access-Control-Allow-Origin"]);
        Assert.Equal(isAllowed ? "true" : null, headers["Access-Control-Allow-Credentials"]);
        Assert.Equal(isAllowed ? "X-Exp" : null, headers["Access-Control-Expose-Headers"]);
        Assert.Equal("Origin", headers["Vary"]);
    }

    [Fact]
    public void Caches_are_told_that_it_depends_on_the_origin_also_where_nobody_has_one()
    {
        var headers = Wsgi.Get("/", new Cors(Options, Wsgi.App("200 OK", "x", ("Vary", "Cookie")))).Headers;

        Assert.Equal("Cookie, Origin", headers["Vary"]);
        Assert.False(headers.Contains("Access-Control-Allow-Origin"));
    }

    [Fact]
    public void Everybody_may_read_what_everybody_may_read()
    {
        var headers = Wsgi.Get("/", new Cors(new CorsOptions { AllowOrigins = ["*"] }, Wsgi.App("200 OK", "x", ("Access-Control-Allow-Origin", Shop)))).Headers;

        Assert.Equal(["*"], headers.GetAll("Access-Control-Allow-Origin"));
        Assert.False(headers.Contains("Vary"));
    }

    [Fact]
    public void A_preflight_is_answered_before_the_app_is_asked()
    {
        var result = Preflight(Options, Shop, ("Access-Control-Request-Headers", "x-one"));

        Assert.Equal((204, 0), (result.StatusCode, result.Calls));
        Assert.Equal(Shop, result.Headers["Access-Control-Allow-Origin"]);
        Assert.Equal("GET, PUT", result.Headers["Access-Control-Allow-Methods"]);
        Assert.Equal("x-one", result.Headers["Access-Control-Allow-Headers"]);
        Assert.Equal("600", result.Headers["Access-Control-Max-Age"]);
        Assert.Contains("Origin", result.Headers["Vary"], StringComparison.Ordinal);
    }

    [Fact]
    public void A_preflight_of_a_stranger_grants_nothing()
    {
        var result = Preflight(Options, "https://evil.example");

        Assert.Equal((204, 0), (result.StatusCode, result.Calls));
        Assert.All(result.Headers, header => Assert.Equal("Vary", header.Name));
    }

    [Fact]
    public void A_star_for_headers_and_methods_grants_what_is_asked_for()
    {
        var result = Preflight(Options with { AllowHeaders = ["*"], AllowMethods = ["*"] }, Shop, ("Access-Control-Request-Headers", "x-a,x-b"));

        Assert.Equal("x-a,x-b", result.Headers["Access-Control-Allow-Headers"]);
        Assert.Equal("PUT", result.Headers["Access-Control-Allow-Methods"]);
    }

    [Fact]
    public void Any_other_OPTIONS_goes_to_the_app()
    {
        var result = Wsgi.Request("OPTIONS", "/", new Cors(Options, Wsgi.App("200 OK", "x")), headers: ("Origin", Shop));

        Assert.Equal((200, 1), (result.StatusCode, result.Calls));
        Assert.Equal(Shop, result.Headers["Access-Control-Allow-Origin"]);
    }

    [Fact]
    public async Task What_the_server_answers_in_place_of_an_app_that_failed_has_the_headers_too()
    {
        var environ = Wsgi.Environ("GET", "/", null, ("Origin", Shop));
        var app = new Cors(Options, Wsgi.App(Response (Environ _) => throw new InvalidOperationException("bad total")));

        await Assert.ThrowsAsync<InvalidOperationException>(async () => await app.InvokeAsync(environ));
        var headers = new HeaderList();
        FailureHeaders.AddTo(environ, headers);

        Assert.Equal(Shop, headers["Access-Control-Allow-Origin"]);
        Assert.Equal("Origin", headers["Vary"]);
    }

    [Theory]
    [InlineData("https://shop.example.org/", "browsers send 'https://shop.example.org'")]
    [InlineData("https://shop.example.org:443", "browsers send 'https://shop.example.org'")]
    [InlineData("shop.example.org", "write scheme and host")]
    [InlineData("https://*", "write scheme and host")]
    public void An_origin_that_no_browser_sends_is_refused(string origin, string why)
    {
        var error = Assert.Throws<ArgumentException>(() => new Cors(new CorsOptions { AllowOrigins = [origin] }, Wsgi.App("200 OK")));

        Assert.Contains(why, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_star_that_browsers_would_not_understand_is_refused() =>
        Assert.Contains("name the headers", Assert.Throws<ArgumentException>(() => new Cors(Options with { ExposeHeaders = ["*"] }, Wsgi.App("200 OK"))).Message, StringComparison.Ordinal);

    [Fact]
    public void Credentials_for_everybody_are_refused()
    {
        var error = Assert.Throws<ArgumentException>(() => new Cors(new CorsOptions { AllowOrigins = ["*"], AllowCredentials = true }, Wsgi.App("200 OK")));

        Assert.Contains("credentials", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new Cors(new CorsOptions(), Wsgi.App("200 OK")));
        Assert.Throws<ArgumentException>(() => new Cors(new CorsOptions { AllowOriginPatterns = ["("] }, Wsgi.App("200 OK")));
    }

    private static Result Preflight(CorsOptions options, string origin, params (string Name, string Value)[] more) =>
        Wsgi.Request("OPTIONS", "/", new Cors(options, Wsgi.App("200 OK")), headers: [("Origin", origin), ("Access-Control-Request-Method", "PUT"), .. more]);
}
