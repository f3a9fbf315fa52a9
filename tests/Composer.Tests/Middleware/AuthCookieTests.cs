// SPDX-License-Identifier: MIT
using Composer.Middleware;
using Composer.Tests.Python;
using Composer.Wsgi;
using Microsoft.Extensions.Logging;

namespace Composer.Tests.Middleware;

[Collection("Python")]
public sealed class AuthCookieTests
{
    private const string Secret = "nRMdbsgsxFNi8NMHaMBV9Wk5IMAjRVyp";
    private const string Keys = "test.keys";

    private readonly ManualClock _clock = new();
    private readonly RecordingLogger<AuthCookie> _log = new();

    // Sets what a test wants to be set, and tells who is there.
    private static IWsgiApp App => Wsgi.App(environ =>
    {
        var seen = $"{environ.RemoteUser}|{environ.GetText(EnvironKey.AuthType)}|{environ["REMOTE_SESSION"]}";
        foreach (var (key, value) in environ[Keys] as (string, object?)[] ?? [])
        {
            environ[key] = value;
        }
        return Wsgi.Answer("200 OK", Body.From(seen));
    });

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_the_environ_had_at_the_end_of_a_request_it_has_at_the_next(bool encrypt)
    {
        var app = Filter(new() { Encrypt = encrypt });

        var first = Get(app, null, ("REMOTE_USER", "J\u00c3\u00b6rg & Co; =!"), ("REMOTE_SESSION", "42"), ("OTHER", "x"));
        var second = Get(app, Cookie(first));

        Assert.Equal("||", first.Text);
        Assert.Equal("J\u00c3\u00b6rg & Co; =!|cookie|42", Native(second));
        Assert.Null(second.Headers["Set-Cookie"]);
        Assert.Equal("Cookie", second.Headers["Vary"]);
        Assert.Equal("private", first.Headers["Cache-Control"]);
    }

    [Fact]
    public void An_old_cookie_of_another_domain_does_not_hide_the_values()
    {
        var app = Filter(new());
        var cookie = Cookie(Get(app, null, ("REMOTE_USER", "joe")));

        Assert.Equal("joe|cookie|", Get(app, $"PASTE_AUTH_COOKIE=old; {cookie}").Text);
    }

    [Fact]
    public void An_encrypted_cookie_says_nothing_and_a_signed_one_is_readable()
    {
        var (signed, sealedOne) = (Cookie(Get(Filter(new()), null, ("REMOTE_USER", "joseph"))), Cookie(Get(Filter(new() { Encrypt = true }), null, ("REMOTE_USER", "joseph"))));

        Assert.Contains("joseph", Decoded(signed), StringComparison.Ordinal);
        Assert.DoesNotContain("joseph", Decoded(sealedOne), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_changed_or_truncated_cookie_is_none(bool encrypt)
    {
        var app = Filter(new() { Encrypt = encrypt });
        var cookie = Cookie(Get(app, null, ("REMOTE_USER", "joe")));
        var start = "PASTE_AUTH_COOKIE=".Length;

        for (var i = start; i < cookie.Length - 1; i++)
        {
            Assert.Equal("||", Get(app, cookie[..i] + (cookie[i] == 'A' ? 'B' : 'A') + cookie[(i + 1)..]).Text);
            Assert.Equal("||", Get(app, cookie[..i]).Text);
        }
        Assert.Equal("||", Get(app, "PASTE_AUTH_COOKIE=!%").Text);
        Assert.Equal("||", Get(Filter(new() { Encrypt = !encrypt }), cookie).Text);
        Assert.Equal("||", Get(Filter(new() { Encrypt = encrypt, CookieName = "other" }), cookie.Replace("PASTE_AUTH_COOKIE", "other", StringComparison.Ordinal)).Text);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Ten_thousand_mutated_cookies_make_nobody_somebody_else(bool encrypt)
    {
        var app = Filter(new() { Encrypt = encrypt });
        var cookie = Cookie(Get(app, null, ("REMOTE_USER", "joe")));
        var random = new Random(4711);

        for (var i = 0; i < 10_000; i++)
        {
            var value = Mutation.Of(cookie["PASTE_AUTH_COOKIE=".Length..], random);
            var text = Get(app, "PASTE_AUTH_COOKIE=" + value).Text;
            Assert.True(text is "joe|cookie|" or "||", $"{value} is {text}");
        }
    }

    [Fact]
    public void It_ends_half_an_hour_after_the_last_request()
    {
        var app = Filter(new());
        var cookie = Cookie(Get(app, null, ("REMOTE_USER", "joe")));

        _clock.Advance(TimeSpan.FromMinutes(20));
        var renewed = Cookie(Get(app, cookie));
        _clock.Advance(TimeSpan.FromMinutes(20));

        Assert.Equal("||", Get(app, cookie).Text);
        Assert.Equal("joe|cookie|", Get(app, renewed).Text);
    }

    [Fact]
    public void When_nothing_is_left_to_keep_the_cookie_is_dropped()
    {
        var app = Filter(new());
        var cookie = Cookie(Get(app, null, ("REMOTE_USER", "joe")));

        Assert.Contains("Max-Age=0", Get(app, cookie, ("REMOTE_USER", null)).Headers["Set-Cookie"], StringComparison.Ordinal);
        Assert.Null(Get(app, null).Headers["Set-Cookie"]);
    }

    [Fact]
    public void What_an_outer_component_set_is_not_overwritten()
    {
        var app = Filter(new());
        var cookie = Cookie(Get(app, null, ("REMOTE_USER", "joe")));

        Assert.StartsWith("outer|", Wsgi.Request("GET", "/", app, prepare: environ => environ.RemoteUser = "outer", headers: ("Cookie", cookie)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_too_long_or_no_text_is_not_kept_and_said()
    {
        var app = Filter(new() { Scanlist = ["A", "B"], Maxlen = 100 });

        var result = Get(app, null, ("A", new string('x', 100)), ("B", 1));

        Assert.Null(result.Headers["Set-Cookie"]);
        Assert.Contains(_log.Entries, entry => entry.Level == LogLevel.Error && entry.Message.Contains("100 are the most", StringComparison.Ordinal));
        Assert.Contains(_log.Messages, message => message.Contains("'B' of the environ is no text", StringComparison.Ordinal));
    }

    [Fact]
    public void A_new_secret_takes_over_while_cookies_of_the_old_one_stay_good()
    {
        var old = Cookie(Get(Filter(new()), null, ("REMOTE_USER", "joe")));

        Assert.StartsWith("joe|", Get(Filter(new() { Secret = ["0ther" + Secret, Secret] }), old).Text, StringComparison.Ordinal);
        Assert.Equal("||", Get(Filter(new() { Secret = ["0ther" + Secret] }), old).Text);
    }

    [Fact]
    public void A_Python_app_appends_to_the_list()
    {
        var app = new AuthCookie(new() { Secret = [Secret] }, PythonParts.App("keeps"), new ComponentInfo("cookie", "/"), _clock, _log);

        var first = Wsgi.Get("/?blue", app);
        var second = Wsgi.Get("/", app, ("Cookie", Cookie(first)));

        Assert.Equal("['REMOTE_USER', 'REMOTE_SESSION', 'shop.colour'] None", first.Text);
        Assert.Equal("['REMOTE_USER', 'REMOTE_SESSION', 'shop.colour'] blue", second.Text);
    }

    private AuthCookie Filter(AuthCookieOptions options) =>
        new(options.Secret.Count > 0 ? options : options with { Secret = [Secret] }, App, new ComponentInfo("cookie", "/"), _clock, _log);

    private static Result Get(AuthCookie app, string? cookie, params (string, object?)[] keys) =>
        Wsgi.Request("GET", "/", app, prepare: environ => environ[Keys] = keys, headers: cookie is null ? [] : [("Cookie", cookie)]);

    private static string Cookie(Result result) => result.Headers["Set-Cookie"]!.Split(';')[0]; // one was set

    private static string Native(Result result) => result.Text;

    private static string Decoded(string cookie) => System.Text.Encoding.Latin1.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(cookie.AsSpan("PASTE_AUTH_COOKIE=".Length)));
}
