// SPDX-License-Identifier: MIT
using Composer.Middleware;
using Composer.Wsgi;

namespace Composer.Tests.Middleware;

public sealed class SecurityHeadersTests
{
    [Fact]
    public void Without_settings_the_usual_ones_are_sent()
    {
        var headers = Get(new SecurityHeadersOptions(), Wsgi.App("200 OK", "x")).Headers;

        Assert.Equal("nosniff", headers["X-Content-Type-Options"]);
        Assert.Equal("SAMEORIGIN", headers["X-Frame-Options"]);
        Assert.Equal("strict-origin-when-cross-origin", headers["Referrer-Policy"]);
        Assert.Equal("same-origin", headers["Cross-Origin-Opener-Policy"]);
        Assert.False(headers.Contains("Content-Security-Policy"));
    }

    [Fact]
    public void What_the_app_sets_stays()
    {
        var app = Wsgi.App("200 OK", "x", ("x-frame-options", "DENY"), ("Content-Security-Policy", "default-src *"));

        var headers = Get(new SecurityHeadersOptions { Csp = "default-src 'self'" }, app).Headers;

        Assert.Equal(["DENY"], headers.GetAll("X-Frame-Options"));
        Assert.Equal(["default-src *"], headers.GetAll("Content-Security-Policy"));
    }

    [Fact]
    public void Each_can_be_switched_off()
    {
        var options = new SecurityHeadersOptions { Nosniff = false, FrameOptions = FrameOptions.Off, ReferrerPolicy = "", CrossOriginOpenerPolicy = "" };

        Assert.Equal(["Content-Type", "Content-Length"], Get(options, Wsgi.App("200 OK", "x")).Headers.Select(header => header.Name));
    }

    [Theory]
    [InlineData("http", null)]
    [InlineData("https", "max-age=31536000; includeSubDomains; preload")]
    public void Transport_security_is_told_over_https_only(string scheme, string? expected)
    {
        var options = new SecurityHeadersOptions { Hsts = TimeSpan.FromDays(365), HstsIncludeSubdomains = true, HstsPreload = true };

        Assert.Equal(expected, Get(options, Wsgi.App("200 OK"), scheme).Headers["Strict-Transport-Security"]);
    }

    [Fact]
    public void Each_request_has_a_nonce_of_its_own_which_the_app_knows()
    {
        var app = Wsgi.App(environ => Wsgi.Answer("200 OK", Body.From((string)environ["composer.csp_nonce"]!)));
        var options = new SecurityHeadersOptions { Csp = "script-src 'nonce-{nonce}';" };

        var (first, second) = (Get(options, app), Get(options, app));

        Assert.Equal($"script-src 'nonce-{first.Text}'", first.Headers["Content-Security-Policy"]);
        Assert.Equal(24, first.Text.Length);
        Assert.NotEqual(first.Text, second.Text);
    }

    [Theory]
    [InlineData("304 Not Modified", "script-src 'nonce-{nonce}'", false)]
    [InlineData("304 Not Modified", "script-src 'self'", true)]
    public void A_304_gives_the_page_in_the_cache_no_other_nonce(string status, string policy, bool isSent) =>
        Assert.Equal(isSent, Get(new SecurityHeadersOptions { Csp = policy }, Wsgi.App(status)).Headers.Contains("Content-Security-Policy"));

    [Fact]
    public void Frame_ancestors_stand_in_the_policy_and_not_beside_frame_options()
    {
        var headers = Get(new SecurityHeadersOptions { Csp = "default-src 'self'", FrameAncestors = "'self' https://a.example", CspReportOnly = true }, Wsgi.App("200 OK")).Headers;

        Assert.Equal("default-src 'self'; frame-ancestors 'self' https://a.example", headers["Content-Security-Policy-Report-Only"]);
        Assert.False(headers.Contains("X-Frame-Options"));
    }

    [Fact]
    public void Settings_that_contradict_each_other_are_refused()
    {
        Assert.Throws<ArgumentException>(() => Get(new SecurityHeadersOptions { HstsPreload = true, Hsts = TimeSpan.FromDays(400) }, Wsgi.App("200 OK")));
        Assert.Throws<ArgumentException>(() => Get(new SecurityHeadersOptions { Csp = "frame-ancestors 'none'", FrameAncestors = "'self'" }, Wsgi.App("200 OK")));
        Assert.Throws<ArgumentException>(() => Get(new SecurityHeadersOptions { ReferrerPolicy = "a\u0001" }, Wsgi.App("200 OK")));
    }

    private static Result Get(SecurityHeadersOptions options, IWsgiApp app, string scheme = "http") =>
        Wsgi.Request("GET", "/", new SecurityHeaders(options, app), prepare: environ => environ.UrlScheme = scheme);
}
