// SPDX-License-Identifier: MIT
using Composer.Middleware;
using Composer.Tests.Python;
using Composer.Wsgi;

namespace Composer.Tests.Middleware;

/// <summary>What Python apps that know repoze.who find and call, with C#'s filters around them.</summary>
[Collection("Python")]
public sealed class IdentityTests
{
    private const string Secret = "nRMdbsgsxFNi8NMHaMBV9Wk5IMAjRVyp";
    private const string Users = "bing:gnib";

    private static readonly (string, string) Html = ("Accept", "text/html");

    [Fact]
    public void An_app_sees_who_is_there()
    {
        var app = Tickets(Who());
        var login = Wsgi.Get("/login?bing&gnib", app);

        var identity = Wsgi.Get("/identity", app, ("Cookie", Cookie(login)));

        Assert.Equal("None", Wsgi.Get("/identity", app).Text);
        Assert.Equal("J\u00f6rg ['admin', 'staff'] None", Wsgi.Get("/identity", app, ("Cookie", Cookie(Wsgi.Get("/remember", app)))).Text);
        Assert.Equal("bing [] None", identity.Text);
    }

    [Fact]
    public void The_api_logs_in_whoever_brings_the_right_password()
    {
        var app = Tickets(Who());

        var good = Wsgi.Get("/login?bing&gnib", app);
        var bad = Wsgi.Get("/login?bing&bad", app);

        Assert.Equal("bing", good.Text);
        Assert.StartsWith("auth_tkt=", Cookie(good), StringComparison.Ordinal);
        Assert.Equal("None", bad.Text);
        Assert.All(bad.Headers.GetAll("Set-Cookie"), line => Assert.Contains("Max-Age=0", line, StringComparison.Ordinal));
    }

    [Fact]
    public void The_api_logs_out()
    {
        var app = Tickets(Who());

        var logout = Wsgi.Get("/logout", app, ("Cookie", Cookie(Wsgi.Get("/remember", app))));

        Assert.Equal("False", logout.Text);
        Assert.Contains("auth_tkt=; Max-Age=0", logout.Headers["Set-Cookie"], StringComparison.Ordinal);
    }

    [Fact]
    public void A_plugin_remembers_for_as_long_as_it_is_told()
    {
        var line = Wsgi.Get("/plugin", Tickets(Who())).Headers["Set-Cookie"];

        Assert.Contains("; Max-Age=60;", line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bing&gnib", "bing")]
    [InlineData("bing&bad", "None")]
    public void Who_is_known_and_asked_for_the_password_again_has_to_know_it(string credentials, string user)
    {
        var app = Tickets(Who());
        var ticket = Cookie(Wsgi.Get("/login?bing&gnib", app));

        Assert.Equal(user, Wsgi.Get($"/again?{credentials}", app, ("Cookie", ticket)).Text);
    }

    [Fact]
    public void A_challenge_asks_as_the_filter_around_does()
    {
        var form = Wsgi.Get("/challenge", Form(Who()), Html);
        var basic = Wsgi.Get("/challenge", Basic(Who()), Html);

        Assert.Equal("302 Found /login?came_from=%2Fchallenge", $"{form.Status} {form.Headers["Location"]}");
        Assert.Equal((401, "Basic realm=\"Staff\", charset=\"UTF-8\""), (basic.StatusCode, basic.Headers["WWW-Authenticate"]));
        Assert.Equal("no challenge", Wsgi.Get("/challenge", Who()).Text);
    }

    [Fact]
    public void Digest_knows_passwords_and_asks_with_each_of_its_hashes()
    {
        AuthDigest Digest(IWsgiApp next) =>
            new(new() { Realm = "Staff", Users = [Users], AllowPlain = true, Optional = true }, next, new ComponentInfo("digest", "/"), TimeProvider.System, new RecordingLogger<AuthDigest>());

        var challenge = Wsgi.Get("/challenge", Digest(Who()));

        Assert.Equal("bing", Wsgi.Get("/login?bing&gnib", Digest(Who())).Text);
        Assert.Equal("None", Wsgi.Get("/login?bing&bad", Digest(Who())).Text);
        Assert.Equal("None", Wsgi.Get("/login?nobody&gnib", Digest(Who())).Text);
        Assert.Equal(401, challenge.StatusCode);
        Assert.All(challenge.Headers.GetAll("WWW-Authenticate"), line => Assert.StartsWith("Digest realm=\"Staff\", ", line, StringComparison.Ordinal));
    }

    [Fact]
    public void Where_tokens_are_needed_the_challenge_asks_for_one()
    {
        var app = new AuthJwt(new() { Secret = [Secret], Optional = true }, Who(), new ComponentInfo("jwt", "/"), TimeProvider.System, new RecordingLogger<AuthJwt>());

        Assert.Equal("Bearer realm=\"Restricted\"", Wsgi.Get("/challenge", app).Headers["WWW-Authenticate"]);
    }

    [Fact]
    public void The_cookie_of_auth_cookie_remembers_and_forgets()
    {
        var app = Basic(new AuthCookie(new() { Secret = [Secret] }, Who(), new ComponentInfo("cookie", "/"), TimeProvider.System, new RecordingLogger<AuthCookie>()));

        var login = Wsgi.Get("/login?bing&gnib", app);
        var known = Wsgi.Get("/identity", app, ("Cookie", Cookie(login)));
        var logout = Wsgi.Get("/logout", app, ("Cookie", Cookie(login)), ("Authorization", "Basic YmluZzpnbmli"));

        Assert.Equal(("bing", "bing [] None"), (login.Text, known.Text));
        Assert.StartsWith("PASTE_AUTH_COOKIE=; Max-Age=0;", Assert.Single(logout.Headers.GetAll("Set-Cookie")), StringComparison.Ordinal);
    }

    [Fact]
    public void It_works_across_a_Python_filter_and_the_copy_of_an_environ() =>
        Assert.Equal("bing", Wsgi.Get("/login?bing&gnib", Tickets(Embedded.Filter("copying", Who()))).Text);

    [Fact]
    public async Task Without_Python_it_only_passes_on()
    {
        var app = new Identity(Wsgi.App("200 OK", "plain"), new PythonParts { IsRunning = false });
        await app.StartAsync(default);

        Assert.Equal("plain", (await Wsgi.RequestAsync("GET", "/", app)).Text);
    }

    private static Identity Who()
    {
        var app = new Identity(PythonParts.App("who"), new PythonParts());
        app.StartAsync(default).GetAwaiter().GetResult();
        return app;
    }

    // Tickets, and around them somebody who knows passwords.
    private static AuthBasic Tickets(IWsgiApp next) =>
        Basic(new AuthTkt(new() { Secret = [Secret] }, next, new ComponentInfo("tkt", "/"), TimeProvider.System, new RecordingLogger<AuthTkt>()));

    private static AuthBasic Basic(IWsgiApp next) =>
        new(new() { Realm = "Staff", Users = [Users], AllowPlain = true, Optional = true }, next, new ComponentInfo("basic", "/"), TimeProvider.System, new RecordingLogger<AuthBasic>());

    private static AuthForm Form(IWsgiApp next) =>
        new(new() { Secret = [Secret], Users = [Users], AllowPlain = true, Optional = true }, next, new ComponentInfo("form", "/"), TimeProvider.System, new RecordingLogger<AuthForm>());

    private static string Cookie(Result result) => result.Headers["Set-Cookie"]!.Split(';')[0]; // one was set
}
