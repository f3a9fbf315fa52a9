// SPDX-License-Identifier: MIT
using System.Globalization;
using Composer.Wsgi;
using Microsoft.Extensions.Logging;

namespace Composer.Middleware;

/// <summary>Remembers clients from one request to the next: <c>beaker.session</c> for Python, <c>composer.session</c> for C#.</summary>
/// <remarks>Put it outside of everything that looks into the session, and inside of <c>error_catcher</c>.</remarks>
[InsideOf("forwarded", "proxy_headers", "prefix", "PasteDeploy#prefix", Otherwise = "the cookie does not know that the client came over HTTPS")]
[InsideOf("error_catcher", Otherwise = "what a failed request changed is stored all the same")]
[Filter("session", "beaker_session", Replaces = ["Beaker#beaker_session", "Paste#session", "Paste#paste_session", "Paste#flup_session"])]
public sealed class Session : IWsgiApp, IStartable, IReadiness, IAsyncDisposable
{
    private readonly IWsgiApp _next;
    private readonly SessionSetup _setup;
    private readonly BeakerSessions _beaker;
    private readonly SessionHabits _habits = new();
    private readonly Sweeper _sweeper;

    /// <summary>Stores and checks the settings; the store is opened by <see cref="StartAsync"/>.</summary>
    public Session(SessionOptions options, IWsgiApp next, ComponentInfo info, TimeProvider clock, ILoggerFactory logs, IPythonCode? python = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(info);
        _next = next;
        _setup = new SessionSetup(options, info, clock, logs);
        _beaker = new BeakerSessions(options, _setup, info.Name, python);
        _sweeper = new Sweeper(options.SweepInterval, SweepAsync, clock, logs.CreateLogger<Session>());
    }

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancel)
    {
        await _setup.StartAsync(cancel);
        _beaker.Start();
        if (_setup.Store is not null)
        {
            _sweeper.Start();
        }
    }

    /// <inheritdoc/>
    public async Task CheckReadyAsync(CancellationToken cancel)
    {
        if (_setup.Store is { } store)
        {
            await store.LoadAsync(SessionId.New(), cancel);
        }
    }

    /// <inheritdoc/>
    public async ValueTask<Response> InvokeAsync(Environ environ)
    {
        var session = new RequestSession(_setup.Keeper, _setup.Rules, environ);
        environ[EnvironKey.Session] = session;
        var place = await ForeseeAsync(session);
        _beaker.Publish(session);
        Response response;
        try
        {
            response = await _next.InvokeAsync(environ);
        }
        catch
        {
            await session.EndAsync();
            ThrowFailure(session);
            throw;
        }
        Learn(place, session);
        try
        {
            ThrowFailure(session);
            await BeginAsync(session, response);
            return response;
        }
        catch
        {
            await session.EndAsync();
            await response.DisposeAsync();
            throw;
        }
    }

    /// <summary>Where the sessions are, for messages.</summary>
    public string StoreName => _setup.StoreName;

    /// <summary>Without serving anything: opens the store, removes the sessions whose time is over, and closes it. Null where they go by themselves.</summary>
    public async Task<int?> PurgeAsync(CancellationToken cancel)
    {
        if (_setup.Store is null or MemoryStore or RedisStore or MemcachedStore)
        {
            return null;
        }
        await using var setup = _setup;
        await setup.OpenAsync(cancel);
        return await SweepAsync(cancel);
    }

    /// <summary>Removes the sessions whose time is over, and says how many they were.</summary>
    internal ValueTask<int> SweepAsync(CancellationToken cancel) => _setup.Store?.SweepAsync(cancel) ?? default;

    /// <summary>Closes the store.</summary>
    public async ValueTask DisposeAsync()
    {
        await _sweeper.DisposeAsync();
        await _setup.DisposeAsync();
    }

    // A Python app that has to wait for its session costs two changes of thread. Null where there is nothing to foresee.
    private async ValueTask<int?> ForeseeAsync(RequestSession session)
    {
        if (!_setup.Keeper.FindsEarly || session.SoughtId is null)
        {
            return null;
        }
        var place = SessionHabits.PlaceOf(session.Environ);
        if (_habits.Expect(place) && !await session.FindEarlyAsync())
        {
            _habits.Forget(place);
        }
        return place;
    }

    private void Learn(int? place, RequestSession session)
    {
        if (place is { } known)
        {
            _habits.Learn(known, session.IsAccessed);
        }
    }

    // Whatever the app made of it: without its session the answer would be another person's.
    private static void ThrowFailure(RequestSession session)
    {
        if (session.Failure is { } failure)
        {
            throw failure;
        }
    }

    private static async ValueTask BeginAsync(RequestSession session, Response response)
    {
        await session.BeginResponseAsync(response);
        var isWhole = response.Body.Length is not null;
        if (isWhole || !response.AllowsBody || session.Environ.RequestMethod == "HEAD")
        {
            await session.CommitAsync(isOver: true, CancellationToken.None);
        }
        else if (session.NeedsRecordNow)
        {
            await session.CommitAsync(isOver: false, CancellationToken.None);
        }
        if (isWhole)
        {
            await session.EndAsync();
            return;
        }
        response.Body = new SessionBody(response.Body, session, LengthOf(response));
    }

    private static long? LengthOf(Response response) =>
        long.TryParse(response.Headers["Content-Length"], NumberStyles.None, CultureInfo.InvariantCulture, out var length) ? length : null;
}
