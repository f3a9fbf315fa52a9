// SPDX-License-Identifier: MIT
using Composer.Middleware;
using Composer.Wsgi;

namespace Composer.Tests.Middleware;

public sealed class SessionTests
{
    private const string Cookie = SessionSite.CookieName;

    [Fact]
    public async Task A_session_that_nobody_looks_at_leaves_no_trace()
    {
        await using var site = await SessionSite.StartAsync();

        var result = await site.RequestAsync(_ => new(Wsgi.Answer("200 OK", Body.From("x"))));

        Assert.False(result.Headers.Contains("Set-Cookie"));
        Assert.False(result.Headers.Contains("Vary"));
    }

    [Fact]
    public async Task Reading_a_new_session_stores_nothing_and_varies_by_cookie()
    {
        await using var site = await SessionSite.StartAsync();

        var result = await site.DoAsync(session => session["user"]);

        Assert.False(result.Headers.Contains("Set-Cookie"));
        Assert.Equal("Cookie", result.Headers["Vary"]);
    }

    [Fact]
    public async Task What_is_set_is_there_in_the_next_request()
    {
        await using var site = await SessionSite.StartAsync();

        var result = await site.DoAsync(session => session["user"] = "alice");

        Assert.Matches($"^{Cookie}=[0-9a-f]{{32}}; Path=/; HttpOnly; SameSite=Lax$", result.Headers["Set-Cookie"]);
        Assert.Equal("private", result.Headers["Cache-Control"]);
        Assert.Equal("alice", await site.GetAsync("user"));
    }

    [Fact]
    public async Task A_known_session_gets_no_second_cookie()
    {
        await using var site = await SessionSite.StartAsync();
        await site.DoAsync(session => session["n"] = 1);

        var result = await site.DoAsync(session => session["n"] = 2);

        Assert.False(result.Headers.Contains("Set-Cookie"));
        Assert.Equal(2L, await site.GetAsync("n"));
    }

    [Fact]
    public async Task An_apps_own_Cache_Control_stays()
    {
        await using var site = await SessionSite.StartAsync();

        var result = await site.RequestAsync(async environ =>
        {
            var session = (ISession)environ[EnvironKey.Session]!;
            await session.LoadAsync();
            session["a"] = 1;
            return Wsgi.Answer("200 OK", Body.Empty, ("Cache-Control", "no-store"));
        });

        Assert.Equal("no-store", result.Headers["Cache-Control"]);
    }

    [Fact]
    public async Task A_session_knows_when_it_began_and_was_used()
    {
        await using var site = await SessionSite.StartAsync(new() { Timeout = TimeSpan.FromMinutes(20) });
        var start = site.Clock.GetUtcNow();
        Assert.True(await site.ReadAsync(session => session.IsNew && session.LastAccessed is null && session.Created == start));
        await site.DoAsync(session => session["a"] = 1);

        site.ManualClock.Advance(TimeSpan.FromMinutes(10));

        Assert.True(await site.ReadAsync(session => !session.IsNew && session.LastAccessed == start && session.Created == start));
        Assert.Equal(start.AddMinutes(10), await site.ReadAsync(session => session.LastAccessed));
    }

    [Theory]
    [InlineData("0123456789abcdef0123456789abcdef")]
    [InlineData("x")]
    public async Task An_id_that_was_not_given_out_is_never_taken_over(string id)
    {
        await using var site = await SessionSite.StartAsync();
        site.Cookie = id;

        await site.DoAsync(session => session["a"] = 1);

        Assert.NotEqual(id, site.Cookie);
        Assert.Matches("^[0-9a-f]{32}$", site.Cookie);
    }

    [Theory]
    [InlineData("..poc")]
    [InlineData("../../etc/passwd")]
    [InlineData("a/b")]
    [InlineData("a%2e")]
    [InlineData("ä")]
    [InlineData("")]
    [InlineData("\"quoted\\\"\"")]
    public async Task An_ill_formed_id_never_reaches_the_store(string id)
    {
        var store = new WatchedStore();
        var session = Keeper(store);

        await session.FindAsync(new RequestSession(session, Rules, Wsgi.Environ("GET", "/", null, ("Cookie", $"{Cookie}={id}"))), default);
        await session.FindAsync(new RequestSession(session, Rules, Wsgi.Environ("GET", "/")) { WantedId = id }, default);
        await session.FindAsync(new RequestSession(session, Rules, Wsgi.Environ("GET", "/")) { WantedId = new string('a', 129) }, default);

        Assert.Empty(store.Asked);
    }

    [Fact]
    public async Task A_secret_signs_ids_as_Beaker_does()
    {
        await using var site = await SessionSite.StartAsync(new() { Secret = ["sekrit"], AllowWeakSecret = true });

        await site.DoAsync(session => session["a"] = 1);

        Assert.Equal(72, site.Cookie!.Length);
        Assert.Equal(SessionId.ToCookie(site.Cookie[40..], "sekrit"u8.ToArray()), site.Cookie);
        Assert.Equal(1L, await site.GetAsync("a"));
        Assert.Equal("fb932e4a74d79863bf15e0571448c5cae578bf22", SessionId.ToCookie("0123456789abcdef0123456789abcdef", "sekrit"u8.ToArray())[..40]);
    }

    [Fact]
    public async Task A_wrong_signature_is_no_session_and_an_older_secret_still_is()
    {
        const string Old = "an older secret of some length", New = "a newer secret of some length";
        string cookie;
        using var folder = new TemporaryFolder();
        var options = new SessionOptions { Type = "file", DataDir = folder.Path };
        await using (var before = await SessionSite.StartAsync(options with { Secret = [Old] }))
        {
            await before.DoAsync(session => session["a"] = 1);
            cookie = before.Cookie!;
        }
        await using var site = await SessionSite.StartAsync(options with { Secret = [New, Old] });

        site.Cookie = cookie;
        Assert.Equal(1L, await site.GetAsync("a"));
        site.Cookie = (cookie[0] == '0' ? '1' : '0') + cookie[1..];
        Assert.Null(await site.GetAsync("a"));
        site.Cookie = cookie[40..];
        Assert.Null(await site.GetAsync("a"));
        site.Cookie = cookie[..40];
        Assert.Null(await site.GetAsync("a"));
    }

    [Theory]
    [InlineData("memory", false, SessionConcurrency.Merge)]
    [InlineData("memory", true, SessionConcurrency.Merge)]
    [InlineData("memory", false, SessionConcurrency.Lock)]
    [InlineData("cookie", false, SessionConcurrency.Merge)]
    public async Task An_old_cookie_of_another_domain_does_not_hide_the_session(string type, bool signed, SessionConcurrency concurrency)
    {
        const string Key = "nRMdbsgsxFNi8NMHaMBV9Wk5IMAjRVyp";
        await using var site = await SessionSite.StartAsync(new() { Type = type, Secret = signed ? [Key] : [], ValidateKey = [Key], Concurrency = concurrency });
        await site.DoAsync(session => session["user"] = "alice");

        foreach (var old in (string[])["0123456789abcdef0123456789abcdef", "", "../..", new('a', 72)])
        {
            var result = await site.DoAsync(session => session["user"], ("Cookie", $"{Cookie}={old}; {Cookie}={old}; {Cookie}={site.Cookie}"));

            Assert.Equal("alice", result.Text);
        }
    }

    [Fact]
    public async Task An_id_signed_with_the_old_secret_is_signed_anew_so_that_the_old_one_can_go()
    {
        const string Old = "nRMdbsgsxFNi8NMHaMBV9Wk5IMAjRVyp";
        const string New = "5fVw0uVbZqk3RkJx8sYt2Lm9pQ7cHd1e";
        var options = new WatchedStore().Options;
        await using var before = await SessionSite.StartAsync(options with { Secret = [Old] });
        await using var meanwhile = await SessionSite.StartAsync(options with { Secret = [New, Old] });
        await using var after = await SessionSite.StartAsync(options with { Secret = [New] });
        await before.DoAsync(session => session["user"] = "alice");

        meanwhile.Cookie = before.Cookie;
        Assert.Equal("alice", await meanwhile.GetAsync("user"));
        var second = await meanwhile.DoAsync(session => session["user"]);
        after.Cookie = meanwhile.Cookie;

        Assert.False(second.Headers.Contains("Set-Cookie"));
        Assert.Equal("alice", await after.GetAsync("user"));
    }

    [Fact]
    public async Task What_could_not_be_read_again_is_refused_and_the_session_stays()
    {
        await using var site = await SessionSite.StartAsync(new WatchedStore().Options);
        await site.DoAsync(session => session["deep"] = Nested(59));

        var error = await Assert.ThrowsAsync<ArgumentException>(() => site.DoAsync(session => session["deeper"] = Nested(61)));

        Assert.StartsWith("session['deeper']: lists or dicts so deep in each other cannot be stored", error.Message, StringComparison.Ordinal);
        Assert.Equal(59, Depth(await site.GetAsync("deep")));

        static List<object?> Nested(int depth) => depth == 1 ? [] : [Nested(depth - 1)];
        static int Depth(object? value) => value is List<object?> list ? 1 + (list.Count == 0 ? 0 : Depth(list[0])) : 0;
    }

    [Fact]
    public async Task However_many_ids_a_client_sends_few_are_looked_for()
    {
        var store = new WatchedStore();
        var keeper = Keeper(store);
        var cookies = string.Join("; ", Enumerable.Range(0, 200).Select(n => $"{Cookie}={n:x32}"));

        await keeper.FindAsync(new RequestSession(keeper, Rules, Wsgi.Environ("GET", "/", null, ("Cookie", cookies))), default);

        Assert.Equal(4, store.Asked.Count);
    }

    [Fact]
    public async Task A_key_that_an_app_chose_leads_to_no_other_session()
    {
        await using var site = await SessionSite.StartAsync();
        await site.DoAsync(session => session["user"] = "alice");
        var other = site.Cookie;
        site.Cookie = null;

        await site.DoAsync(session => session["_moved_to"] = other);

        Assert.Null(await site.GetAsync("user"));
        Assert.Equal(other, await site.GetAsync("_moved_to"));
    }

    [Fact]
    public async Task Regenerate_keeps_the_data_and_kills_the_old_id()
    {
        await using var site = await SessionSite.StartAsync();
        await site.DoAsync(session => session["user"] = "alice");
        var old = site.Cookie;

        await site.DoAsync(session =>
        {
            session.Regenerate();
            return session["role"] = "admin";
        });

        Assert.NotEqual(old, site.Cookie);
        Assert.Equal("alice admin", await site.ReadAsync(session => $"{session["user"]} {session["role"]}"));
        site.Cookie = old;
        Assert.Null(await site.GetAsync("user"));
    }

    [Fact]
    public async Task An_old_id_leads_to_the_session_during_its_grace_and_not_after()
    {
        await using var site = await SessionSite.StartAsync(new() { RegenerateGrace = TimeSpan.FromSeconds(10) });
        await site.DoAsync(session => session["user"] = "alice");
        var old = site.Cookie;
        await site.DoAsync(session =>
        {
            session.Regenerate();
            return null;
        });

        site.Cookie = old;
        Assert.Equal("alice", await site.GetAsync("user"));
        site.ManualClock.Advance(TimeSpan.FromSeconds(11));
        site.Cookie = old;
        Assert.Null(await site.GetAsync("user"));
    }

    [Fact]
    public async Task Delete_removes_the_record_and_the_cookie()
    {
        await using var site = await SessionSite.StartAsync();
        await site.DoAsync(session => session["user"] = "alice");
        var old = site.Cookie;

        var result = await site.DoAsync(session =>
        {
            session.Delete();
            return null;
        });

        Assert.Matches($"^{Cookie}=; Max-Age=0; Expires=Thu, 01 Jan 1970", result.Headers["Set-Cookie"]);
        site.Cookie = old;
        Assert.True(await site.ReadAsync(session => session.IsNew));
    }

    [Fact]
    public async Task Invalidate_begins_an_empty_session_under_a_new_id()
    {
        await using var site = await SessionSite.StartAsync();
        await site.DoAsync(session => session["user"] = "alice");
        var old = site.Cookie;

        await site.DoAsync(session =>
        {
            session.Invalidate();
            return session["hint"] = "signed out";
        });

        Assert.Equal("hint", await site.ReadAsync(session => string.Join(' ', session.Keys)));
        site.Cookie = old;
        Assert.Empty(await site.ReadAsync(session => session.Keys));
    }

    [Fact]
    public async Task An_exception_keeps_everything_as_it_was()
    {
        await using var site = await SessionSite.StartAsync();
        await site.DoAsync(session => session["n"] = 1);

        await Assert.ThrowsAsync<InvalidOperationException>(() => site.DoAsync(session =>
        {
            session["n"] = 2;
            session.Regenerate();
            throw new InvalidOperationException("broken");
        }));

        Assert.Equal(1L, await site.GetAsync("n"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_exception_in_the_body_keeps_everything_as_it_was(bool isNew)
    {
        await using var site = await SessionSite.StartAsync();
        if (!isNew)
        {
            await site.DoAsync(session => session["n"] = 1);
        }
        await Assert.ThrowsAsync<InvalidOperationException>(() => StreamAsync(site, Failing, session => session["n"] = 2));

        Assert.Equal(isNew ? null : 1L, await site.GetAsync("n"));

        static IEnumerable<byte[]> Failing(ISession session)
        {
            yield return "block"u8.ToArray();
            throw new InvalidOperationException("broken");
        }
    }

    [Fact]
    public async Task What_is_set_while_the_body_is_read_is_stored()
    {
        await using var site = await SessionSite.StartAsync();
        await StreamAsync(site, Late, session => session["early"] = 1);

        Assert.Equal("1 2", await site.ReadAsync(session => $"{session["early"]} {session["late"]}"));

        static IEnumerable<byte[]> Late(ISession session)
        {
            yield return "block"u8.ToArray();
            session["late"] = 2;
            yield return "block"u8.ToArray();
        }
    }

    [Fact]
    public async Task A_session_that_begins_after_the_response_did_is_lost_with_one_warning()
    {
        await using var site = await SessionSite.StartAsync();

        var result = await StreamAsync(site, Late, _ => null);

        Assert.False(result.Headers.Contains("Set-Cookie"));
        Assert.Equal("session: the session was begun after the response had: its cookie could not be sent, and what was set is lost\n", result.Errors);

        static IEnumerable<byte[]> Late(ISession session)
        {
            yield return "block"u8.ToArray();
            session["late"] = 2;
        }
    }

    [Fact]
    public async Task A_new_session_is_stored_before_its_stream_ends_because_its_cookie_is_out()
    {
        await using var site = await SessionSite.StartAsync();
        object? seen = null;

        await StreamAsync(site, Asking, session => session["user"] = "alice");

        Assert.Equal("alice", seen);

        IEnumerable<byte[]> Asking(ISession session)
        {
            var id = session.Id;
            yield return "block"u8.ToArray();
            site.Cookie = id;
            seen = site.GetAsync("user").GetAwaiter().GetResult();
        }
    }

    [Fact]
    public async Task An_idle_session_ends_and_a_used_one_lives()
    {
        await using var site = await SessionSite.StartAsync(new() { Timeout = TimeSpan.FromMinutes(20) });
        await site.DoAsync(session => session["a"] = 1);
        for (var i = 0; i < 4; i++)
        {
            site.ManualClock.Advance(TimeSpan.FromMinutes(15));
            Assert.Equal(1L, await site.GetAsync("a"));
        }

        site.ManualClock.Advance(TimeSpan.FromMinutes(22));

        Assert.Null(await site.GetAsync("a"));
    }

    [Fact]
    public async Task The_time_of_an_access_is_stored_once_in_a_twentieth_of_the_timeout()
    {
        var store = new WatchedStore();
        var clock = new ManualClock();
        var rules = new SessionRules(clock) { Timeout = TimeSpan.FromMinutes(20) };
        var keeper = Keeper(store, rules);
        await store.ReplaceAsync("a", null, SessionRecord.Empty.With([new("x", "1"u8.ToArray()), new(SessionRecord.AccessedTime, SessionJson.Encode(clock.GetUtcNow().ToUnixTimeSeconds()))]).ToBytes(), null, default);
        store.Writes = 0;

        for (var i = 0; i < 60; i++)
        {
            clock.Advance(TimeSpan.FromSeconds(2));
            await ReadAsync(keeper, rules);
        }

        Assert.Equal(2, store.Writes);

        static async Task ReadAsync(IdKeeper keeper, SessionRules rules)
        {
            var session = new RequestSession(keeper, rules, Wsgi.Environ("GET", "/")) { WantedId = "a" };
            await session.LoadAsync();
            await session.CommitAsync(isOver: true, default);
        }
    }

    [Fact]
    public async Task Requests_that_change_different_keys_lose_nothing()
    {
        await using var site = await SessionSite.StartAsync();
        await site.DoAsync(session => session["start"] = 1);

        await site.RequestAsync(async environ =>
        {
            var slow = (ISession)environ[EnvironKey.Session]!;
            await slow.LoadAsync();
            slow["a"] = 1;
            await site.DoAsync(fast => fast["b"] = 1);
            return Wsgi.Answer("200 OK", Body.Empty);
        });

        Assert.Equal("start a b", string.Join(' ', (await site.ReadAsync(session => session.Keys)).OrderByDescending(key => key.Length).ThenBy(key => key)));
    }

    [Fact]
    public async Task Under_last_the_last_one_counts_as_a_whole()
    {
        await using var site = await SessionSite.StartAsync(new() { Concurrency = SessionConcurrency.Last });
        await site.DoAsync(session => session["start"] = 1);

        await site.RequestAsync(async environ =>
        {
            var slow = (ISession)environ[EnvironKey.Session]!;
            await slow.LoadAsync();
            slow["a"] = 1;
            await site.DoAsync(fast => fast["b"] = 1);
            return Wsgi.Answer("200 OK", Body.Empty);
        });

        Assert.Equal("start a", string.Join(' ', (await site.ReadAsync(session => session.Keys)).OrderByDescending(key => key.Length)));
    }

    [Fact]
    public async Task A_session_that_was_ended_meanwhile_does_not_come_back()
    {
        await using var site = await SessionSite.StartAsync();
        await site.DoAsync(session => session["user"] = "alice");
        var id = site.Cookie;

        var result = await site.RequestAsync(async environ =>
        {
            var slow = (ISession)environ[EnvironKey.Session]!;
            await slow.LoadAsync();
            slow["cart"] = 1;
            await site.DoAsync(fast =>
            {
                fast.Delete();
                return null;
            });
            return Wsgi.Answer("200 OK", Body.Empty);
        });

        Assert.Contains("ended by another request", result.Errors, StringComparison.Ordinal);
        site.Cookie = id;
        Assert.True(await site.ReadAsync(session => session.IsNew));
    }

    [Theory]
    [InlineData(SessionConcurrency.Merge)]
    [InlineData(SessionConcurrency.Lock)]
    public async Task Sixty_four_clients_of_one_session_lose_no_update(SessionConcurrency concurrency)
    {
        await using var site = await SessionSite.StartAsync(new() { Concurrency = concurrency, LockTimeout = TimeSpan.FromMinutes(1) }, clock: TimeProvider.System);

        await Clients.ChangeAsync([site], concurrency);
    }

    [Fact]
    public async Task A_session_that_another_request_holds_for_too_long_is_a_503()
    {
        await using var site = await SessionSite.StartAsync(new() { Concurrency = SessionConcurrency.Lock, LockTimeout = TimeSpan.FromMilliseconds(20) }, clock: TimeProvider.System);
        await site.DoAsync(session => session["a"] = 1);

        await site.RequestAsync(async environ =>
        {
            await ((ISession)environ[EnvironKey.Session]!).LoadAsync();
            var error = await Assert.ThrowsAsync<HttpError>(() => site.GetAsync("a"));
            Assert.Equal(503, error.Status);
            return Wsgi.Answer("200 OK", Body.Empty);
        });

        Assert.Equal(1L, await site.GetAsync("a"));
    }

    [Theory]
    [InlineData("300", "Max-Age=300; Expires=Fri, 02 Jan 2026 03:09:05 GMT")]
    [InlineData("false", "Expires=Tue, 19 Jan 2038 03:14:07 GMT")]
    [InlineData("2027-01-01", "Expires=Fri, 01 Jan 2027 00:00:00 GMT")]
    public async Task Cookie_expires_says_how_long_the_browser_keeps_it(string setting, string expected)
    {
        await using var site = await SessionSite.StartAsync(new() { CookieExpires = setting });

        var result = await site.DoAsync(session => session["a"] = 1);

        Assert.Contains(expected, result.Headers["Set-Cookie"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Over_HTTPS_the_cookie_is_for_HTTPS()
    {
        await using var site = await SessionSite.StartAsync();

        var result = await site.RequestAsync(async environ =>
        {
            var session = (ISession)environ[EnvironKey.Session]!;
            await session.LoadAsync();
            session["a"] = 1;
            return Wsgi.Answer("200 OK", Body.Empty);
        }, "https");

        Assert.Contains("; Secure", result.Headers["Set-Cookie"], StringComparison.Ordinal);
    }

    public static TheoryData<SessionOptions, string> WrongOptions => new()
    {
        { new() { SameSite = SameSite.None }, "secure = true" },
        { new() { HostPrefix = true }, "__Host-" },
        { new() { HostPrefix = true, Secure = "true", CookiePath = "/app" }, "__Host-" },
        { new() { Secure = "perhaps" }, "auto, true or false" },
        { new() { CookieExpires = "soon" }, "a number of seconds" },
        { new() { Type = "cookie" }, "compose secret" },
        { new() { Secret = ["short"] }, "too short" },
        { new() { Type = "file" }, "data_dir" },
        { new() { Type = "ext:memcached", Url = "one:11211;two:11211" }, "one server" },
        { new() { Type = "ext:mongodb" }, "redis" },
        { new() { SessionType = "shelve" }, "disk" },
        { new() { DataDir = "sessions", Chmod = "660" }, "only their owner" },
        { new() { Type = "sql", Compat = SessionCompat.Beaker, AllowPickle = true }, "compat = beaker is for" },
        { new() { Type = "redis", Compat = SessionCompat.Beaker }, "add allow_pickle = true" },
        { new() { Type = "fiel" }, "none of memory, file" },
        { new() { Type = "redis", Url = "http://x" }, "redis://" },
        { new() { Type = "sql", Url = "mysql://x/y" }, "postgresql://" },
        { new() { Type = "sql", Url = "sqlite:///x", TableName = "a; DROP" }, "plain name" },
        { new() { NamespaceClass = "x" }, "namespace_class" },
        { new() { SessionClass = "x" }, "session_class" },
        { new() { DataSerializer = SessionSerializer.Pickle }, "allow_pickle" },
        { new() { Type = "assembly:Nothing.dll#Nothing" }, "Nothing.dll" },
        { new() { Type = $"assembly:{typeof(SessionTests).Assembly.Location}#Composer.Tests.Middleware.SessionTests" }, "does not implement" },
    };

    [Theory]
    [MemberData(nameof(WrongOptions))]
    public void A_wrong_setting_says_what_to_write(SessionOptions options, string remedy)
    {
        var error = Assert.Throws<ArgumentException>(() => new Session(options, Wsgi.App("200 OK"), new ComponentInfo("session", "/"), TimeProvider.System, new RecordingLogger()));

        Assert.Contains(remedy, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_of_somebody_elses_is_named_by_its_assembly()
    {
        await using var site = await SessionSite.StartAsync(new() { Type = $"assembly:{typeof(WatchedStore).Assembly.Location}#{typeof(WatchedStore).FullName}" });

        await site.DoAsync(session => session["a"] = 1);

        Assert.Equal(1L, await site.GetAsync("a"));
    }

    [Fact]
    public async Task A_value_that_cannot_be_stored_is_an_error_that_names_the_key()
    {
        await using var site = await SessionSite.StartAsync();

        var error = await Assert.ThrowsAsync<ArgumentException>(() => site.DoAsync(session => session["clock"] = TimeProvider.System));

        Assert.Contains("session['clock']", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_the_store_fails_those_who_look_get_a_503_and_the_others_do_not()
    {
        var store = new WatchedStore();
        await using var site = await SessionSite.StartAsync(store.Options);
        await site.DoAsync(session => session["a"] = 1);
        store.Fails = true;

        var error = await Assert.ThrowsAsync<HttpError>(() => site.GetAsync("a"));
        Assert.Equal(503, error.Status);
        Assert.NotNull(error.Headers["Retry-After"]);
        Assert.Equal("200 OK", (await site.RequestAsync(_ => new(Wsgi.Answer("200 OK", Body.Empty)))).Status);

        store.Fails = false;
        Assert.Equal(1L, await site.GetAsync("a"));
        Assert.Contains(site.Log.Messages, message => message.Contains("can be had again", StringComparison.Ordinal));
    }

    [Fact]
    public async Task When_the_store_fails_an_empty_session_is_not_kept_and_the_cookie_stays()
    {
        var store = new WatchedStore();
        await using var site = await SessionSite.StartAsync(store.Options with { OnStoreFailure = OnStoreFailure.Empty });
        await site.DoAsync(session => session["a"] = 1);
        store.Fails = true;

        var result = await site.DoAsync(session =>
        {
            session["b"] = 2;
            return session["a"];
        });

        Assert.Equal("", result.Text);
        Assert.False(result.Headers.Contains("Set-Cookie"));
        Assert.Contains(site.Log.Messages, message => message.Contains("cannot be had", StringComparison.Ordinal));
        store.Fails = false;
        Assert.Equal(1L, await site.GetAsync("a"));
    }

    [Fact]
    public async Task What_an_app_makes_of_a_failing_store_does_not_matter()
    {
        var store = new WatchedStore { Fails = true };
        await using var site = await SessionSite.StartAsync(store.Options);
        site.Cookie = "abc";

        var error = await Assert.ThrowsAsync<HttpError>(() => site.RequestAsync(async environ =>
        {
            try
            {
                await ((ISession)environ[EnvironKey.Session]!).LoadAsync();
            }
            catch (HttpError)
            {
            }
            return Wsgi.Answer("200 OK", Body.From("as if nothing had happened"));
        }));

        Assert.Equal(503, error.Status);
    }

    [Fact]
    public async Task What_is_over_is_swept_in_the_background()
    {
        await using var site = await SessionSite.StartAsync(new() { Timeout = TimeSpan.FromMinutes(1), SweepInterval = TimeSpan.FromMinutes(5) });
        await site.DoAsync(session => session["a"] = 1);

        Assert.Equal(0, await site.SweepAsync());
        site.ManualClock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(1, await site.SweepAsync());
        Assert.Equal(0, await site.SweepAsync());
    }

    private static SessionRules Rules => new(TimeProvider.System);

    private static IdKeeper Keeper(ISessionStore store, SessionRules? rules = null)
    {
        var cookie = new SessionCookie(new CookieAttributes(Cookie), default, null, TimeProvider.System);
        return new IdKeeper(store, new JsonFormat(), cookie, rules ?? Rules, new StoreHealth("test", TimeProvider.System, new RecordingLogger()));
    }

    private static Task<Result> StreamAsync(SessionSite site, Func<ISession, IEnumerable<byte[]>> blocks, Func<ISession, object?> before) => site.RequestAsync(async environ =>
    {
        var session = (ISession)environ[EnvironKey.Session]!;
        await session.LoadAsync();
        before(session);
        return Wsgi.Answer("200 OK", new BlocksBody(blocks(session)));
    });
}
