// SPDX-License-Identifier: MIT
using Composer.Middleware;
using Composer.Wsgi;

namespace Composer.Tests.Middleware;

/// <summary>A session filter in front of an app that each request brings along, and a browser that keeps one cookie.</summary>
public sealed class SessionSite : IAsyncDisposable
{
    public const string CookieName = "beaker.session.id";

    private static readonly EnvironKey AppKey = EnvironKey.Of("composer.tests.app");

    private readonly Session _filter;

    private SessionSite(SessionOptions options, string directory, TimeProvider clock)
    {
        Clock = clock;
        _filter = new Session(options, Wsgi.App(environ => ((Func<Environ, ValueTask<Response>>)environ[AppKey]!)(environ)), new ComponentInfo("session", directory), clock, Log); // set by RequestAsync
    }

    public RecordingLogger Log { get; } = new();

    public TimeProvider Clock { get; }

    public ManualClock ManualClock => (ManualClock)Clock;

    /// <summary>What the browser has; null when it has nothing.</summary>
    public string? Cookie { get; set; }

    public static async Task<SessionSite> StartAsync(SessionOptions? options = null, string directory = "/", TimeProvider? clock = null)
    {
        var site = new SessionSite(options ?? new(), directory, clock ?? new ManualClock());
        await site._filter.StartAsync(default);
        return site;
    }

    /// <summary>A request whose app works with the session and answers with a text.</summary>
    public Task<Result> DoAsync(Func<ISession, object?> work, params (string Name, string Value)[] headers) => RequestAsync(async environ =>
    {
        var session = (ISession)environ[EnvironKey.Session]!; // the filter's
        await session.LoadAsync();
        return Wsgi.Answer("200 OK", Body.From(work(session)?.ToString() ?? ""));
    }, headers: headers);

    /// <summary>A request with an app of its own.</summary>
    public Task<Result> RequestAsync(Func<Environ, ValueTask<Response>> app, string scheme = "http", params (string Name, string Value)[] headers) => RequestAsync("/", app, scheme, headers);

    /// <summary>A request with an app of its own.</summary>
    public async Task<Result> RequestAsync(string path, Func<Environ, ValueTask<Response>> app, string scheme = "http", params (string Name, string Value)[] headers)
    {
        if (Cookie is not null && headers.All(header => header.Name != "Cookie"))
        {
            headers = [.. headers, ("Cookie", $"{CookieName}={Cookie}")];
        }
        var result = await Wsgi.RequestAsync("GET", path, _filter, prepare: environ =>
        {
            environ[AppKey] = app;
            environ.UrlScheme = scheme;
        }, headers: headers);
        Keep(result.Headers["Set-Cookie"]);
        return result;
    }

    public Task<object?> GetAsync(string key) => ReadAsync(session => session[key]);

    public async Task<T> ReadAsync<T>(Func<ISession, T> read)
    {
        var value = default(T);
        await DoAsync(session => value = read(session));
        return value!; // set by the app
    }

    public ValueTask<int> SweepAsync() => _filter.SweepAsync(default);

    public ValueTask DisposeAsync() => _filter.DisposeAsync();

    private void Keep(string? header)
    {
        if (header is not null)
        {
            var value = header[(header.IndexOf('=') + 1)..header.IndexOf(';')];
            Cookie = value.Length == 0 ? null : value;
        }
    }
}
