// SPDX-License-Identifier: MIT
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Composer.Middleware;
using Composer.Wsgi;

namespace Composer.Tests.Middleware;

public sealed class AuthTktTests(TicketPeers peers) : IClassFixture<TicketPeers>
{
    private const string Secret = "nRMdbsgsxFNi8NMHaMBV9Wk5IMAjRVyp";

    // From the tests of Paste: made with mod_auth_tkt's algorithm for the secret 'shared_secret', 2020-01-23.
    private const string OldTicket = "731274bec45f6983c1f33bac8e8baf435e2991cfusername!admin!";

    private const string WantedUser = "test.user";

    private static readonly Identity Nobody = new(null, null, null, null);

    private readonly ManualClock _clock = new(DateTimeOffset.FromUnixTimeSeconds(1_700_000_000));

    public static TheoryData<string, TicketDigest, string, string, string> Peers
    {
        get
        {
            var rows = new TheoryData<string, TicketDigest, string, string, string>();
            foreach (var (user, tokens, data) in (ReadOnlySpan<(string, string, string)>)[("joe", "", ""), ("joe", "admin,editor", "some data"), ("Jörg / 100%!", "admin", "a!b")])
            {
                foreach (var digest in Enum.GetValues<TicketDigest>())
                {
                    rows.Add("paste", digest, user, tokens, data);
                    rows.Add("pyramid", digest, user, tokens, "");
                }
                rows.Add("who", TicketDigest.Md5, user, tokens, data);
            }
            return rows;
        }
    }

    // Logs in whom a test wants to be logged in, and tells who is there.
    private static IWsgiApp Echo => Wsgi.App(async environ =>
    {
        if (environ[WantedUser] is (string user, string tokens, string data))
        {
            await SetUser(environ, user, tokens, data);
        }
        return Wsgi.Answer("200 OK", Body.From(Identity.Of(environ).ToString()));
    });

    [SkippableTheory]
    [MemberData(nameof(Peers))]
    public void Tickets_of_Paste_Pyramid_and_repoze_who_are_read(string peer, TicketDigest digest, string user, string tokens, string data)
    {
        TicketPeers.SkipWithoutThem();
        var app = Tkt(new() { DigestAlgo = digest, Timeout = TimeSpan.Zero }, clock: TimeProvider.System);

        var cookie = peers.Run(Job($"write_{peer}", digest, user, tokens, data))!.GetValue<string>();
        var result = Wsgi.Get("/", app, ("Cookie", cookie));

        Assert.Equal(new Identity(user, tokens, peer == "pyramid" ? "userid_type:b64unicode" : data, "cookie").ToString(), result.Text);
    }

    [SkippableTheory]
    [MemberData(nameof(Peers))]
    public void Paste_Pyramid_and_repoze_who_read_our_tickets(string peer, TicketDigest digest, string user, string tokens, string data)
    {
        TicketPeers.SkipWithoutThem();
        var cookie = Login(Tkt(new() { DigestAlgo = digest }), user, tokens, data);

        var read = peers.Run(Job($"read_{peer}", digest, "", "", "", cookie))?.AsArray();

        Assert.NotNull(read);
        Assert.Equal(user, read[0]!.GetValue<string>());
        Assert.Equal(tokens, string.Join(',', read[1]!.AsArray().Select(token => token!.GetValue<string>())));
        Assert.Equal(data, read[2]!.GetValue<string>());
    }

    [SkippableFact]
    public void Paste_takes_no_data_for_tokens()
    {
        TicketPeers.SkipWithoutThem();

        var read = peers.Run(Job("read_paste", TicketDigest.Sha512, "", "", "", Login(Tkt(new()), "joe", "", "x!y")))!;

        Assert.Equal("""["joe",[],"x!y"]""", read.ToJsonString());
    }

    [SkippableTheory]
    [InlineData("pyramid", "42", "int")]
    [InlineData("pyramid", "joe", "bytes")]
    [InlineData("who", "42", "int")]
    public void Other_forms_that_they_write_are_read(string peer, string user, string type)
    {
        TicketPeers.SkipWithoutThem();
        var job = Job($"write_{peer}", TicketDigest.Md5, user, "admin", "");
        job["type"] = type;

        var cookie = peers.Run(job)!.GetValue<string>();
        var result = Wsgi.Get("/", Tkt(new() { DigestAlgo = TicketDigest.Md5 }, clock: TimeProvider.System), ("Cookie", cookie));

        Assert.StartsWith($"{user}|admin|", result.Text, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData(UserIdType.B64unicode, "Jörg")]
    [InlineData(UserIdType.B64str, "joe")]
    [InlineData(UserIdType.Int, "42")]
    [InlineData(UserIdType.Int, "joe")]
    public void Pyramid_reads_users_of_its_own_types(UserIdType type, string user)
    {
        TicketPeers.SkipWithoutThem();
        var cookie = Login(Tkt(new() { UseridType = type }), user, "admin", "");

        var read = peers.Run(Job("read_pyramid", TicketDigest.Sha512, "", "", "", cookie))!.AsArray();

        Assert.Equal(user, read[0]!.ToString());
        Assert.Equal(user == "42" ? System.Text.Json.JsonValueKind.Number : System.Text.Json.JsonValueKind.String, read[0]!.GetValueKind());
    }

    [SkippableTheory]
    [InlineData("192.0.2.7")]
    [InlineData("2001:db8::7")]
    public void A_ticket_of_an_address_is_good_there_only(string address)
    {
        TicketPeers.SkipWithoutThem();
        var app = Tkt(new() { IncludeIp = true }, clock: TimeProvider.System);
        var job = Job("write_pyramid", TicketDigest.Sha512, "joe", "", "");
        job["address"] = address;
        var cookie = peers.Run(job)!.GetValue<string>();

        Assert.StartsWith("joe|", Get(app, cookie, address), StringComparison.Ordinal);
        Assert.Equal(Nobody.ToString(), Get(app, cookie, "192.0.2.8"));
        Assert.Equal(Nobody.ToString(), Get(app, cookie, "not an address"));
    }

    [Theory]
    [InlineData("auth_tkt=" + OldTicket)]
    [InlineData("auth_tkt=\"" + OldTicket + "\"")]
    [InlineData("auth_tkt=NzMxMjc0YmVjNDVmNjk4M2MxZjMzYmFjOGU4YmFmNDM1ZTI5OTFjZnVzZXJuYW1lIWFkbWluIQ==")]
    public void A_ticket_of_mod_auth_tkt_is_read_plain_quoted_and_in_Base64(string cookie) =>
        Assert.Equal("username|admin||cookie", Wsgi.Get("/", Tkt(Legacy), ("Cookie", cookie)).Text);

    public static TheoryData<string> Tampered
    {
        get
        {
            var rows = new TheoryData<string>();
            foreach (var length in (ReadOnlySpan<int>)[0, 1, 31, 32, 39, 40, 48, 54])
            {
                rows.Add(OldTicket[..length]);
            }
            rows.Add(OldTicket.Replace("username", "root", StringComparison.Ordinal));
            rows.Add(OldTicket.Replace("admin", "admin,root", StringComparison.Ordinal));
            rows.Add(OldTicket.Replace("!admin!", "!admin!more", StringComparison.Ordinal));
            rows.Add(OldTicket.Replace("!admin!", "!!admin!", StringComparison.Ordinal));
            rows.Add(OldTicket.Replace("5e2991cf", "655301cf", StringComparison.Ordinal));
            rows.Add(OldTicket.Replace("5e2991cf", " 5e2991c", StringComparison.Ordinal));
            rows.Add("831274bec45f6983c1f33bac8e8baf43" + OldTicket[32..]);
            rows.Add(OldTicket[..32].ToUpperInvariant() + OldTicket[32..]);
            rows.Add(new string('0', 32) + OldTicket[32..]);
            rows.Add(OldTicket.Replace("username", "username%00admin", StringComparison.Ordinal).Replace("!admin!", "!!", StringComparison.Ordinal));
            rows.Add(OldTicket + new string('x', 10_000));
            rows.Add("!");
            rows.Add("%%%");
            rows.Add("====");
            rows.Add("é" + OldTicket);
            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Tampered))]
    public void A_truncated_or_changed_ticket_is_nobodys(string value) =>
        Assert.Equal(Nobody.ToString(), Wsgi.Get("/", Tkt(Legacy), ("Cookie", "auth_tkt=" + value)).Text);

    [Fact]
    public async Task Ten_thousand_mutated_tickets_make_nobody_somebody_else()
    {
        var app = Tkt(new() { DigestAlgo = TicketDigest.Md5 });
        var cookie = Login(app, "joe", "staff", "a b");
        var random = new Random(4711);

        for (var i = 0; i < 10_000; i++)
        {
            var value = Mutation.Of(cookie["auth_tkt=".Length..], random);
            var result = await Wsgi.RequestAsync("GET", "/", app, headers: ("Cookie", "auth_tkt=" + value));
            Assert.True(result.Text is "joe|staff|a b|cookie" or "|||", $"{value} is {result.Text}");
        }
    }

    [Fact]
    public void A_ticket_of_another_secret_or_another_hash_function_is_nobodys()
    {
        var cookie = Login(Tkt(new()), "joe");

        Assert.Equal(Nobody.ToString(), Get(Tkt(new() { Secret = ["0ther" + Secret] }), cookie));
        Assert.Equal(Nobody.ToString(), Get(Tkt(new() { DigestAlgo = TicketDigest.Md5 }), cookie));
    }

    [Fact]
    public void A_new_secret_takes_over_while_tickets_of_the_old_one_stay_good()
    {
        var old = Login(Tkt(new()), "joe");
        var both = Tkt(new() { Secret = ["0ther" + Secret, Secret] });

        Assert.StartsWith("joe|", Get(both, old), StringComparison.Ordinal);
        Assert.Equal(Nobody.ToString(), Get(Tkt(new()), Login(both, "joe")));
    }

    [Fact]
    public void An_idle_ticket_ends_after_20_minutes()
    {
        var app = Tkt(new());
        var cookie = Login(app, "joe");

        _clock.Advance(TimeSpan.FromMinutes(20));
        Assert.StartsWith("joe|", Get(app, cookie), StringComparison.Ordinal);
        _clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(Nobody.ToString(), Get(app, cookie));
    }

    [Fact]
    public void A_ticket_in_use_is_replaced_by_a_newer_one_in_time()
    {
        var app = Tkt(new());
        var cookie = Login(app, "joe", "admin", "x");

        _clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Null(Wsgi.Get("/", app, ("Cookie", cookie)).Headers["Set-Cookie"]);
        _clock.Advance(TimeSpan.FromMinutes(1));
        var renewed = Wsgi.Get("/", app, ("Cookie", cookie));
        _clock.Advance(TimeSpan.FromMinutes(19));

        Assert.Equal("joe|admin|x|cookie", Get(app, Cookie(renewed)));
        Assert.Equal("private", renewed.Headers["Cache-Control"]);
        Assert.Equal("Cookie", renewed.Headers["Vary"]);
        Assert.Equal(Nobody.ToString(), Get(app, cookie));
    }

    [Fact]
    public void A_cookie_that_the_app_sets_is_not_set_twice()
    {
        var app = Tkt(new(), Wsgi.App("200 OK", "", ("Set-Cookie", "auth_tkt=mine")));
        var cookie = Login(Tkt(new()), "joe");
        _clock.Advance(TimeSpan.FromMinutes(3));

        Assert.Equal(["auth_tkt=mine"], Wsgi.Get("/", app, ("Cookie", cookie)).Headers.GetAll("Set-Cookie"));
    }

    [Fact]
    public void A_ticket_from_the_future_is_nobodys()
    {
        var app = Tkt(new() { Timeout = TimeSpan.Zero });
        _clock.Advance(TimeSpan.FromMinutes(6));
        var cookie = Login(app, "joe");

        Assert.Equal(Nobody.ToString(), Get(Tkt(new() { Timeout = TimeSpan.Zero }, clock: new ManualClock(DateTimeOffset.FromUnixTimeSeconds(1_700_000_000))), cookie));
    }

    [Fact]
    public void Whom_an_outer_component_found_stays_the_user()
    {
        var result = Wsgi.Request("GET", "/", Tkt(new()), prepare: environ => environ.RemoteUser = "outer", headers: ("Cookie", Login(Tkt(new()), "joe")));

        Assert.StartsWith("outer|", result.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Tokens_of_an_outer_component_come_first()
    {
        var result = Wsgi.Request("GET", "/", Tkt(new()), prepare: environ => environ["REMOTE_USER_TOKENS"] = "lan", headers: ("Cookie", Login(Tkt(new()), "joe", "admin")));

        Assert.StartsWith("joe|lan,admin|", result.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void An_app_logs_out_with_a_cookie_that_ends()
    {
        var app = Tkt(new(), Wsgi.App(async environ =>
        {
            await ((PythonFunction)environ["paste.auth_tkt.logout_user"]!)([], new Dictionary<string, object?>());
            return Wsgi.Answer("200 OK", Body.Empty);
        }));

        var cookies = Wsgi.Get("/", app, ("Host", "www.example.org:8080")).Headers.GetAll("Set-Cookie").ToList();

        Assert.Equal(2, cookies.Count);
        Assert.StartsWith("auth_tkt=; Max-Age=0; Expires=Thu, 01 Jan 1970", cookies[0], StringComparison.Ordinal);
        Assert.Contains("; Domain=www.example.org;", cookies[1], StringComparison.Ordinal);
    }

    [Fact]
    public void The_logout_path_logs_out_and_the_app_answers()
    {
        var result = Wsgi.Get("/logout", Tkt(new() { LogoutPath = "/logout" }), ("Cookie", Login(Tkt(new()), "joe")));

        Assert.Equal(200, result.StatusCode);
        Assert.Contains("Max-Age=0", result.Headers["Set-Cookie"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("www.example.org", true, false, "www.example.org")]
    [InlineData("www.example.org:8443", false, true, "example.org")]
    [InlineData("example.org", false, true, "example.org")]
    [InlineData("localhost", true, true, null)]
    [InlineData("192.0.2.7", true, false, null)]
    [InlineData("www.example.org", false, false, null)]
    public void The_cookie_goes_where_the_settings_say(string host, bool wild, bool parent, string? domain)
    {
        var line = LoginLine(Tkt(new() { WildDomain = wild, ParentDomain = parent }), "joe", host: host);

        Assert.Equal(domain, Microsoft.Net.Http.Headers.SetCookieHeaderValue.Parse(line).Domain.Value);
    }

    [Fact]
    public void The_cookie_is_kept_as_long_as_max_age_says() =>
        Assert.Contains("; Max-Age=3600; Expires=Tue, 14 Nov 2023 23:13:20 GMT; Path=/; HttpOnly; SameSite=Lax", LoginLine(Tkt(new() { MaxAge = TimeSpan.FromHours(1) }), "joe"), StringComparison.Ordinal);

    [Theory]
    [InlineData("", "", "", "the user's name is empty")]
    [InlineData("a\0b", "", "", "control characters")]
    [InlineData("joe", "a!b", "", "exclamation mark")]
    [InlineData("joe", "", "LONG", "longer than 4096 bytes")]
    public async Task What_no_ticket_can_say_is_refused(string user, string tokens, string data, string problem)
    {
        var environ = Wsgi.Environ("GET", "/");
        await Tkt(new()).InvokeAsync(environ);

        var error = await Assert.ThrowsAsync<ArgumentException>(async () => await SetUser(environ, user, tokens, data == "LONG" ? new string('x', 4096) : data));

        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_user_that_is_no_text_is_refused()
    {
        var environ = Wsgi.Environ("GET", "/");
        await Tkt(new()).InvokeAsync(environ);
        var setUser = (PythonFunction)environ["paste.auth_tkt.set_user"]!; // the filter puts it there

        foreach (var (value, name) in ((object?[], string)[])[([new List<object?> { "joe" }], "userid"), ([new object()], "userid"), (["joe", new object()], "tokens"), (["joe", "", new List<object?>()], "user_data")])
        {
            var error = await Assert.ThrowsAsync<ArgumentException>(async () => await setUser(value, new Dictionary<string, object?>()));
            Assert.Equal($"set_user() takes text for {name}", error.Message);
        }
    }

    [Fact]
    public async Task A_call_that_comes_after_the_response_began_is_told_in_the_log()
    {
        var log = new RecordingLogger<AuthTkt>();
        var environ = Wsgi.Environ("GET", "/shop");
        await new AuthTkt(new() { Secret = [Secret] }, Echo, new ComponentInfo("tkt", "/"), _clock, log).InvokeAsync(environ);

        await SetUser(environ, "joe", "", "");

        Assert.Contains("set_user() was called when the response of /shop had begun", Assert.Single(log.Messages), StringComparison.Ordinal);
    }

    [Fact]
    public void A_good_ticket_counts_though_a_browser_sends_an_older_one_before_it()
    {
        var app = Tkt(new());
        var old = Login(Tkt(new() { Secret = ["0ther" + Secret] }), "ann");
        var good = Login(app, "joe");

        Assert.Equal(new Identity("joe", "", "", "cookie").ToString(), Get(app, $"{old}; auth_tkt=; auth_tkt=\"x; {good}; a=b"));
    }

    [Fact]
    public async Task Arguments_that_Pastes_functions_do_not_have_are_refused()
    {
        var environ = Wsgi.Environ("GET", "/");
        await Tkt(new()).InvokeAsync(environ);
        var setUser = (PythonFunction)environ["paste.auth_tkt.set_user"]!; // the filter puts it there

        foreach (var (count, keyword, problem) in ((int, string, string)[])[(4, "", "takes 3 arguments but 4 were given"), (1, "userid", "multiple values for argument 'userid'"), (1, "group", "an unexpected keyword argument 'group'")])
        {
            var keywords = new Dictionary<string, object?>();
            if (keyword.Length > 0)
            {
                keywords[keyword] = "x";
            }
            Assert.Contains(problem, (await Assert.ThrowsAsync<ArgumentException>(async () => await setUser([.. Enumerable.Repeat<object?>("a", count)], keywords))).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_weak_or_missing_secret_is_an_error_with_its_remedy()
    {
        Assert.Contains("compose secret -o secret.key", Assert.Throws<ArgumentException>(() => Tkt(new() { Secret = ["secret"] })).Message, StringComparison.Ordinal);
        Assert.Contains("compose secret -o secret.key", Assert.Throws<ArgumentException>(() => Tkt(new() { Secret = [""] })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cookie_that_browsers_would_drop_is_an_error() =>
        Assert.Contains("set secure = true as well", Assert.Throws<ArgumentException>(() => Tkt(new() { SameSite = Composer.Middleware.SameSite.None })).Message, StringComparison.Ordinal);

    private static AuthTktOptions Legacy => new() { Secret = ["shared_secret"], AllowWeakSecret = true, DigestAlgo = TicketDigest.Md5, Timeout = TimeSpan.Zero };

    private AuthTkt Tkt(AuthTktOptions options, IWsgiApp? inner = null, TimeProvider? clock = null) =>
        new(options.Secret.Count > 0 ? options : options with { Secret = [Secret] }, inner ?? Echo, new ComponentInfo("tkt", "/"), clock ?? _clock, new RecordingLogger<AuthTkt>());

    private static string Get(AuthTkt app, string cookie, string address = "127.0.0.1") =>
        Wsgi.Request("GET", "/", app, prepare: environ => environ[EnvironKey.RemoteAddr] = address, headers: ("Cookie", cookie)).Text;

    private static string Login(AuthTkt app, string user, string tokens = "", string data = "") => LoginLine(app, user, tokens, data).Split("; Path")[0];

    private static string LoginLine(AuthTkt app, string user, string tokens = "", string data = "", string host = "localhost")
    {
        var login = Wsgi.Request("GET", "/", app, prepare: environ => environ[WantedUser] = (user, tokens, data), headers: ("Host", host));
        return login.Headers["Set-Cookie"] ?? throw new InvalidOperationException("no cookie was set");
    }

    private static string Cookie(Result result) => result.Headers["Set-Cookie"]!.Split("; Path")[0];

    private static ValueTask<object?> SetUser(Environ environ, string user, string tokens, string data) =>
        ((PythonFunction)environ["paste.auth_tkt.set_user"]!)([user], new Dictionary<string, object?> { ["tokens"] = tokens.Split(',').Where(token => token.Length > 0).ToArray<object?>(), ["user_data"] = data });

    private static JsonObject Job(string does, TicketDigest digest, string user, string tokens, string data, string? cookie = null)
    {
        var job = new JsonObject
        {
            ["does"] = does,
            ["secret"] = Secret,
            ["digest"] = digest.ToString().ToLower(CultureInfo.InvariantCulture),
            ["address"] = "0.0.0.0",
            ["user"] = user,
            ["tokens"] = new JsonArray([.. tokens.Split(',').Where(token => token.Length > 0).Select(token => (JsonNode)token)]),
            ["data"] = data,
        };
        if (cookie is not null)
        {
            job["cookie"] = cookie;
        }
        return job;
    }

    /// <summary>What an app finds in its environ.</summary>
    private sealed record Identity(string? User, string? Tokens, string? Data, string? AuthType)
    {
        public static Identity Of(Environ environ) => new(Utf8(environ.RemoteUser), environ["REMOTE_USER_TOKENS"] as string, environ["REMOTE_USER_DATA"] as string, environ.GetText(EnvironKey.AuthType));

        public override string ToString() => $"{User}|{Tokens}|{Data}|{AuthType}";

        private static string? Utf8(string? native) => native is null ? null : Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(native));
    }
}
