// SPDX-License-Identifier: MIT
using System.Net;
using System.Text.RegularExpressions;
using Composer.Middleware;
using Composer.Wsgi;

namespace Composer.Tests.Middleware;

public sealed partial class AuthFormTests
{
    private const string Secret = "nRMdbsgsxFNi8NMHaMBV9Wk5IMAjRVyp";
    private const string Good = "username=bing&password=gnib";
    private const string Bad = "username=bing&password=bad";

    private static readonly (string, string) Form = ("Content-Type", "application/x-www-form-urlencoded");
    private static readonly (string, string) Html = ("Accept", "text/html,application/xhtml+xml,*/*;q=0.8");
    private static readonly (string, string) Own = ("Origin", "http://localhost");

    private readonly ManualClock _clock = new();

    private static IWsgiApp Echo => Wsgi.App(environ => Wsgi.Answer("200 OK", Body.From($"{environ.RemoteUser}|{environ.GetText(EnvironKey.AuthType)}")));

    [Theory]
    [InlineData("/orders?year=2026&open", "/login?came_from=%2Forders%3Fyear%3D2026%26open")]
    [InlineData("/a%20b%3Fc", "/login?came_from=%2Fa%2520b%253Fc")]
    public void Who_looks_at_a_page_is_sent_to_the_login_page(string path, string location)
    {
        var result = Wsgi.Get(path, Login(), Html);

        Assert.Equal((302, location), (result.StatusCode, result.Headers["Location"]));
        Assert.Equal("no-store", result.Headers["Cache-Control"]);
        Assert.Equal(0, result.Calls);
    }

    [Fact]
    public void Mounted_below_a_name_that_is_not_ASCII_its_addresses_are_URLs()
    {
        static void Mount(Environ environ) => environ.ScriptName = "/b\u00c3\u00bccher & mehr\n";
        const string Mounted = "/b%C3%BCcher%20&%20mehr%0A";

        var ask = Wsgi.Request("GET", "/orders", Login(), prepare: Mount, headers: Html);
        var page = Wsgi.Request("GET", "/login", Login(), prepare: Mount, headers: Html);
        var login = Wsgi.Request("POST", "/login", Login(), Good, prepare: Mount, headers: Form);
        var logout = Wsgi.Request("POST", "/logout", Login(), "", prepare: Mount, headers: Form);

        Assert.Equal($"{Mounted}/login?came_from={Uri.EscapeDataString(Mounted + "/orders")}", ask.Headers["Location"]);
        Assert.Contains($"action=\"{System.Net.WebUtility.HtmlEncode(Mounted)}/login\"", page.Text, StringComparison.Ordinal);
        Assert.Equal(Mounted + "/", login.Headers["Location"]);
        Assert.Equal(Mounted + "/", logout.Headers["Location"]);
    }

    [Theory]
    [InlineData("Accept", "application/json")]
    [InlineData("Accept", "*/*")]
    [InlineData("X-Requested-With", "XMLHttpRequest")]
    [InlineData("Sec-Fetch-Mode", "cors")]
    public void A_script_gets_a_401(string header, string value)
    {
        var result = Wsgi.Get("/orders", Login(), header == "Accept" ? (header, value) : (header, value), header == "Accept" ? ("X-None", "1") : Html);

        Assert.Equal(401, result.StatusCode);
        Assert.Null(result.Headers["Location"]);
        Assert.NotNull(result.Headers["WWW-Authenticate"]);
    }

    [Fact]
    public void With_optional_everybody_passes_and_a_401_of_the_app_becomes_the_login_page()
    {
        var app = Login(new() { Optional = true }, Wsgi.App("401 Unauthorized", "log in", ("Set-Cookie", "a=1")));

        var page = Wsgi.Get("/x", app, Html);
        var script = Wsgi.Get("/x", app, ("Accept", "application/json"));

        Assert.Equal("||", Wsgi.Get("/x", Login(new() { Optional = true }), Html).Text + "|");
        Assert.Equal((302, "a=1", 1), (page.StatusCode, page.Headers["Set-Cookie"], page.Closes));
        Assert.Equal((401, "log in"), (script.StatusCode, script.Text));
    }

    [Fact]
    public void The_page_has_a_form_that_no_other_site_can_show_in_a_frame()
    {
        var result = Wsgi.Get("/login?came_from=/orders", Login(new() { Realm = "Staff <only>" }), Html);

        Assert.Equal(200, result.StatusCode);
        Assert.Contains("<h1>Staff &lt;only&gt;</h1>", result.Text, StringComparison.Ordinal);
        Assert.Contains("""name="came_from" value="/orders">""", result.Text, StringComparison.Ordinal);
        Assert.Equal("DENY", result.Headers["X-Frame-Options"]);
        Assert.Contains("frame-ancestors 'none'", result.Headers["Content-Security-Policy"], StringComparison.Ordinal);
        Assert.Equal("no-store", result.Headers["Cache-Control"]);
    }

    [Fact]
    public void A_browser_logs_in_with_the_page_that_it_was_shown()
    {
        var app = Login();
        var page = Wsgi.Get("/login?came_from=/orders", app, Html);

        var login = Wsgi.Post("/login", app, $"{Good}&came_from=%2Forders&token={Token(page)}", Form, Own, ("Cookie", Cookie(page)));
        var visit = Wsgi.Get("/orders", app, Html, ("Cookie", Cookie(login)));

        Assert.Equal((303, "/orders"), (login.StatusCode, login.Headers["Location"]));
        Assert.StartsWith("auth_tkt=", Assert.Single(login.Headers.GetAll("Set-Cookie")), StringComparison.Ordinal);
        Assert.Equal("bing|cookie", visit.Text);
    }

    [Theory]
    [InlineData("//evil.com")]
    [InlineData("/\\evil.com")]
    [InlineData("\\/evil.com")]
    [InlineData("https://evil.com/")]
    [InlineData("javascript:alert(1)")]
    [InlineData("/\t/evil.com")]
    [InlineData("/a\r\nSet-Cookie: x=1")]
    [InlineData("/\u00a0")]
    [InlineData(" /a")]
    [InlineData("evil.com")]
    [InlineData("")]
    [InlineData("/login")]
    [InlineData("/login?came_from=/login")]
    public void After_a_login_one_stays_on_this_site(string cameFrom)
    {
        var result = Wsgi.Post("/login", Login(), $"{Good}&came_from={Uri.EscapeDataString(cameFrom)}", Form);

        Assert.Equal((303, "/"), (result.StatusCode, result.Headers["Location"]));
        Assert.DoesNotContain("evil", Wsgi.Get($"/login?came_from={Uri.EscapeDataString(cameFrom)}", Login(), Html).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Below_a_prefix_every_address_has_it()
    {
        var app = Login();

        var ask = Wsgi.Request("GET", "/orders", app, prepare: environ => environ.ScriptName = "/shop", headers: Html);
        var login = Wsgi.Request("POST", "/login", app, Good, prepare: environ => environ.ScriptName = "/shop", headers: Form);

        Assert.Equal("/shop/login?came_from=%2Fshop%2Forders", ask.Headers["Location"]);
        Assert.Equal("/shop/", login.Headers["Location"]);
    }

    [Theory]
    [InlineData(Bad)]
    [InlineData("username=nobody&password=x")]
    [InlineData("username=&password=")]
    [InlineData("username=bing")]
    [InlineData("username=bing%00&password=gnib")]
    [InlineData("")]
    public void A_wrong_password_gets_the_page_again_with_one_message_and_no_cookie(string body)
    {
        var result = Wsgi.Post("/login", Login(), body, Form);

        Assert.Equal(401, result.StatusCode);
        Assert.Contains("That user name and password do not belong together.", result.Text, StringComparison.Ordinal);
        Assert.Null(result.Headers["Set-Cookie"]);
    }

    [Fact]
    public void What_was_typed_comes_back_escaped_and_the_password_does_not()
    {
        var result = Wsgi.Post("/login", Login(), "username=%22%3E%3Cscript%3E&password=hunter2", Form);

        Assert.Contains("&quot;&gt;&lt;script&gt;", result.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", result.Text, StringComparison.Ordinal);
    }

    public static TheoryData<string, string> Foreign => new()
    {
        { "Origin", "http://evil.com" },
        { "Origin", "null" },
        { "Origin", "http://localhost:8080" },
        { "Sec-Fetch-Site", "cross-site" },
        { "Sec-Fetch-Site", "same-site" },
    };

    [Theory]
    [MemberData(nameof(Foreign))]
    public void A_form_of_another_site_logs_nobody_in(string header, string value)
    {
        var app = Login();
        var page = Wsgi.Get("/login", app, Html);

        var result = Wsgi.Post("/login", app, $"{Good}&token={Token(page)}", Form, (header, value), ("Cookie", Cookie(page)));

        Assert.Equal(403, result.StatusCode);
        Assert.DoesNotContain("auth_tkt=", string.Concat(result.Headers.GetAll("Set-Cookie")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("other", "")]
    [InlineData("own", "")]
    [InlineData("", "own")]
    [InlineData("other", "own")]
    [InlineData("forged", "forged")]
    public void A_browsers_form_needs_the_token_of_its_cookie(string field, string cookie)
    {
        var app = Login();
        var tokens = new Dictionary<string, string> { [""] = "", ["own"] = Token(Wsgi.Get("/login", app, Html)), ["other"] = Token(Wsgi.Get("/login", app, Html)), ["forged"] = "AAAA.6564.AAAA" };

        var result = Wsgi.Post("/login", app, $"{Good}&token={tokens[field]}", Form, Own, ("Cookie", "auth_tkt_login=" + tokens[cookie]));

        Assert.Equal(403, result.StatusCode);
        Assert.Contains("Please try again", result.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_several_tabs_with_the_page_each_can_log_in()
    {
        var app = Login();
        var first = Wsgi.Get("/login", app, Html);
        var second = Wsgi.Get("/login", app, Html, ("Cookie", Cookie(first)));
        var browser = new Dictionary<string, string> { ["auth_tkt_login"] = Cookie(first) };

        foreach (var page in (Result[])[first, second])
        {
            var login = Wsgi.Post("/login", app, $"{Good}&token={Token(page)}", Form, Own, ("Cookie", string.Join("; ", browser.Values)));

            Assert.Equal(303, login.StatusCode);
            foreach (var line in login.Headers.GetAll("Set-Cookie"))
            {
                browser[line.Split('=')[0]] = line.Split(';')[0];
            }
        }
    }

    [Fact]
    public void The_log_tells_a_proxy_that_hides_the_host_from_a_form_that_is_old()
    {
        var log = new RecordingLogger<AuthForm>();
        var app = new AuthForm(new() { Secret = [Secret], Users = ["bing:gnib"], AllowPlain = true }, Echo, new ComponentInfo("login", "/"), _clock, log);

        Wsgi.Post("/login", app, Good, Form, ("Origin", "https://www.example.org"));
        Wsgi.Post("/login", app, Good, Form, Own);

        Assert.Contains(log.Messages, line => line.Contains("the form is from https://www.example.org, and this site is localhost; where both are one, the proxy has to pass on the Host header", StringComparison.Ordinal));
        Assert.Contains(log.Messages, line => line.Contains("has not the token of its cookie", StringComparison.Ordinal));
    }

    [Fact]
    public void A_token_ends_and_the_page_has_a_new_one()
    {
        var app = Login();
        var page = Wsgi.Get("/login", app, Html);
        _clock.Advance(TimeSpan.FromHours(13));

        var late = Wsgi.Post("/login", app, $"{Good}&token={Token(page)}", Form, Own, ("Cookie", Cookie(page)));
        var again = Wsgi.Post("/login", app, $"{Good}&token={Token(late)}", Form, Own, ("Cookie", Cookie(late)));

        Assert.Equal((403, 303), (late.StatusCode, again.StatusCode));
    }

    [Fact]
    public void An_address_that_failed_often_has_to_wait_even_with_the_right_password()
    {
        var app = Login(new() { MaxFailures = 3 });
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(401, Post(app, Bad, "192.0.2.1").StatusCode);
        }

        var refused = Post(app, Good, "192.0.2.1");
        var other = Post(app, Good, "192.0.2.2");
        _clock.Advance(TimeSpan.FromMinutes(5));

        Assert.Equal((429, "300"), (refused.StatusCode, refused.Headers["Retry-After"]));
        Assert.Equal(303, other.StatusCode);
        Assert.Equal(303, Post(app, Good, "192.0.2.1").StatusCode);
    }

    [Fact]
    public void Clients_without_an_address_do_not_wait_for_each_other()
    {
        var app = Login(new() { MaxFailures = 3 });
        for (var i = 0; i < 4; i++)
        {
            Assert.Equal(401, Post(app, Bad, "").StatusCode);
        }

        Assert.Equal(303, Post(app, Good, "").StatusCode);
    }

    [Fact]
    public async Task A_page_of_the_apps_own_is_no_way_around_the_limit()
    {
        IIdentifier app = Login(new() { MaxFailures = 3 });
        var environ = Wsgi.Environ("GET", "/");
        environ[EnvironKey.RemoteAddr] = "192.0.2.1";

        Assert.NotNull(await app.VerifyAsync(environ, "bing", "gnib"));
        for (var i = 0; i < 3; i++)
        {
            Assert.Null(await app.VerifyAsync(environ, "bing", "bad"));
        }

        Assert.Null(await app.VerifyAsync(environ, "bing", "gnib"));
        Assert.Equal(429, Post((AuthForm)app, Good, "192.0.2.1").StatusCode);
    }

    [Fact]
    public void A_right_login_neither_counts_nor_pays_for_wrong_ones()
    {
        var app = Login(new() { MaxFailures = 3 });
        foreach (var body in (string[])[Good, Good, Good, Good, Bad, Good, Bad, Good, Bad])
        {
            Assert.Equal(body == Good ? 303 : 401, Post(app, body, "192.0.2.1").StatusCode);
        }

        Assert.Equal(429, Post(app, Good, "192.0.2.1").StatusCode);
    }

    [Fact]
    public void A_network_of_one_household_is_one_address_and_many_addresses_do_not_help()
    {
        var app = Login(new() { MaxFailures = 3 });
        for (var i = 0; i < 3; i++)
        {
            Post(app, Bad, $"2001:db8:0:1::{i}");
        }
        Assert.Equal(429, Post(app, Good, "2001:db8:0:1:ffff::1").StatusCode);

        for (var i = 0; i < 30; i++)
        {
            Post(app, Bad, $"192.0.2.{i}");
        }
        Assert.Equal(429, Post(app, Good, "198.51.100.1").StatusCode);
    }

    [Fact]
    public void A_link_to_the_logout_page_asks_and_its_form_logs_out()
    {
        var app = Login();
        var cookie = Cookie(Wsgi.Post("/login", app, Good, Form));

        var page = Wsgi.Get("/logout", app, Html, ("Cookie", cookie));
        var logout = Wsgi.Post("/logout", app, "", Form, Own, ("Cookie", cookie));
        var foreign = Wsgi.Post("/logout", app, "", Form, ("Origin", "http://evil.com"), ("Cookie", cookie));

        Assert.Contains("You are logged in as <b>bing</b>", page.Text, StringComparison.Ordinal);
        Assert.Null(page.Headers["Set-Cookie"]);
        Assert.Equal((303, "/"), (logout.StatusCode, logout.Headers["Location"]));
        Assert.Contains("auth_tkt=; Max-Age=0", logout.Headers["Set-Cookie"], StringComparison.Ordinal);
        Assert.Equal((200, null), (foreign.StatusCode, foreign.Headers["Set-Cookie"]));
    }

    [Theory]
    [InlineData("text/plain", Good)]
    [InlineData("application/json", "{}")]
    [InlineData("application/x-www-form-urlencoded", "LONG")]
    public void What_no_login_page_sends_is_a_bad_request(string type, string body) =>
        Assert.Equal(400, Wsgi.Post("/login", Login(), body == "LONG" ? "password=" + new string('x', 20_000) : body, ("Content-Type", type)).StatusCode);

    [Fact]
    public void Other_methods_are_not_for_the_login_page() =>
        Assert.Equal((405, "GET, HEAD, POST"), (Wsgi.Request("PUT", "/login", Login(), "").StatusCode, Wsgi.Request("PUT", "/logout", Login(), "").Headers["Allow"]));

    [Fact]
    public async Task A_template_of_ones_own_is_shown()
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, "<p>{{title}} {{action}} {{came_from}}</p>");
        var app = Login(new() { Template = file, Realm = "Personal" });
        await app.StartAsync(default);

        Assert.Equal("<p>Personal /login /a</p>", Wsgi.Get("/login?came_from=/a", app, Html).Text);
        File.Delete(file);
    }

    [Fact]
    public async Task A_template_that_is_none_is_said_at_the_start()
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, "{{#if}");

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => Login(new() { Template = file }).StartAsync(default));

        Assert.Contains($"{file} is not a Handlebars template", error.Message, StringComparison.Ordinal);
        File.Delete(file);
    }

    [Fact]
    public void Whom_an_outer_component_found_is_not_asked() =>
        Assert.Equal("outer|", Wsgi.Request("GET", "/", Login(), prepare: environ => environ.RemoteUser = "outer").Text);

    [Fact]
    public void A_path_that_is_none_is_an_error() =>
        Assert.Contains("'login' is no path of this site; write for instance /login", Assert.Throws<ArgumentException>(() => Login(new() { LoginPath = "login" })).Message, StringComparison.Ordinal);

    [Fact]
    public void Without_users_it_says_how_to_name_some() =>
        Assert.Contains("set exactly one of htpasswd = PATH", Assert.Throws<ArgumentException>(() => new AuthForm(new() { Secret = [Secret] }, Echo, new ComponentInfo("login", "/"), _clock, new RecordingLogger<AuthForm>())).Message, StringComparison.Ordinal);

    [Fact]
    public async Task Who_knew_the_sessions_id_before_a_login_has_nothing_of_it_after()
    {
        var login = Login(new() { Optional = true }, Wsgi.App(async environ =>
        {
            var session = (ISession)environ[EnvironKey.Session]!; // the filter outside puts it there
            await session.LoadAsync();
            session["basket"] = session["basket"] is string basket ? basket + " and apples" : "pears";
            return Wsgi.Answer("200 OK", Body.From((string)session["basket"]!)); // set above
        }));
        await using var app = new Session(new() { Type = "memory" }, login, new ComponentInfo("session", "/"), _clock, new RecordingLogger());
        await app.StartAsync(default);

        var known = Cookie(await Wsgi.RequestAsync("GET", "/", app));
        var welcome = await Wsgi.RequestAsync("POST", "/login", app, Good, headers: [Form, ("Cookie", known)]);
        var mine = welcome.Headers.GetAll("Set-Cookie").Single(line => line.StartsWith("beaker.session.id=", StringComparison.Ordinal)).Split(';')[0];

        Assert.Equal("pears", (await Wsgi.RequestAsync("GET", "/", app, headers: ("Cookie", known))).Text);
        Assert.Equal("pears and apples", (await Wsgi.RequestAsync("GET", "/", app, headers: ("Cookie", mine))).Text);
        await Wsgi.RequestAsync("POST", "/logout", app, "", headers: [Form, Own, ("Cookie", mine)]);
        Assert.Equal("pears", (await Wsgi.RequestAsync("GET", "/", app, headers: ("Cookie", mine))).Text);
    }

    [Theory]
    [InlineData("bing", "pears")]
    [InlineData("sue", "")]
    public async Task Who_logs_in_after_somebody_else_has_nothing_of_their_session(string next, string basket)
    {
        var login = Login(new() { Optional = true, Users = ["bing:gnib", "sue:gnib"] }, Wsgi.App(async environ =>
        {
            var session = (ISession)environ[EnvironKey.Session]!; // the filter outside puts it there
            await session.LoadAsync();
            session["basket"] ??= environ.QueryString;
            return Wsgi.Answer("200 OK", Body.From($"{session["basket"]}"));
        }));
        await using var app = new Session(new() { Type = "memory" }, login, new ComponentInfo("session", "/"), _clock, new RecordingLogger());
        await app.StartAsync(default);
        var ticket = Cookie(await Wsgi.RequestAsync("POST", "/login", app, Good, headers: Form));
        var filled = Cookie(await Wsgi.RequestAsync("GET", "/?pears", app, headers: ("Cookie", ticket)));

        // Whose ticket is over is not logged in any more, but their session is there.
        _clock.Advance(TimeSpan.FromHours(1));
        var welcome = await Wsgi.RequestAsync("POST", "/login", app, $"username={next}&password=gnib", headers: [Form, ("Cookie", $"{ticket}; {filled}")]);
        var cookies = string.Join("; ", welcome.Headers.GetAll("Set-Cookie").Select(line => line.Split(';')[0]));

        Assert.Equal(303, welcome.StatusCode);
        Assert.Equal(basket, (await Wsgi.RequestAsync("GET", "/", app, headers: ("Cookie", cookies))).Text);
    }

    [Fact]
    public void An_old_cookie_of_another_domain_keeps_nobody_from_logging_in()
    {
        var app = Login();
        var page = Wsgi.Get("/login", app, Html, ("Cookie", "auth_tkt_login=old"));

        var login = Wsgi.Post("/login", app, $"{Good}&token={Token(page)}", Form, Own, ("Cookie", $"auth_tkt_login=old; {Cookie(page)}"));

        Assert.Equal(303, login.StatusCode);
    }

    private AuthForm Login(AuthFormOptions? options = null, IWsgiApp? inner = null) =>
        new((options ?? new()) with { Secret = [Secret], Users = options?.Users is { Count: > 0 } users ? users : ["bing:gnib"], AllowPlain = true }, inner ?? Echo, new ComponentInfo("login", "/"), _clock, new RecordingLogger<AuthForm>());

    private static Result Post(AuthForm app, string body, string address) =>
        Wsgi.Request("POST", "/login", app, body, prepare: environ => environ[EnvironKey.RemoteAddr] = address, headers: Form);

    private static string Token(Result page) => WebUtility.HtmlDecode(TokenField().Match(page.Text).Groups[1].Value);

    private static string Cookie(Result result) => result.Headers["Set-Cookie"]!.Split(';')[0]; // one was set

    [GeneratedRegex("name=\"token\" value=\"([^\"]*)\"")]
    private static partial Regex TokenField();
}
