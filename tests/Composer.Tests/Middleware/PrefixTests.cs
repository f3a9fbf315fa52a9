// SPDX-License-Identifier: MIT
using Composer.Middleware;
using Composer.Wsgi;

namespace Composer.Tests.Middleware;

public sealed class PrefixTests
{
    [Theory]
    [InlineData("/james", "/james/x", "/james|/x")]
    [InlineData("/james/", "/james/x/", "/james|/x/")]
    [InlineData("/james", "/james", "/james|/")]
    [InlineData("/james", "/jamesbond", "/james|/jamesbond")]
    [InlineData("/james", "/x", "/james|/x")]
    [InlineData("/james", "/james/james", "/james|/james")]
    [InlineData("/", "/x", "|/x")]
    [InlineData("/café", "/caf%C3%A9/x", "/cafÃ©|/x")]
    public void The_prefix_moves_from_the_path_to_the_script_name(string prefix, string path, string expected) =>
        Assert.Equal(expected, Wsgi.Get(path, Of(new() { Prefix = prefix }, environ => $"{environ.ScriptName}|{environ.PathInfo}")).Text);

    [Fact]
    public void An_outer_script_name_stays_in_front() =>
        Assert.Equal("/out/james", Wsgi.Request("GET", "/x", Of(new() { Prefix = "/james" }, environ => environ.ScriptName), prepare: environ => environ.ScriptName = "/out").Text);

    [Fact]
    public void Who_stands_outside_finds_the_paths_as_they_were_and_may_ask_again()
    {
        Environ? outer = null;

        var result = Wsgi.Request("GET", "/james/x", Of(new() { Prefix = "/james" }, environ => $"{environ.ScriptName}|{environ.PathInfo}"), prepare: environ => outer = environ);

        Assert.Equal("/james|/x", result.Text);
        Assert.Equal(("", "/james/x"), (outer!.ScriptName, outer.PathInfo)); // it was prepared
    }

    [Theory]
    [InlineData("8443", null, "localhost:8443 8443 http")]
    [InlineData("", null, "localhost 80 http")]
    [InlineData("80", null, "localhost 80 http")]
    [InlineData("", PrefixScheme.Https, "localhost 443 https")]
    [InlineData(null, PrefixScheme.Https, "localhost:8080 80 https")]
    public void Port_and_scheme_can_be_fixed(string? port, PrefixScheme? scheme, string expected)
    {
        var filter = Of(new() { ForcePort = port, Scheme = scheme }, environ => $"{environ.GetText(EnvironKey.HttpHost)} {environ.GetText(EnvironKey.ServerPort)} {environ.UrlScheme}");

        Assert.Equal(expected, Wsgi.Get("/", filter, ("Host", "localhost:8080")).Text);
    }

    [Theory]
    [InlineData("", true, "127.0.0.1 localhost http 6.6.6.6")]
    [InlineData("loopback", true, "6.6.6.6 shop.example https 6.6.6.6")]
    [InlineData("loopback", false, "127.0.0.1 localhost http 6.6.6.6")]
    [InlineData("10.0.0.1", true, "127.0.0.1 localhost http ")]
    public void Headers_of_a_proxy_are_believed_only_from_a_trusted_one(string trusted, bool translate, string expected)
    {
        var options = new PrefixOptions { TrustedProxy = trusted.Split(' ', StringSplitOptions.RemoveEmptyEntries), TranslateForwardedServer = translate };
        var filter = Of(options, environ => $"{environ.GetText(EnvironKey.RemoteAddr)} {environ.GetText(EnvironKey.HttpHost)} {environ.UrlScheme} {environ.GetText(EnvironKey.HttpXForwardedFor)}");

        Assert.Equal(expected, Wsgi.Get("/", filter, ("X-Forwarded-For", "6.6.6.6"), ("X-Forwarded-Host", "shop.example"), ("X-Forwarded-Proto", "https")).Text);
    }

    [Fact]
    public void Who_forgot_to_trust_the_proxy_is_told_once()
    {
        var log = new RecordingLogger<Prefix>();
        var filter = new Prefix(new(), Wsgi.App("200 OK"), log);

        Wsgi.Get("/", filter, ("X-Forwarded-For", "6.6.6.6"));
        Wsgi.Get("/", filter, ("X-Forwarded-For", "6.6.6.6"));

        Assert.Contains("trusted_proxy = 127.0.0.1", Assert.Single(log.Messages), StringComparison.Ordinal);
    }

    [Fact]
    public void A_malformed_header_of_a_trusted_proxy_is_answered_with_400() =>
        Assert.Equal(400, Wsgi.Get("/", Of(new() { TrustedProxy = ["*"] }, _ => ""), ("X-Forwarded-Proto", "javascript")).StatusCode);

    [Theory]
    [InlineData("james")]
    [InlineData("//evil.com")]
    [InlineData("/a?b")]
    public void What_is_no_path_is_refused(string prefix) =>
        Assert.Equal("Prefix", Assert.Throws<ArgumentException>(() => Of(new() { Prefix = prefix }, _ => "")).ParamName);

    [Theory]
    [InlineData("0")]
    [InlineData("https")]
    public void What_is_no_port_is_refused(string port) =>
        Assert.Equal("ForcePort", Assert.Throws<ArgumentException>(() => Of(new() { ForcePort = port }, _ => "")).ParamName);

    private static Prefix Of(PrefixOptions options, Func<Environ, string> answer) =>
        new(options, Wsgi.App(environ => Wsgi.Answer("200 OK", Body.From(answer(environ)))), new RecordingLogger<Prefix>());
}
