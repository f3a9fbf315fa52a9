// SPDX-License-Identifier: MIT
using Composer.Middleware;
using Composer.Wsgi;
using Microsoft.Extensions.Logging;

namespace Composer.Tests.Middleware;

public sealed class ForwardAuthTests : IDisposable
{
    private readonly LoopbackService _service = new("");
    private readonly RecordingLogger<ForwardAuth> _log = new();

    private static IWsgiApp Echo => Wsgi.App(environ => Wsgi.Answer("200 OK", Body.From(string.Join('|', environ.RemoteUser, environ["REMOTE_USER_TOKENS"], environ["HTTP_REMOTE_EMAIL"], environ["HTTP_REMOTE_USER"]))));

    private ForwardAuthOptions Options => new()
    {
        Url = _service.Address + "/verify?x=1",
        UserHeader = "Remote-User",
        GroupsHeader = "Remote-Groups",
        CopyHeaders = ["Remote-Email"],
        Timeout = TimeSpan.FromSeconds(30),
    };

    public void Dispose() => _service.Dispose();

    [Fact]
    public void A_yes_lets_the_request_pass_and_says_who_it_is()
    {
        _service.Head = "204 No Content\r\nRemote-User: j\xc3\xb6rg\r\nRemote-Groups: a,b\r\nRemote-Email: j@example.org\r\nremote-email: k@example.org\r\nX-Other: x\r\n";

        var result = Wsgi.Post("/", Filter(), "body");

        Assert.Equal((200, "j\u00c3\u00b6rg|a,b|j@example.org, k@example.org|"), (result.StatusCode, System.Text.Encoding.UTF8.GetString(result.Body)));
    }

    [Fact]
    public void The_service_is_asked_about_the_request_without_its_body()
    {
        Wsgi.Request("POST", "/a%20b//c?q=1", Filter(), body: "secret body", headers:
        [
            ("Cookie", "s=1"), ("Authorization", "Bearer x"), ("X-Forwarded-Uri", "/public"), ("X-Forwarded-For", "10.0.0.1"), ("X-Original-URL", "http://x/"), ("Content-Type", "text/plain"),
            ("Connection", "close"), ("Expect", "100-continue"), ("If-None-Match", "*"), ("Range", "bytes=0-"), ("Host", "shop.example"),
        ]);

        var request = _service.Requests.Single();
        Assert.StartsWith("GET /verify?x=1 HTTP/1.1\r\n", request, StringComparison.Ordinal);
        Assert.All(
            (string[])["Cookie: s=1", "Authorization: Bearer x", "X-Forwarded-Method: POST", "X-Forwarded-Proto: http", "X-Forwarded-Host: shop.example", "X-Forwarded-Uri: /a%20b//c?q=1", "X-Forwarded-For: 127.0.0.1", "X-Original-Method: POST", "X-Original-URL: http://shop.example/a%20b//c?q=1"],
            line => Assert.Contains(line + "\r\n", request, StringComparison.OrdinalIgnoreCase));
        Assert.All(
            (string[])["secret", "/public", "10.0.0.1", "Content-", "Expect", "If-None", "Range", "Connection"],
            text => Assert.DoesNotContain(text, request, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void What_the_client_says_under_these_names_is_removed()
    {
        _service.Head = "200 OK\r\nRemote-User: joe\r\n";
        (string, string)[] spoofed = [("Remote-User", "root"), ("Remote-Groups", "admin"), ("Remote-Email", "root@example.org"), ("Remote_User", "root")];

        Assert.Equal("joe|||", Wsgi.Get("/", Filter(), spoofed).Text);
        Assert.DoesNotContain("root", _service.Requests[0], StringComparison.Ordinal);
        _service.Head = "403 Forbidden\r\n";
        Assert.Equal("|||", Wsgi.Get("/", Filter(Options with { Optional = true }), spoofed).Text);
        Assert.Equal("outer|||", Wsgi.Request("GET", "/", Filter(), prepare: environ => environ.RemoteUser = "outer", headers: spoofed).Text);
        Assert.Equal(2, _service.Requests.Count);
    }

    [Theory]
    [InlineData("302 Found\r\nLocation: https://login/\r\nSet-Cookie: a=1\r\nSet-Cookie: b=2\r\nKeep-Alive: timeout=5\r\n", 302)]
    [InlineData("401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"x\"\r\nContent-Type: text/html\r\n", 401)]
    [InlineData("403 Forbidden\r\n", 403)]
    [InlineData("500 Oops\r\n", 500)]
    public void Any_other_answer_is_the_answer(string head, int status)
    {
        (_service.Head, _service.Text) = (head, "go away");

        var result = Wsgi.Get("/", Filter());

        Assert.Equal((status, "go away", 0), (result.StatusCode, result.Text, result.Calls));
        Assert.Equal("7", result.Headers["Content-Length"]);
        foreach (var line in head.Split("\r\n").Skip(1).Where(line => line.Length > 0 && !line.StartsWith("Keep", StringComparison.Ordinal)))
        {
            Assert.Contains(line, result.Headers.Select(header => $"{header.Name}: {header.Value}"));
        }
        Assert.Null(result.Headers["Keep-Alive"]);
    }

    [Fact]
    public void Cookies_of_a_yes_reach_the_client_unless_the_app_sets_them_itself()
    {
        _service.Head = "204 No Content\r\nSet-Cookie: ticket=new; Path=/\r\nSet-Cookie: seen=1\r\n";

        var result = Wsgi.Get("/", Filter(next: Wsgi.App(_ => Wsgi.Answer("200 OK", Body.Empty, ("Set-Cookie", "ticket=; Max-Age=0")))));

        Assert.Equal(["ticket=; Max-Age=0", "seen=1"], result.Headers.GetAll("Set-Cookie"));
        Assert.Equal("private", result.Headers["Cache-Control"]);
        Assert.Equal(["ticket=new; Path=/", "seen=1"], Wsgi.Get("/", Filter()).Headers.GetAll("Set-Cookie"));
    }

    [Fact]
    public async Task Connections_are_kept()
    {
        var app = Filter();
        for (var i = 0; i < 10; i++)
        {
            await Wsgi.RequestAsync("GET", "/", app);
        }

        Assert.Equal((10, 1), (_service.Requests.Count, _service.Connections));
    }

    [Fact]
    public void Nobody_passes_when_the_service_is_gone_or_silent_or_talks_nonsense()
    {
        _service.IsSilent = true;
        Assert.Equal(504, Wsgi.Get("/", Filter(Options with { Timeout = TimeSpan.FromMilliseconds(100) })).StatusCode);
        _service.IsSilent = false;
        _service.Head = "nonsense\r\n";
        Assert.Equal(502, Wsgi.Get("/", Filter()).StatusCode);
        Assert.Equal(502, Wsgi.Get("/", Filter(Options with { Optional = true, Url = "http://127.0.0.1:1/" })).StatusCode);
        Assert.Equal(3, _log.Entries.Count(entry => entry.Level == LogLevel.Warning && entry.Message.Contains("nobody may", StringComparison.Ordinal)));
    }

    [Fact]
    public void An_app_of_the_config_is_asked_by_a_sub_request()
    {
        Environ? asked = null;
        var gate = Wsgi.App(environ =>
        {
            asked = environ.Copy();
            return Wsgi.Answer("204 No Content", Body.Empty, ("Remote-User", "joe"));
        });

        var result = Wsgi.Post("/a%20b?q=1", Filter(new() { App = gate, Path = "/verify", UserHeader = "Remote-User" }), "body", ("Cookie", "s=1"), ("Remote-User", "root"));

        Assert.Equal("joe|||", result.Text);
        Assert.Equal(("GET", "/verify", "POST", "/a%20b?q=1", "s=1"), (asked!.RequestMethod, asked.PathInfo, asked["HTTP_X_FORWARDED_METHOD"], asked["HTTP_X_FORWARDED_URI"], asked["HTTP_COOKIE"]));
        Assert.Null(asked["HTTP_REMOTE_USER"]);
    }

    [Fact]
    public void Who_is_logged_in_at_the_app_is_logged_in_and_its_refusal_is_the_answer()
    {
        var gate = new AuthBasic(new() { Users = ["joe:x"], AllowPlain = true }, Wsgi.App("200 OK"), new ComponentInfo("gate", "/"), new ManualClock(), new RecordingLogger<AuthBasic>());
        var app = Filter(new() { App = gate });

        var refused = Wsgi.Get("/", app);
        Assert.Equal((401, "Basic realm=\"Restricted\", charset=\"UTF-8\""), (refused.StatusCode, refused.Headers["WWW-Authenticate"]));
        Assert.Equal("joe|||", Wsgi.Get("/", app, ("Authorization", "Basic am9lOng=")).Text);
        var optional = Wsgi.Get("/", Filter(new() { App = gate, Optional = true }, Wsgi.App("401 Unauthorized")));
        Assert.Equal((401, "Basic realm=\"Restricted\", charset=\"UTF-8\"", 1), (optional.StatusCode, optional.Headers["WWW-Authenticate"], optional.Calls));
    }

    [Fact]
    public void Mistakes_are_told_with_the_remedy()
    {
        Assert.Contains("set exactly one of url = http://127.0.0.1:9091/verify and app = NAME", Mistake(new()), StringComparison.Ordinal);
        Assert.Contains("set exactly one of", Mistake(Options with { App = Echo }), StringComparison.Ordinal);
        Assert.Contains("'ftp://x' is not an http or https URL", Mistake(new() { Url = "ftp://x" }), StringComparison.Ordinal);
        Assert.Contains("'/verify' is not an http or https URL", Mistake(new() { Url = "/verify" }), StringComparison.Ordinal);
        Assert.Contains("'Remote_User' is not the name of a header that an app could see", Mistake(Options with { UserHeader = "Remote_User" }), StringComparison.Ordinal);
        Assert.Contains("must begin with a slash", Mistake(new() { App = Echo, Path = "x" }), StringComparison.Ordinal);
    }

    private string Mistake(ForwardAuthOptions options) => Assert.Throws<ArgumentException>(() => Filter(options)).Message;

    private ForwardAuth Filter(ForwardAuthOptions? options = null, IWsgiApp? next = null) => new(options ?? Options, next ?? Echo, _log);
}
