// SPDX-License-Identifier: MIT
using Composer.Middleware;
using Composer.Wsgi;

namespace Composer.Tests.Middleware;

public sealed class ForwardedTests
{
    private const string Nothing = "127.0.0.1 50000 http localhost localhost:80 ''";

    [Theory]
    [InlineData("X-Forwarded-For: 192.0.2.1", "192.0.2.1 - http localhost localhost:80 ''")]
    [InlineData("X-Forwarded-For: 6.6.6.6, 192.0.2.1", "192.0.2.1 - http localhost localhost:80 ''")]
    [InlineData("X-Forwarded-For: 192.0.2.1:4711", "192.0.2.1 4711 http localhost localhost:80 ''")]
    [InlineData("X-Forwarded-For: 2001:db8::0", "2001:db8::0 - http localhost localhost:80 ''")]
    [InlineData("X-Forwarded-For: \"[2001:db8::1]:80\"", "2001:db8::1 80 http localhost localhost:80 ''")]
    [InlineData("X-Forwarded-For: ::ffff:192.0.2.1", "::ffff:192.0.2.1 - http localhost localhost:80 ''")]
    [InlineData("X-Forwarded-For: unknown", "unknown - http localhost localhost:80 ''")]
    [InlineData("X-Forwarded-For: 192.0.2.1, ", Nothing)]
    [InlineData("X-Forwarded-Proto: https", "127.0.0.1 50000 https localhost localhost:443 ''")]
    [InlineData("X-Forwarded-Proto: WSS", "127.0.0.1 50000 https localhost localhost:443 ''")]
    [InlineData("X-Forwarded-Host: example.com, example.org; X-Forwarded-Port: 8080; X-Forwarded-Proto: http", "127.0.0.1 50000 http example.org:8080 example.org:8080 ''")]
    [InlineData("X-Forwarded-Host: example.com:8443; X-Forwarded-Port: 80", "127.0.0.1 50000 http example.com:8443 example.com:8443 ''")]
    [InlineData("X-Forwarded-Host: www.example.com; X-Forwarded-Port: 443; X-Forwarded-Proto: https", "127.0.0.1 50000 https www.example.com www.example.com:443 ''")]
    [InlineData("X-Forwarded-Host: www.example.com; X-Forwarded-Port: 80; X-Forwarded-Proto: https", "127.0.0.1 50000 https www.example.com:80 www.example.com:80 ''")]
    [InlineData("X-Forwarded-Host: [::1]:81", "127.0.0.1 50000 http [::1]:81 [::1]:81 ''")]
    [InlineData("X-Forwarded-Prefix: /shop/", "127.0.0.1 50000 http localhost localhost:80 '/shop'")]
    [InlineData("X-Forwarded-Prefix: /", Nothing)]
    [InlineData("Forwarded: for=192.0.2.1;proto=https", Nothing)]
    public void A_trusted_proxy_says_what_the_client_asked_for(string headers, string expected) =>
        Assert.Equal(expected, Ask(new(), headers).Text);

    [Theory]
    [InlineData(1, "For=192.0.2.1;host=fake.com, For=198.51.100.2;host=example.com:8080, For=203.0.113.1", "203.0.113.1 - http localhost localhost:80 ''")]
    [InlineData(2, "For=192.0.2.1;host=fake.com, For=198.51.100.2;host=example.com:8080, For=203.0.113.1", "198.51.100.2 - http example.com:8080 example.com:8080 ''")]
    [InlineData(1, "for=\"[2001:db8::1]:80\";proto=https;by=_hidden;host=\"Example.org\"", "2001:db8::1 80 https example.org example.org:443 ''")]
    [InlineData(1, "for=_secret", "_secret - http localhost localhost:80 ''")]
    public void Forwarded_says_it_in_one(int count, string value, string expected) =>
        Assert.Equal(expected, Ask(new() { TrustedProxyCount = count, TrustedProxyHeaders = [ProxyHeader.Forwarded] }, "Forwarded: " + value).Text);

    [Theory]
    [InlineData("X-Forwarded-For: \"foo")]
    [InlineData("X-Forwarded-For: evil")]
    [InlineData("X-Forwarded-For: 999.1.1.1")]
    [InlineData("X-Forwarded-For: 1")]
    [InlineData("X-Forwarded-For: [::1")]
    [InlineData("X-Forwarded-For: fe80::1%eth0")]
    [InlineData("X-Forwarded-Proto: javascript")]
    [InlineData("X-Forwarded-Proto: https, http")]
    [InlineData("X-Forwarded-Host: a b")]
    [InlineData("X-Forwarded-Host: evil.com/path")]
    [InlineData("X-Forwarded-Host: evil.com:port")]
    [InlineData("X-Forwarded-Port: 0")]
    [InlineData("X-Forwarded-Port: 99999")]
    [InlineData("X-Forwarded-Prefix: //evil.com")]
    [InlineData("X-Forwarded-Prefix: /a/../b")]
    [InlineData("X-Forwarded-Prefix: shop")]
    [InlineData("X-Forwarded-Prefix: /a?b")]
    public void A_malformed_header_is_answered_with_400(string header)
    {
        var result = Ask(new(), header);

        Assert.Equal(400, result.StatusCode);
        Assert.Equal(0, result.Calls);
        Assert.Contains(header.Split(':')[0], result.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("For")]
    [InlineData("for =192.0.2.1")]
    [InlineData("for=\"192.0.2.1")]
    [InlineData("for=192.0.2.1;proto=gopher")]
    public void So_is_a_malformed_Forwarded(string value) =>
        Assert.Equal(400, Ask(new() { TrustedProxyHeaders = [ProxyHeader.Forwarded] }, "Forwarded: " + value).StatusCode);

    [Theory]
    [InlineData("192.168.0.0/16", "127.0.0.1", false)]
    [InlineData("192.168.0.0/16", "192.168.7.7", true)]
    [InlineData("loopback", "::ffff:127.0.0.1", true)]
    [InlineData("2001:db8::/32", "2001:db8::5", true)]
    [InlineData("unix", "", true)]
    [InlineData("loopback", "", false)]
    [InlineData("*", "203.0.113.9", true)]
    [InlineData("", "127.0.0.1", false)]
    public void Only_peers_on_the_list_are_believed(string trusted, string peer, bool believed)
    {
        var options = new ForwardedOptions { TrustedProxy = trusted.Split(' ', StringSplitOptions.RemoveEmptyEntries) };

        var result = Wsgi.Request("GET", "/", Of(options), prepare: environ => environ[EnvironKey.RemoteAddr] = peer, headers: ("X-Forwarded-Proto", "https"));

        Assert.Equal(believed, result.Text.Contains(" https ", StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_not_trusted_is_removed_and_kept_aside()
    {
        var log = new RecordingLogger<Forwarded>();
        var seen = new Dictionary<string, object?>();
        var app = Wsgi.App(environ =>
        {
            foreach (var key in (string[])["HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_HOST", "HTTP_X_REAL_IP", "HTTP_FORWARDED", "composer.forwarded.orig"])
            {
                seen[key] = environ[key];
            }
            return Wsgi.Answer("200 OK", Body.Empty);
        });
        var filter = new Forwarded(new() { TrustedProxy = ["loopback"], LogUntrusted = true }, app, log);

        Wsgi.Get("/", filter, ("X-Forwarded-For", "192.0.2.1"), ("X-Forwarded-Host", "evil.com"), ("X-Real-IP", "1.2.3.4"), ("Forwarded", "for=1.2.3.4"));

        Assert.Equal("192.0.2.1", seen["HTTP_X_FORWARDED_FOR"]);
        Assert.Null(seen["HTTP_X_FORWARDED_HOST"]);
        Assert.Null(seen["HTTP_X_REAL_IP"]);
        Assert.Null(seen["HTTP_FORWARDED"]);
        var original = Assert.IsAssignableFrom<IReadOnlyDictionary<string, string>>(seen["composer.forwarded.orig"]);
        Assert.Equal(("127.0.0.1", "evil.com", "localhost"), (original["REMOTE_ADDR"], original["HTTP_X_FORWARDED_HOST"], original["HTTP_HOST"]));
        Assert.Contains("Removed Forwarded, X-Forwarded-Host, X-Real-IP from a request of 127.0.0.1", Assert.Single(log.Messages), StringComparison.Ordinal);
    }

    [Fact]
    public void A_request_that_passes_again_on_its_way_to_an_error_document_is_what_it_was()
    {
        var options = new ForwardedOptions { TrustedProxy = ["loopback"], TrustedProxyHeaders = [ProxyHeader.XForwardedFor, ProxyHeader.XForwardedPrefix] };
        var twice = new Forwarded(options, Of(options), new RecordingLogger<Forwarded>());

        Assert.Equal("127.0.0.9 - http localhost localhost:80 '/shop'", Wsgi.Get("/", twice, ("X-Forwarded-For", "127.0.0.9"), ("X-Forwarded-Prefix", "/shop")).Text);
    }

    [Fact]
    public void It_can_be_left_in_place()
    {
        var app = Wsgi.App(environ => Wsgi.Answer("200 OK", Body.From(environ.GetText(EnvironKey.HttpXForwardedHost) ?? "gone")));

        Assert.Equal("evil.com", Wsgi.Get("/", new Forwarded(new() { ClearUntrusted = false }, app, new RecordingLogger<Forwarded>()), ("X-Forwarded-Host", "evil.com")).Text);
    }

    [Fact]
    public void Both_kinds_of_headers_at_once_are_refused()
    {
        var error = Assert.Throws<ArgumentException>(() => Of(new() { TrustedProxyHeaders = [ProxyHeader.Forwarded, ProxyHeader.XForwardedFor] }));

        Assert.Equal("TrustedProxyHeaders", error.ParamName);
    }

    private static Result Ask(ForwardedOptions options, string headers)
    {
        var all = options.TrustedProxyHeaders.Contains(ProxyHeader.Forwarded) ? options.TrustedProxyHeaders : [.. Enum.GetValues<ProxyHeader>().Where(header => header != ProxyHeader.Forwarded)];
        var fields = headers.Split("; ").Select(field => field.Split(": ", 2)).Select(field => (field[0], field[1])).ToArray();
        return Wsgi.Request("GET", "/", Of(options with { TrustedProxy = ["*"], TrustedProxyHeaders = all }), headers: fields);
    }

    private static Forwarded Of(ForwardedOptions options) => new(options, Wsgi.App(environ => Wsgi.Answer("200 OK", Body.From(
        $"{environ.GetText(EnvironKey.RemoteAddr)} {environ.GetText(EnvironKey.RemotePort) ?? "-"} {environ.UrlScheme} {environ.GetText(EnvironKey.HttpHost)} {environ.GetText(EnvironKey.ServerName)}:{environ.GetText(EnvironKey.ServerPort)} '{environ.ScriptName}'"))), new RecordingLogger<Forwarded>());
}
