// SPDX-License-Identifier: MIT
using Composer.Middleware;
using Composer.Wsgi;

namespace Composer.Tests.Middleware;

/// <summary>Where requests look into their session, it is looked for before the app runs.</summary>
public sealed class SessionForesightTests : IAsyncLifetime
{
    private readonly WatchedStore _store = new();
    private SessionSite _site = null!; // InitializeAsync

    public async Task InitializeAsync() => _site = await SiteAsync(_store.Options);

    public async Task DisposeAsync() => await _site.DisposeAsync();

    [Fact]
    public async Task After_two_requests_that_looked_the_session_is_there_before_the_app_asks()
    {
        Assert.Equal(0, await AskedBeforeAsync("/shop/cart", looks: true));
        Assert.Equal(0, await AskedBeforeAsync("/shop/cart", looks: true));

        Assert.Equal(1, await AskedBeforeAsync("/shop/order", looks: true));
        Assert.Equal(0, await AskedBeforeAsync("/static/a.css", looks: false));
        Assert.Equal(1L, await _site.GetAsync("n"));
    }

    [Fact]
    public async Task After_two_requests_that_did_not_look_nobody_looks_for_it()
    {
        foreach (var looks in (bool[])[true, true, true, false, false])
        {
            await AskedBeforeAsync("/", looks);
        }

        Assert.Equal(0, await AskedBeforeAsync("/", looks: false));
    }

    [Fact]
    public async Task It_is_asked_for_once_and_says_what_it_said_before()
    {
        await WarmAsync();
        var asked = _store.Asked.Count;

        await _site.RequestAsync(async environ =>
        {
            var session = (ISession)environ[EnvironKey.Session]!; // the filter's
            await session.LoadAsync();
            Assert.Equal((false, 1L), (session.IsNew, session["n"]));
            return Answer;
        });

        Assert.Equal(1, _store.Asked.Count - asked);
    }

    [Fact]
    public async Task A_request_that_does_not_look_changes_nothing_and_varies_by_nothing()
    {
        await WarmAsync();
        _site.ManualClock.Advance(TimeSpan.FromHours(1));
        var writes = _store.Writes;

        var result = await _site.RequestAsync(_ => new(Answer));

        Assert.Null(result.Headers["Vary"]);
        Assert.Equal(writes, _store.Writes);
    }

    [Fact]
    public async Task A_store_out_of_reach_is_an_error_only_for_who_looks()
    {
        await WarmAsync();
        _store.Fails = true;

        Assert.Equal(200, (await _site.RequestAsync(_ => new(Answer))).StatusCode);
        Assert.Empty(_site.Log.Messages);
        await WarmAsync(store: false);
        Assert.Equal(503, (await Assert.ThrowsAsync<HttpError>(() => _site.GetAsync("n"))).Status);
        Assert.NotEmpty(_site.Log.Messages);
    }

    [Fact]
    public async Task An_early_error_is_told_to_who_asks()
    {
        await WarmAsync();
        _store.Fails = true;

        Assert.Equal(503, (await Assert.ThrowsAsync<HttpError>(() => _site.GetAsync("n"))).Status);
        Assert.Single(_site.Log.Messages);
    }

    [Fact]
    public async Task A_store_that_failed_is_not_asked_early_again_before_it_worked()
    {
        await WarmAsync();
        _store.Fails = true;
        await _site.RequestAsync(_ => new(Answer));

        Assert.Equal(0, await AskedBeforeAsync("/", looks: false));
    }

    [Fact]
    public async Task What_a_request_within_the_request_changed_is_seen()
    {
        await WarmAsync();
        await using var other = await SiteAsync(_store.Options);
        other.Cookie = _site.Cookie;

        await _site.RequestAsync(async environ =>
        {
            await other.DoAsync(session => session["n"] = 2);
            var session = (ISession)environ[EnvironKey.Session]!; // the filter's
            await session.LoadAsync();
            Assert.Equal(2L, session["n"]);
            return Answer;
        });
    }

    [Fact]
    public async Task An_app_that_asks_late_is_told_what_is_there_then()
    {
        await WarmAsync();

        var asked = await AskedBeforeAsync("/", looks: true, () => _site.ManualClock.Advance(TimeSpan.FromSeconds(2)));

        Assert.Equal((1, 2), (asked, _store.Asked.Count - _before));
    }

    [Fact]
    public async Task Nothing_is_locked_for_who_may_not_ask()
    {
        await _site.DisposeAsync();
        _site = await SiteAsync(_store.Options with { Concurrency = SessionConcurrency.Lock });
        await WarmAsync();

        Assert.Equal(0, await AskedBeforeAsync("/", looks: true));
    }

    [Fact]
    public async Task Who_brings_no_session_waits_for_none()
    {
        await WarmAsync();
        _site.Cookie = null;

        Assert.Equal(0, await AskedBeforeAsync("/", looks: true));
    }

    private static Response Answer => Wsgi.Answer("200 OK", Body.From("x"));

    private int _before;

    private static Task<SessionSite> SiteAsync(SessionOptions options) => SessionSite.StartAsync(options with { Timeout = TimeSpan.FromHours(20) });

    private async Task WarmAsync(bool store = true)
    {
        if (store)
        {
            await _site.DoAsync(session => session["n"] = 1L);
        }
        for (var i = 0; i < 2; i++)
        {
            await AskedBeforeAsync("/", looks: store);
        }
    }

    // How often the store was asked before the app began.
    private async Task<int> AskedBeforeAsync(string path, bool looks, Action? first = null)
    {
        if (_site.Cookie is null && path != "/")
        {
            await _site.DoAsync(session => session["n"] = 1L);
        }
        _before = _store.Asked.Count;
        var seen = 0;
        await _site.RequestAsync(path, async environ =>
        {
            seen = _store.Asked.Count - _before;
            first?.Invoke();
            if (looks)
            {
                await ((ISession)environ[EnvironKey.Session]!).LoadAsync(); // the filter's
            }
            return Answer;
        });
        return seen;
    }
}
