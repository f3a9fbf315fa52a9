// SPDX-License-Identifier: MIT
using Composer.Middleware;
using Composer.Tests.Python;
using Composer.Wsgi;

namespace Composer.Tests.Middleware;

/// <summary>The session that Python and C# share. What Python apps see of it is compared with Beaker in test_sessions.py.</summary>
[Collection("Python")]
public sealed class BeakerSessionTests : IAsyncLifetime
{
    private readonly List<Session> _filters = [];
    private string? _cookie;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var filter in _filters)
        {
            await filter.DisposeAsync();
        }
    }

    [Fact]
    public async Task What_Python_saves_C_sharp_sees_outside()
    {
        object? outside = null;
        var app = await FilterAsync(next => new Between(next, async (environ, call) =>
        {
            var response = await call();
            outside = ((ISession)environ[EnvironKey.Session]!)["a"]; // put there by the filter
            return response;
        }));

        await SendAsync(app, "s['a'] = [1, 2.5, 'x']; s.save()");

        Assert.Equal(new List<object?> { 1L, 2.5, "x" }, outside);
    }

    [Fact]
    public async Task Both_names_of_the_session_lead_to_one_object() =>
        Assert.Equal("[True, True]", await SendAsync(await FilterAsync(next => next), "say(environ['composer.session'] is s); say(environ['paste.session.factory'] is s)"));

    [Fact]
    public async Task What_C_sharp_sets_Python_sees_below_it()
    {
        var app = await FilterAsync(next => new Between(next, async (environ, call) =>
        {
            var session = (ISession)environ[EnvironKey.Session]!; // put there by the filter
            await session.LoadAsync();
            session["user"] = "alice";
            return await call();
        }));

        Assert.Equal("['alice']", await SendAsync(app, "say(s['user'])"));
    }

    [Fact]
    public async Task What_C_sharp_changes_in_the_middle_a_Python_filter_outside_sees_when_it_goes_on()
    {
        var inner = Wsgi.App(async environ =>
        {
            var session = (ISession)environ[EnvironKey.Session]!; // put there by the filter
            await session.LoadAsync();
            Assert.Equal(1L, session["python"]);
            session["csharp"] = 2L;
            session.Remove("gone");
            return Wsgi.Answer("200 OK", Body.From("x"));
        });
        var app = await FilterAsync(next => new Switch(next, new PythonParts().Around("parts:around_session", inner)));

        await SendAsync(app, "s['gone'] = 1; s['cart'] = [1]; s.save()");
        var said = await SendAsync(app, "", path: "/switch");

        Assert.Equal("(2, 1, None, [1])", said);
        Assert.Equal("[(2, 1, None)]", await SendAsync(app, "say((s['csharp'], s['python'], s.get('gone')))"));
    }

    [Fact]
    public async Task What_is_changed_after_save_is_stored_whatever_thread_the_response_comes_by()
    {
        var app = await FilterAsync(Embedded.Waiting);

        await SendAsync(app, "s['cart'] = []; s.save(); s['cart'].append(1); s['late'] = 2");

        Assert.Equal("[([1], 2)]", await SendAsync(app, "say((s['cart'], s['late']))"));
    }

    [Fact]
    public async Task What_is_saved_while_the_body_is_read_is_stored()
    {
        var app = await FilterAsync(next => new Switch(next, PythonParts.App("session_late")));
        await SendAsync(app, "s['a'] = 1; s.save()");

        Assert.Equal("firstsecond", await SendAsync(app, "", path: "/switch"));

        Assert.Equal("[(1, [1, 2])]", await SendAsync(app, "say((s['early'], s['late']))"));
    }

    [Fact]
    public async Task Requests_at_the_same_time_lose_nothing()
    {
        var app = await FilterAsync(Embedded.Waiting);
        await SendAsync(app, "s['n'] = 0; s.save()");

        await Task.WhenAll(Enumerable.Range(0, 64).Select(i => SendAsync(app, $"s['k{i}'] = [{i}]; s.save(); s['k{i}'].append(1)")));

        Assert.Equal("[64]", await SendAsync(app, "say(sum(s.get('k%d' % i) == [i, 1] for i in range(64)))"));
    }

    [Fact]
    public async Task Without_Python_nothing_is_put_into_the_environ_for_it()
    {
        var keys = new List<string>();
        var filter = new Session(new SessionOptions { Type = "memory" }, Wsgi.App(environ =>
        {
            keys.AddRange(environ.Select(item => item.Key).Where(key => key.StartsWith("beaker", StringComparison.Ordinal)));
            return Wsgi.Answer("200 OK", Body.From("x"));
        }), new ComponentInfo("session", "/"), TimeProvider.System, new RecordingLogger(), new PythonParts { IsRunning = false });
        await filter.StartAsync(default);

        Wsgi.Get("/", filter);

        Assert.Empty(keys);
        await filter.DisposeAsync();
    }

    private async Task<Session> FilterAsync(Func<IWsgiApp, IWsgiApp> between)
    {
        var next = between(PythonParts.App("session_code"));
        var filter = new Session(new SessionOptions { Type = "memory" }, next, new ComponentInfo("session", "/"), TimeProvider.System, new RecordingLogger(), new PythonParts());
        await filter.StartAsync(default);
        _filters.Add(filter);
        return filter;
    }

    private async Task<string> SendAsync(IWsgiApp app, string code, string path = "/")
    {
        var result = await Wsgi.RequestAsync("POST", path, app, code, headers: _cookie is null ? [] : [("Cookie", _cookie)]);
        if (result.Headers["Set-Cookie"] is { } cookie)
        {
            _cookie = cookie.Split(';')[0];
        }
        return result.Text;
    }

    private sealed class Between(IWsgiApp next, Func<Environ, Func<ValueTask<Response>>, ValueTask<Response>> call) : IWsgiApp
    {
        public ValueTask<Response> InvokeAsync(Environ environ) => call(environ, () => next.InvokeAsync(environ));
    }

    private sealed class Switch(IWsgiApp one, IWsgiApp other) : IWsgiApp
    {
        public ValueTask<Response> InvokeAsync(Environ environ) => (environ.PathInfo == "/switch" ? other : one).InvokeAsync(environ);
    }
}
