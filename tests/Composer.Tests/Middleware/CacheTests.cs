// SPDX-License-Identifier: MIT
using System.Globalization;
using Composer.Middleware;
using Composer.Wsgi;

namespace Composer.Tests.Middleware;

public sealed class CacheTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("composer-cache-").FullName;
    private readonly ManualClock _clock = new();
    private readonly RecordingLogger<Cache> _log = new();
    private int _calls;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    public static TheoryData<CacheStoreKind> Stores => [CacheStoreKind.Memory, CacheStoreKind.File];

    [Theory]
    [MemberData(nameof(Stores))]
    public void What_the_app_allows_is_sent_again_with_its_age(CacheStoreKind store)
    {
        var cache = Filter(App("page", ("Cache-Control", "max-age=60"), ("ETag", "\"1\""), ("X-A", "1"), ("X-A", "2")), In(store));

        var first = Wsgi.Get("/?q=1", cache);
        _clock.Advance(TimeSpan.FromSeconds(20));
        var second = Wsgi.Get("/?q=1", cache);
        var other = Wsgi.Get("/?q=2", cache);
        _clock.Advance(TimeSpan.FromSeconds(40));
        Wsgi.Get("/?q=1", cache);

        Assert.Equal("composer; fwd=uri-miss; stored", first.Headers["Cache-Status"]);
        Assert.Equal("page 1", second.Text);
        Assert.Equal("20", second.Headers["Age"]);
        Assert.Equal("6", second.Headers["Content-Length"]);
        Assert.Equal(["1", "2"], second.Headers.GetAll("X-A"));
        Assert.Equal("composer; hit; ttl=40", second.Headers["Cache-Status"]);
        Assert.Equal("page 2", other.Text);
        Assert.Equal(3, _calls);
    }

    [Theory]
    [InlineData("max-age=60", true)]
    [InlineData("public, MAX-AGE=60", true)]
    [InlineData("max-age=\"60\"", true)]
    [InlineData("max-age=0, s-maxage=60", true)]
    [InlineData("max-age=60, s-maxage=0", false)]
    [InlineData("max-age=99999999999999999999", true)]
    [InlineData("max-age=soon", false)]
    [InlineData("max-age=-1", false)]
    [InlineData("private, max-age=60", false)]
    [InlineData("private=\"Set-Cookie, X\", max-age=60", false)]
    [InlineData("no-store, max-age=60", false)]
    [InlineData("no-cache, max-age=60", false)]
    [InlineData("public", false)]
    [InlineData("", false)]
    public void Cache_Control_decides(string control, bool kept) => AssertKept(kept, App("x", ("Cache-Control", control)));

    [Theory]
    [InlineData("Set-Cookie", "a=1", false)]
    [InlineData("Vary", "*", false)]
    [InlineData("Vary", "Accept, *", false)]
    [InlineData("Content-Range", "bytes 0-1/9", false)]
    [InlineData("Age", "60", false)]
    [InlineData("Age", "59", true)]
    [InlineData("Vary", "Accept", true)]
    public void Some_headers_decide_too(string name, string value, bool kept) => AssertKept(kept, App("x", ("Cache-Control", "max-age=60"), (name, value)));

    [Theory]
    [InlineData("Fri, 02 Jan 2026 03:05:05 GMT", null, true)]
    [InlineData("Fri, 02 Jan 2026 03:04:05 GMT", null, false)]
    [InlineData("0", null, false)]
    [InlineData("Fri, 02 Jan 2026 04:04:05 GMT", "Fri, 02 Jan 2026 02:04:05 GMT", true)]
    [InlineData("Fri, 02 Jan 2026 03:05:05 GMT", "Fri, 02 Jan 2026 03:05:05 GMT", false)]
    public void Expires_counts_from_the_date_of_the_answer(string expires, string? date, bool kept) =>
        AssertKept(kept, date is null ? App("x", ("Expires", expires)) : App("x", ("Expires", expires), ("Date", date)));

    [Theory]
    [InlineData("200 OK", true)]
    [InlineData("404 Not Found", true)]
    [InlineData("301 Moved Permanently", true)]
    [InlineData("206 Partial Content", false)]
    [InlineData("304 Not Modified", false)]
    [InlineData("500 Internal Server Error", false)]
    [InlineData("503 Service Unavailable", false)]
    public void The_status_decides(string status, bool kept)
    {
        AssertKept(kept, Wsgi.App(_ =>
        {
            _calls++;
            return Wsgi.Answer(status, Body.Empty, ("Cache-Control", "max-age=60"));
        }));
    }

    [Theory]
    [InlineData("max-age=60", false)]
    [InlineData("max-age=60, public", true)]
    [InlineData("s-maxage=60", true)]
    [InlineData("max-age=60, must-revalidate", true)]
    public void For_known_users_only_what_the_app_says_is_for_all(string control, bool kept)
    {
        AssertKept(kept, App("x", ("Cache-Control", control)), environ => environ[EnvironKey.HttpAuthorization] = "Basic eDp5");
        AssertKept(kept, App("x", ("Cache-Control", control)), environ => environ.RemoteUser = "ada");
    }

    [Fact]
    public void A_known_user_does_not_get_what_was_made_for_nobody()
    {
        var cache = Filter(App("page", ("Cache-Control", "max-age=60")));
        Wsgi.Get("/", cache);

        Assert.Equal("page 2", Wsgi.Get("/", cache, ("Authorization", "Basic eDp5")).Text);
        Assert.Equal("page 1", Wsgi.Get("/", cache).Text);
    }

    [Fact]
    public void A_user_that_is_found_further_inside_counts_too() =>
        AssertKept(false, Wsgi.App(environ =>
        {
            _calls++;
            environ.RemoteUser = "ada";
            return Wsgi.Answer("200 OK", Body.From("for ada"), ("Cache-Control", "max-age=60"));
        }), environ => environ.RemoteUser = null);

    [Theory]
    [InlineData(null, null, true)]
    [InlineData("Cookie", "a=1", false)]
    [InlineData("Authorization", "Basic eDp5", false)]
    public void Without_a_word_of_the_app_a_page_is_kept_for_the_default_time_unless_it_may_be_personal(string? header, string? value, bool kept)
    {
        var cache = Filter(App("x"), new() { DefaultTtl = TimeSpan.FromMinutes(1) });
        (string, string)[] headers = header is null ? [] : [(header, value!)];

        Wsgi.Get("/", cache, headers);
        Wsgi.Get("/", cache, headers);

        Assert.Equal(kept ? 1 : 2, _calls);
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public void Pages_that_vary_are_kept_apart(CacheStoreKind store)
    {
        var cache = Filter(Wsgi.App(environ => Wsgi.Answer("200 OK", Body.From($"{environ.GetHeader("Accept-Language")} {++_calls}"), ("Cache-Control", "max-age=60"), ("Vary", "accept-language, Accept-Encoding"))), In(store));
        string Get(string language, string coding) => Wsgi.Get("/", cache, ("Accept-Language", language), ("Accept-Encoding", coding)).Text;

        Assert.Equal("de 1", Get("de", "gzip, br"));
        Assert.Equal("en 2", Get("en", "gzip, br"));
        Assert.Equal("de 1", Get("de", "GZIP,br"));
        Assert.Equal("de 3", Get("de", "gzip"));
        Assert.Equal("en 2", Get("en", "gzip, br"));
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public void A_stale_page_is_asked_for_and_stays_when_the_app_says_so(CacheStoreKind store)
    {
        var version = 1;
        var cache = Filter(
            Wsgi.App(environ =>
            {
                _calls++;
                return environ.GetText(EnvironKey.HttpIfNoneMatch) == $"\"{version}\""
                    ? Wsgi.Answer("304 Not Modified", Body.Empty, ("ETag", $"\"{version}\""), ("Cache-Control", "max-age=30"), ("X-Seen", "304"), ("Set-Cookie", "a=1"))
                    : Wsgi.Answer("200 OK", Body.From($"version {version}"), ("ETag", $"\"{version}\""), ("Cache-Control", "max-age=60"));
            }), In(store));
        Wsgi.Get("/", cache);
        _clock.Advance(TimeSpan.FromSeconds(60));

        var same = Wsgi.Get("/", cache);
        var hit = Wsgi.Get("/", cache);
        version = 2;
        _clock.Advance(TimeSpan.FromSeconds(30));
        var changed = Wsgi.Get("/", cache);

        Assert.Equal("version 1", same.Text);
        Assert.Equal("composer; fwd=stale; fwd-status=304", same.Headers["Cache-Status"]);
        Assert.Equal("a=1", same.Headers["Set-Cookie"]);
        Assert.Equal("composer; hit; ttl=30", hit.Headers["Cache-Status"]);
        Assert.Equal("304", hit.Headers["X-Seen"]);
        Assert.False(hit.Headers.Contains("Set-Cookie"));
        Assert.Equal("version 2", changed.Text);
        Assert.Equal("composer; fwd=stale; stored", changed.Headers["Cache-Status"]);
        Assert.Equal(3, _calls);
    }

    [Fact]
    public void A_page_with_no_cache_is_asked_for_each_time_by_its_entity_tag()
    {
        var cache = Filter(Wsgi.App(environ =>
        {
            _calls++;
            return environ.GetText(EnvironKey.HttpIfNoneMatch) is not null ? Wsgi.Answer("304 Not Modified", Body.Empty) : Wsgi.Answer("200 OK", Body.From("page"), ("ETag", "\"1\""), ("Cache-Control", "no-cache"));
        }));

        Assert.All(Enumerable.Range(0, 3).Select(_ => Wsgi.Get("/", cache)), result => Assert.Equal("page", result.Text));
        Assert.Equal(3, _calls);
    }

    [Theory]
    [InlineData("If-None-Match", "W/\"1\"", 304)]
    [InlineData("If-None-Match", "\"2\"", 200)]
    [InlineData("If-Modified-Since", "Fri, 02 Jan 2026 03:04:05 GMT", 304)]
    public void A_client_that_has_the_page_gets_a_304_on_a_miss_and_on_a_hit(string header, string value, int status)
    {
        var cache = Filter(Wsgi.App(environ =>
        {
            _calls++;
            Assert.Null(environ.GetText(EnvironKey.HttpIfNoneMatch));
            return Wsgi.Answer("200 OK", Body.From("page"), ("Cache-Control", "max-age=60"), ("ETag", "\"1\""), ("Last-Modified", "Fri, 02 Jan 2026 03:04:05 GMT"));
        }));

        Assert.Equal(status, Wsgi.Get("/", cache, (header, value)).StatusCode);
        Assert.Equal(status, Wsgi.Get("/", cache, (header, value)).StatusCode);
        Assert.Equal("page", Wsgi.Get("/", cache).Text);
        Assert.Equal(1, _calls);
    }

    [Fact]
    public void HEAD_is_answered_from_a_GET_and_never_kept()
    {
        var cache = Filter(Wsgi.App(environ =>
        {
            _calls++;
            return Wsgi.Answer("200 OK", environ.RequestMethod == "HEAD" ? Body.Empty : Body.From("page"), ("Cache-Control", "max-age=60"), ("Content-Length", "4"));
        }));

        Wsgi.Head("/", cache);
        Assert.Equal("page", Wsgi.Get("/", cache).Text);
        var head = Wsgi.Head("/", cache);

        Assert.Equal(2, _calls);
        Assert.Equal("4", head.Headers["Content-Length"]);
        Assert.Empty(head.Body);
    }

    [Theory]
    [InlineData("Range", "bytes=0-1")]
    [InlineData("Cache-Control", "no-store")]
    [InlineData("If-Match", "\"1\"")]
    [InlineData("If-Unmodified-Since", "Fri, 02 Jan 2026 03:04:05 GMT")]
    public void Some_requests_are_for_the_app_alone(string header, string value)
    {
        var cache = Filter(App("page", ("Cache-Control", "max-age=60")));
        Wsgi.Get("/", cache);

        var result = Wsgi.Get("/", cache, (header, value));

        Assert.Equal("page 2", result.Text);
        Assert.Equal("composer; fwd=bypass", result.Headers["Cache-Status"]);
    }

    [Theory]
    [InlineData("no-cache", true, false)]
    [InlineData("no-cache", false, true)]
    [InlineData("max-age=10", true, false)]
    [InlineData("max-age=30", true, true)]
    [InlineData("min-fresh=50", true, false)]
    [InlineData("min-fresh=30", true, true)]
    public void A_client_may_ask_for_a_newer_page_unless_that_is_off(string control, bool allowed, bool hit)
    {
        var cache = Filter(App("page", ("Cache-Control", "max-age=60")), new() { AllowReload = allowed });
        Wsgi.Get("/", cache);
        _clock.Advance(TimeSpan.FromSeconds(20));

        Assert.Equal(hit ? "page 1" : "page 2", Wsgi.Get("/", cache, ("Cache-Control", control)).Text);
    }

    [Theory]
    [InlineData("max-age=10", "page 2", "composer; fwd=request; stored")]
    [InlineData("min-fresh=50", "page 2", "composer; fwd=request; stored")]
    [InlineData("no-cache", "page 2", "composer; fwd=request; stored")]
    [InlineData("max-age=30", "page 1", "composer; hit; ttl=40")]
    public async Task Who_asks_for_a_newer_page_does_not_get_one_that_is_made_anew_meanwhile(string control, string page, string how)
    {
        var cache = Filter(App("page", ("Cache-Control", "max-age=60, stale-while-revalidate=600")));
        Wsgi.Get("/", cache);
        _clock.Advance(TimeSpan.FromSeconds(20));

        var result = await Task.Run(() => Wsgi.Get("/", cache, ("Cache-Control", control)));
        await cache.DisposeAsync();

        Assert.Equal(page, result.Text);
        Assert.Equal(how, result.Headers["Cache-Status"]);
    }

    [Theory]
    [InlineData("POST")]
    [InlineData("PURGE")]
    public async Task A_page_that_was_forgotten_while_it_was_made_is_not_kept(string method)
    {
        var gate = new TaskCompletionSource();
        var cache = Filter(Wsgi.App(async environ =>
        {
            var call = Interlocked.Increment(ref _calls);
            if (environ.RequestMethod == "GET" && call == 1)
            {
                await gate.Task;
            }
            return Wsgi.Answer("200 OK", Body.From($"page {call}"), ("Cache-Control", "max-age=60"));
        }), new() { PurgeFrom = ["127.0.0.1"] });
        var first = Task.Run(() => Wsgi.RequestAsync("GET", "/", cache));
        SpinWait.SpinUntil(() => Volatile.Read(ref _calls) == 1);

        await Task.Run(() => Wsgi.RequestAsync(method, "/", cache, prepare: environ => environ[EnvironKey.RemoteAddr] = "127.0.0.1"));
        gate.SetResult();

        Assert.Equal("page 1", (await first).Text);
        Assert.NotEqual("page 1", (await Task.Run(() => Wsgi.RequestAsync("GET", "/", cache))).Text);
    }

    [Fact]
    public void A_page_whose_body_is_gone_is_made_again()
    {
        var cache = Filter(
            Wsgi.App(environ => environ[EnvironKey.HttpIfNoneMatch] is "\"e\""
                ? Wsgi.Answer("304 Not Modified", Body.Empty, ("ETag", "\"e\""))
                : Wsgi.Answer("200 OK", Body.From($"page {++_calls}"), ("Cache-Control", "max-age=60"), ("ETag", "\"e\""))),
            In(CacheStoreKind.File));
        Wsgi.Get("/", cache);
        _clock.Advance(TimeSpan.FromSeconds(61));
        Directory.GetFiles(_folder, "*.body", SearchOption.AllDirectories).ToList().ForEach(File.Delete);

        var result = Wsgi.Get("/", cache);

        Assert.Equal("200 OK", result.Status);
        Assert.Equal("page 2", result.Text);
        Assert.Equal("page 2", Wsgi.Get("/", cache).Text);
    }

    [Fact]
    public async Task Visitors_whose_pages_are_not_kept_do_not_set_free_those_of_everybody()
    {
        var gate = new TaskCompletionSource();
        var cache = Filter(Wsgi.App(async environ =>
        {
            Interlocked.Increment(ref _calls);
            if (environ.RemoteUser is null)
            {
                await gate.Task;
            }
            return Wsgi.Answer("200 OK", Body.From("page"), ("Cache-Control", "max-age=60"));
        }));
        await Wsgi.RequestAsync("GET", "/", cache, prepare: environ => environ.RemoteUser = "zoe");

        var others = Enumerable.Range(0, 5).Select(_ => Task.Run(() => Wsgi.RequestAsync("GET", "/", cache))).ToList();
        SpinWait.SpinUntil(() => Volatile.Read(ref _calls) == 2);
        gate.SetResult();
        await Task.WhenAll(others);

        Assert.Equal(2, _calls);
    }

    [Fact]
    public void Pragma_counts_when_there_is_no_Cache_Control()
    {
        var cache = Filter(App("page", ("Cache-Control", "max-age=60")));
        Wsgi.Get("/", cache);

        Assert.Equal("page 2", Wsgi.Get("/", cache, ("Pragma", "no-cache")).Text);
        Assert.Equal("page 2", Wsgi.Get("/", cache, ("Pragma", "no-cache"), ("Cache-Control", "max-age=60")).Text);
    }

    [Fact]
    public void A_client_may_want_what_is_kept_or_nothing()
    {
        var cache = Filter(App("page", ("Cache-Control", "max-age=60")));

        Assert.Equal(504, Wsgi.Get("/", cache, ("Cache-Control", "only-if-cached")).StatusCode);
        Wsgi.Get("/", cache);
        Assert.Equal(200, Wsgi.Get("/", cache, ("Cache-Control", "only-if-cached")).StatusCode);
        Assert.Equal(1, _calls);
    }

    [Theory]
    [InlineData("max-age=60, stale-if-error=30", 89, true)]
    [InlineData("max-age=60, stale-if-error=30", 91, false)]
    [InlineData("max-age=60, stale-if-error=30, must-revalidate", 61, false)]
    [InlineData("max-age=60", 61, false)]
    public void When_the_app_fails_a_stale_page_may_do(string control, int seconds, bool stale)
    {
        var fails = false;
        var throws = false;
        var cache = Filter(Wsgi.App(_ => throws ? throw new InvalidOperationException("broken") : Wsgi.Answer(fails ? "503 Service Unavailable" : "200 OK", Body.From("page"), ("Cache-Control", control))));
        Wsgi.Get("/", cache);
        _clock.Advance(TimeSpan.FromSeconds(seconds));
        fails = true;

        Assert.Equal(stale ? 200 : 503, Wsgi.Get("/", cache).StatusCode);
        throws = true;
        if (!stale)
        {
            Assert.Throws<InvalidOperationException>(() => Wsgi.Get("/", cache));
            return;
        }
        var result = Wsgi.Get("/", cache);
        Assert.Equal("composer; fwd=stale; detail=stale-if-error", result.Headers["Cache-Status"]);
        Assert.Contains("failed, the page that is kept was sent", Assert.Single(_log.Messages), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stale_page_may_be_sent_while_it_is_made_anew()
    {
        var cache = Filter(App("page", ("Cache-Control", "max-age=60, stale-while-revalidate=30")));
        Wsgi.Get("/", cache);
        _clock.Advance(TimeSpan.FromSeconds(70));

        var stale = await Task.Run(() => Wsgi.Get("/", cache));
        await cache.DisposeAsync();
        var fresh = Wsgi.Get("/", cache);
        _clock.Advance(TimeSpan.FromSeconds(91));
        var tooOld = Wsgi.Get("/", cache);

        Assert.Equal("page 1", stale.Text);
        Assert.Equal("composer; hit; ttl=-10", stale.Headers["Cache-Status"]);
        Assert.Equal("page 2", fresh.Text);
        Assert.Equal("page 3", tooOld.Text);
    }

    [Fact]
    public void Where_a_Python_thread_waits_for_the_page_it_is_made_anew_at_once()
    {
        var cache = Filter(App("page", ("Cache-Control", "max-age=60, stale-while-revalidate=30")));
        var before = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(new());
        try
        {
            Wsgi.Get("/", cache);
            _clock.Advance(TimeSpan.FromSeconds(70));

            Assert.Equal("page 2", Wsgi.Get("/", cache).Text);
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }
    }

    [Fact]
    public async Task Many_requests_for_a_page_wait_for_one()
    {
        var gate = new TaskCompletionSource();
        var cache = Filter(Wsgi.App(async _ =>
        {
            Interlocked.Increment(ref _calls);
            await gate.Task;
            return Wsgi.Answer("200 OK", Body.From("page"), ("Cache-Control", "max-age=60"));
        }));

        var waiting = Enumerable.Range(0, 100).Select(_ => Task.Run(() => Wsgi.RequestAsync("GET", "/", cache))).ToArray();
        while (Volatile.Read(ref _calls) == 0)
        {
            await Task.Yield();
        }
        gate.SetResult();
        var results = await Task.WhenAll(waiting);

        Assert.Equal(1, _calls);
        Assert.All(results, result => Assert.Equal("page", result.Text));
        Assert.Single(results, result => result.Headers["Cache-Status"] == "composer; fwd=uri-miss; stored");
    }

    [Fact]
    public async Task Pages_that_are_not_kept_are_asked_for_by_each_and_do_not_wait_again()
    {
        var gate = new TaskCompletionSource();
        var cache = Filter(Wsgi.App(async _ =>
        {
            Interlocked.Increment(ref _calls);
            await gate.Task;
            return Wsgi.Answer("200 OK", Body.From("page"), ("Cache-Control", "private"));
        }));

        var waiting = Enumerable.Range(0, 10).Select(_ => Task.Run(() => Wsgi.RequestAsync("GET", "/", cache))).ToArray();
        gate.SetResult();
        await Task.WhenAll(waiting);
        gate = new TaskCompletionSource();
        var next = Enumerable.Range(0, 3).Select(_ => Task.Run(() => Wsgi.RequestAsync("GET", "/", cache))).ToArray();
        while (Volatile.Read(ref _calls) < 13)
        {
            await Task.Yield();
        }
        gate.SetResult();
        await Task.WhenAll(next);

        Assert.Equal(13, _calls);
    }

    [Fact]
    public void A_failure_of_the_first_lets_the_others_go_on()
    {
        var fail = true;
        var cache = Filter(Wsgi.App(_ => fail ? throw new InvalidOperationException() : Wsgi.Answer("200 OK", Body.From("page"), ("Cache-Control", "max-age=60"))));
        Assert.Throws<InvalidOperationException>(() => Wsgi.Get("/", cache));
        fail = false;

        Assert.Equal("page", Wsgi.Get("/", cache).Text);
    }

    [Fact]
    public void A_stream_is_kept_while_it_is_sent_unless_the_client_leaves()
    {
        var cache = Filter(Wsgi.App(_ => Wsgi.Answer("200 OK", new BlocksBody("a", $"{++_calls}"), ("Cache-Control", "max-age=60"))));

        var left = Wsgi.Request("GET", "/", cache, blocks: 1);
        var whole = Wsgi.Get("/", cache);
        var kept = Wsgi.Get("/", cache);

        Assert.Equal(1, left.Closes);
        Assert.Equal("a2", whole.Text);
        Assert.Equal(2, whole.Blocks.Count);
        Assert.Equal("a2", kept.Text);
        Assert.Equal("2", kept.Headers["Content-Length"]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Long_answers_are_not_kept(bool streamed)
    {
        var text = new string('x', 5000);
        var app = Wsgi.App(_ =>
        {
            _calls++;
            return Wsgi.Answer("200 OK", streamed ? new BlocksBody(text[..2500], text[2500..]) : Body.From(text), ("Cache-Control", "max-age=60"));
        });
        var cache = Filter(app, new() { MaxObjectSize = 4000 });

        Assert.Equal(text, Wsgi.Get("/", cache).Text);
        Assert.Equal(text, Wsgi.Get("/", cache).Text);
        Assert.Equal(2, _calls);
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public void The_room_is_limited_and_what_was_not_used_longest_goes_first(CacheStoreKind store)
    {
        var text = new string('x', 20_000);
        var cache = Filter(App(text, ("Cache-Control", "max-age=86400")), In(store) with { MaxSize = 150_000 });
        for (var i = 0; i < 30; i++)
        {
            Wsgi.Get($"/{i}", cache);
            Wsgi.Get("/0", cache);
            _clock.Advance(TimeSpan.FromMinutes(2));
        }

        Wsgi.Get("/29", cache);
        if (store == CacheStoreKind.File)
        {
            Assert.InRange(Directory.GetFiles(_folder, "*", SearchOption.AllDirectories).Sum(file => new FileInfo(file).Length), 20_000, 200_000);
            return;
        }
        Wsgi.Get("/0", cache);
        Assert.Equal(30, _calls);
        Wsgi.Get("/1", cache);
        Assert.Equal(31, _calls);
    }

    [Theory]
    [InlineData("POST", "200 OK", true)]
    [InlineData("DELETE", "204 No Content", true)]
    [InlineData("PUT", "500 Internal Server Error", false)]
    [InlineData("OPTIONS", "200 OK", false)]
    public void A_change_makes_what_is_kept_wrong(string method, string status, bool forgotten)
    {
        var cache = Filter(Wsgi.App(environ => Wsgi.Answer(environ.RequestMethod == "GET" ? "200 OK" : status, environ.RequestMethod == "DELETE" ? Body.Empty : Body.From($"{++_calls}"), ("Cache-Control", "max-age=60"))));
        Wsgi.Get("/", cache);
        Wsgi.Request(method, "/", cache);
        var before = _calls;
        Wsgi.Get("/", cache);

        Assert.Equal(forgotten, _calls > before);
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public void Some_addresses_may_have_a_page_forgotten(CacheStoreKind store)
    {
        var cache = Filter(App("page", ("Cache-Control", "max-age=60"), ("Vary", "Accept")), In(store) with { PurgeFrom = ["10.0.0.0/8"] });
        Wsgi.Get("/a", cache, ("Accept", "x"));
        Wsgi.Get("/a", cache, ("Accept", "y"));
        Result Purge(string address) => Wsgi.Request("PURGE", "/a", cache, prepare: environ => environ[EnvironKey.RemoteAddr] = address);

        Assert.Equal(403, Purge("192.0.2.1").StatusCode);
        Assert.Equal(200, Purge("10.1.2.3").StatusCode);
        Assert.Equal(404, Purge("10.1.2.3").StatusCode);
        Assert.Equal("page 3", Wsgi.Get("/a", cache, ("Accept", "x")).Text);
    }

    [Fact]
    public void Without_addresses_PURGE_is_the_apps() =>
        Assert.Equal("page 1", Wsgi.Request("PURGE", "/", Filter(App("page"))).Text);

    [Fact]
    public void Files_are_there_after_a_restart_and_a_broken_one_is_a_miss()
    {
        Wsgi.Get("/", Filter(App("page", ("Cache-Control", "max-age=60")), In(CacheStoreKind.File)));

        var again = Filter(App("page", ("Cache-Control", "max-age=60")), In(CacheStoreKind.File));
        Assert.Equal("page 1", Wsgi.Get("/", again).Text);
        File.WriteAllText(Directory.GetFiles(_folder, "*.head", SearchOption.AllDirectories)[0], "{");
        Assert.Equal("page 2", Wsgi.Get("/", again).Text);
        Directory.GetFiles(_folder, "*.body", SearchOption.AllDirectories).ToList().ForEach(File.Delete);
        Assert.Equal("page 3", Wsgi.Get("/", again).Text);
        Assert.Equal("page 3", Wsgi.Get("/", again).Text);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void When_what_was_kept_is_gone_and_the_app_fails_every_answer_is_closed_once(bool whileReading)
    {
        var broken = new BrokenBody();
        var cache = Filter(Wsgi.App(environ =>
        {
            switch (++_calls)
            {
                case 1:
                    return Wsgi.Answer("200 OK", Body.From("page"), ("Cache-Control", "max-age=1"), ("ETag", "\"1\""));
                case 2:
                    Directory.GetFiles(_folder, "*.body", SearchOption.AllDirectories).ToList().ForEach(File.Delete);
                    return Wsgi.Answer("304 Not Modified", Body.Empty, ("ETag", "\"1\""));
                default:
                    return whileReading ? Wsgi.Answer("200 OK", broken, ("Cache-Control", "max-age=1")) : throw new TimeoutException();
            }
        }), In(CacheStoreKind.File));
        Wsgi.Get("/", cache);
        _clock.Advance(TimeSpan.FromSeconds(2));

        Assert.Throws<TimeoutException>(() => Wsgi.Get("/", cache));
        Assert.Equal(whileReading ? 1 : 0, broken.Closes);
    }

    [Fact]
    public async Task The_end_waits_for_a_page_that_is_made_anew_but_not_for_ever()
    {
        var never = new TaskCompletionSource<Response>();
        var cache = Filter(Wsgi.App(environ => ++_calls == 1
            ? new(Wsgi.Answer("200 OK", Body.From("page"), ("Cache-Control", "max-age=1, stale-while-revalidate=60")))
            : new ValueTask<Response>(never.Task)));
        Wsgi.Get("/", cache);
        _clock.Advance(TimeSpan.FromSeconds(2));
        await Task.Run(() => Wsgi.Get("/", cache));

        var end = cache.DisposeAsync().AsTask();
        Assert.False(end.IsCompleted);
        _clock.Advance(TimeSpan.FromSeconds(10));

        await end.WaitAsync(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public void What_could_not_be_kept_leaves_no_files_behind()
    {
        var cache = Filter(App("page", ("Cache-Control", "max-age=60")), In(CacheStoreKind.File));
        Wsgi.Get("/", cache);
        var head = Directory.GetFiles(_folder, "*.head", SearchOption.AllDirectories)[0];
        Directory.GetFiles(_folder, "*.body", SearchOption.AllDirectories).ToList().ForEach(File.Delete);
        File.Delete(head);
        Directory.CreateDirectory(head);

        Wsgi.Get("/", cache);

        Assert.Single(_log.Messages, message => message.Contains("could not keep an answer", StringComparison.Ordinal));
        Assert.Equal(["vary"], Directory.GetFiles(_folder, "*", SearchOption.AllDirectories).Select(Path.GetFileName));
    }

    [Fact]
    public void Hosts_schemes_and_spellings_of_a_path_are_kept_apart()
    {
        var cache = Filter(Wsgi.App(environ => Wsgi.Answer("200 OK", Body.From($"{environ.RequestUri} {++_calls}"), ("Cache-Control", "max-age=60"))));

        string[] texts =
        [
            Wsgi.Get("/a/b", cache).Text, Wsgi.Get("/a%2Fb", cache).Text, Wsgi.Get("/a/b", cache, ("Host", "other.example")).Text,
            Wsgi.Request("GET", "/a/b", cache, prepare: environ => environ.UrlScheme = "https").Text, Wsgi.Get("/a/b", cache, ("Host", "LOCALHOST")).Text,
        ];

        Assert.Equal(["/a/b 1", "/a%2Fb 2", "/a/b 3", "/a/b 4", "/a/b 1"], texts);
    }

    [Fact]
    public void Its_word_in_Cache_Status_comes_after_the_apps()
    {
        var cache = Filter(App("x", ("Cache-Control", "max-age=60"), ("Cache-Status", "origin; hit")), new() { Name = "edge-1" });

        Assert.Equal("origin; hit, edge-1; fwd=uri-miss; stored", Wsgi.Get("/", cache).Headers.GetJoined("Cache-Status"));
        Assert.Equal("origin; hit, edge-1; hit; ttl=60", Wsgi.Get("/", cache).Headers.GetJoined("Cache-Status"));
        Assert.False(Wsgi.Get("/", Filter(App("x"), new() { StatusHeader = false })).Headers.Contains("Cache-Status"));
    }

    [Theory]
    [InlineData(CacheStoreKind.File, null, "composer", "directory = PATH")]
    [InlineData(CacheStoreKind.Memory, "x", "composer", "store = file")]
    [InlineData(CacheStoreKind.Memory, null, "my cache", "name")]
    public void Settings_that_mean_nothing_are_refused(CacheStoreKind store, string? directory, string name, string hint) =>
        Assert.Contains(hint, Assert.Throws<ArgumentException>(() => Filter(App("x"), new() { Store = store, Directory = directory, Name = name })).Message, StringComparison.Ordinal);

    private void AssertKept(bool kept, IWsgiApp app, Action<Environ>? prepare = null)
    {
        _calls = 0;
        var cache = Filter(app);

        Wsgi.Request("GET", "/", cache, prepare: prepare);
        Wsgi.Request("GET", "/", cache, prepare: prepare);

        Assert.Equal(kept ? 1 : 2, _calls);
    }

    private static CacheOptions In(CacheStoreKind store) => store == CacheStoreKind.File ? new() { Store = store, Directory = "." } : new();

    private Cache Filter(IWsgiApp app, CacheOptions? options = null)
    {
        var cache = new Cache(options ?? new(), app, new("cache", _folder), _clock, _log);
        cache.StartAsync(default).GetAwaiter().GetResult();
        return cache;
    }

    private IWsgiApp App(string text, params (string, string)[] headers) =>
        Wsgi.App(_ => Wsgi.Answer("200 OK", Body.From(text.Length < 100 && text != "x" ? string.Create(CultureInfo.InvariantCulture, $"{text} {++_calls}") : Counted(text)), headers));

    private string Counted(string text)
    {
        _calls++;
        return text;
    }

    private sealed class BrokenBody : Body
    {
        public int Closes { get; private set; }

        public override long? Length => 4;

        public override ValueTask<ReadOnlyMemory<byte>> ReadAsync(CancellationToken cancel = default) => throw new TimeoutException();

        public override ValueTask DisposeAsync()
        {
            Closes++;
            return base.DisposeAsync();
        }
    }
}
