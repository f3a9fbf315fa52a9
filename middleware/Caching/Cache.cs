// SPDX-License-Identifier: MIT
using System.Collections.Concurrent;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Composer.Wsgi;
using Microsoft.Extensions.Logging;

namespace Composer.Middleware;

/// <summary>Keeps answers and sends them again, as a shared cache does (RFC 9111): what the app allows, as long as it allows.</summary>
/// <remarks>Inside of everything that decides who may see a page; outside of what makes it. Many requests for one page wait for one answer of the app.</remarks>
[InsideOf("auth_basic", "auth_digest", "auth_form", "auth_cookie", "auth_tkt", "auth_jwt", "authorize", "forward_auth", "grantip", "ip_filter", Otherwise = "the cache answers whoever asks")]
[InsideOf("session", "Beaker#beaker_session", Otherwise = "an answer that is kept has no session, and one that sets its cookie is never kept")]
[Filter("cache")]
public sealed partial class Cache : IWsgiApp, IStartable, IAsyncDisposable
{
    private static readonly TimeSpan LongestFarewell = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan PassingTime = TimeSpan.FromSeconds(30);

    private readonly CacheOptions _options;
    private readonly IWsgiApp _next;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private readonly ICacheStore _store;
    private readonly StorageRules _rules;
    private readonly AddressList _purgers;
    private readonly Flights _flights = new();
    private readonly RecentKeys _passing; // turned out not to be for keeping: for a while, requests for them do not wait for each other
    private readonly RecentKeys _forgotten;
    private readonly ConcurrentDictionary<Task, bool> _refreshing = new();

    /// <summary>Checks the settings; a directory is made by <see cref="StartAsync"/>.</summary>
    /// <exception cref="ArgumentException">A setting means nothing.</exception>
    public Cache(CacheOptions options, IWsgiApp next, ComponentInfo info, TimeProvider clock, ILogger<Cache> log)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(info);
        _options = options;
        _next = next;
        _clock = clock;
        _log = log;
        _rules = new StorageRules(options.DefaultTtl);
        _passing = new RecentKeys(clock);
        _forgotten = new RecentKeys(clock);
        _purgers = new AddressList(options.PurgeFrom, nameof(options.PurgeFrom));
        _store = (options.Store, options.Directory) switch
        {
            (CacheStoreKind.Memory, null) => new MemoryCacheStore(options.MaxSize),
            (CacheStoreKind.Memory, _) => throw BadSetting.Of(nameof(options.Directory), "directory: answers are kept in memory; write store = file to keep them there"),
            (_, null) => throw BadSetting.Of(nameof(options.Store), "store: to keep answers in files, say where: directory = PATH"),
            (_, { } directory) => new FileCacheStore(info.Resolve(directory), options.MaxSize, clock, log),
        };
        if (HeaderList.Problem(options.Name, "") is not null || !char.IsAsciiLetter(options.Name[0]))
        {
            throw BadSetting.Of(nameof(options.Name), $"name: '{options.Name}' cannot stand in a Cache-Status header; use letters, digits and dashes");
        }
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancel)
    {
        (_store as FileCacheStore)?.Start();
        return Task.CompletedTask;
    }

    /// <summary>Waits for pages that are made anew while nobody waits for them, but not for long.</summary>
    public async ValueTask DisposeAsync() =>
        await Task.WhenAll(_refreshing.Keys).WaitAsync(LongestFarewell, _clock).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    /// <inheritdoc/>
    public ValueTask<Response> InvokeAsync(Environ environ)
    {
        ArgumentNullException.ThrowIfNull(environ);
        if (environ.RequestMethod is not ("GET" or "HEAD"))
        {
            return environ.RequestMethod == "PURGE" && !_purgers.IsEmpty ? new(Purge(environ)) : ChangedAsync(environ);
        }
        var request = new CacheRequest(environ, _clock.GetTimestamp());
        return request.PassesThrough ? ForwardedAsync(environ, "fwd=bypass") : AnswerAsync(request);
    }

    private async ValueTask<Response> AnswerAsync(CacheRequest request)
    {
        var found = Find(request);
        if (found is not null && IsFresh(request, found.Head) && Served(request, found, Hit(found)) is { } hit)
        {
            return hit;
        }
        if (request.Control.OnlyIfCached)
        {
            return Marked(Response.Text(504, "504 Gateway Timeout: the page is not in the cache.\n"), "fwd=request; detail=only-if-cached");
        }
        if (found is not null && IsWanted(request, found.Head) && IsWithin(found.Head, found.Head.Control.StaleWhileRevalidate, _options.StaleWhileRevalidate) && MayRefresh(request, found)
            && Served(request, found, Hit(found)) is { } stale)
        {
            return stale;
        }
        return request.IsHead ? await ForwardedAsync(request.Environ, "fwd=uri-miss") : await FetchAsync(request, found);
    }

    // What was kept for everybody is for those that are known only where the app says so.
    private CacheHit? Find(CacheRequest request) =>
        _store.Find(request.Key, request.Environ) is { } found && (!request.IsAuthenticated || found.Head.Control.AllowsForAuthenticated) ? found : null;

    private bool IsFresh(CacheRequest request, CachedResponse head)
    {
        if (head.Control.NoCache || !IsWanted(request, head))
        {
            return false;
        }
        var left = head.Lifetime - head.Age(_clock.GetUtcNow());
        var maxStale = _options.AllowReload && !head.Control.MustRevalidate ? request.Control.MaxStale : null;
        return left > TimeSpan.Zero || -left < (maxStale ?? TimeSpan.Zero);
    }

    /// <summary>Whether the client takes what is kept, and does not ask for something newer.</summary>
    private bool IsWanted(CacheRequest request, CachedResponse head)
    {
        var (age, control) = (head.Age(_clock.GetUtcNow()), request.Control);
        return !_options.AllowReload
            || (!control.NoCache && age <= (control.MaxAge ?? TimeSpan.MaxValue) && (control.MinFresh is not { } fresh || head.Lifetime - age >= fresh));
    }

    private bool IsWithin(CachedResponse head, TimeSpan? said, TimeSpan otherwise)
    {
        var control = head.Control;
        var window = control.MustRevalidate || control.NoCache ? TimeSpan.Zero : said ?? (control.SharedMaxAge is null ? otherwise : TimeSpan.Zero);
        return head.Age(_clock.GetUtcNow()) < head.Lifetime + window;
    }

    private async ValueTask<Response> FetchAsync(CacheRequest request, CacheHit? found)
    {
        if (!_options.Collapse || _passing.Contains(request.FlightKey, PassingTime))
        {
            return await LeadAsync(request, found, null);
        }
        var flight = _flights.TryBegin(request.FlightKey);
        var isReload = _options.AllowReload && request.Control.NoCache;
        if (flight is null && !isReload)
        {
            await WaitAsync(request);
        }
        // Somebody else's answer may be there by now.
        if (!isReload && Find(request) is { } landed && IsFresh(request, landed.Head) && Served(request, landed, flight is null ? Hit(landed) + "; collapsed" : Hit(landed)) is { } hit)
        {
            flight?.Land();
            return hit;
        }
        return await LeadAsync(request, found, flight);
    }

    private async Task WaitAsync(CacheRequest request)
    {
        try
        {
            await _flights.LandedAsync(request.FlightKey, _options.CollapseWait, _clock, request.Environ.Aborted);
        }
        catch (TimeoutException)
        {
            var target = UrlPath.SentTargetOf(request.Environ);
            Log.WaitedInVain(_log, target);
        }
    }

    private async ValueTask<Response> LeadAsync(CacheRequest request, CacheHit? found, Flights.Flight? flight)
    {
        Response? response = null;
        try
        {
            response = await AskAsync(request, found);
            if (found is not null && response.StatusCode == 304)
            {
                (var news, response) = (response, null);
                if (await FreshenedAsync(request, found, news) is { } fresh)
                {
                    flight?.Land();
                    return fresh;
                }
                found = null; // its body is gone
                response = await AskAsync(request, null);
            }
            return await TakeAsync(request, found, response, flight);
        }
        catch (Exception e)
        {
            flight?.Land();
            if (response is not null)
            {
                await response.DisposeAsync();
            }
            if (e is not OperationCanceledException && response is null && OnError(request, found) is { } stale)
            {
                Log.StaleOnError(_log, e, UrlPath.SentTargetOf(request.Environ));
                return stale;
            }
            throw;
        }
    }

    /// <summary>Calls the app: for the page, or for the news that the page which is kept is still right.</summary>
    private async ValueTask<Response> AskAsync(CacheRequest request, CacheHit? found)
    {
        var environ = request.Environ;
        environ[EnvironKey.HttpIfNoneMatch] = found?.Head["ETag"];
        environ[EnvironKey.HttpIfModifiedSince] = found?.Head["Last-Modified"];
        try
        {
            return await _next.InvokeAsync(environ);
        }
        finally
        {
            environ[EnvironKey.HttpIfNoneMatch] = request.Conditions.NoneMatch;
            environ[EnvironKey.HttpIfModifiedSince] = request.Conditions.ModifiedSince;
        }
    }

    private async ValueTask<Response> TakeAsync(CacheRequest request, CacheHit? found, Response response, Flights.Flight? flight)
    {
        var reason = found is null ? "fwd=uri-miss" : IsWanted(request, found.Head) ? "fwd=stale" : "fwd=request";
        if (response.StatusCode >= 500 && OnError(request, found) is { } stale)
        {
            await response.DisposeAsync();
            flight?.Land();
            return stale;
        }
        var now = _clock.GetUtcNow();
        if (_rules.LifetimeOf(request, response, now) is { } lifetime && !(response.Body.Length > _options.MaxObjectSize))
        {
            _passing.Remove(request.FlightKey);
            await KeepAsync(request, CachedResponse.Of(request.Environ, response, lifetime, now), response, flight);
            return Conditioned(request, Marked(response, $"{reason}; stored"));
        }
        if (found is not null && response.StatusCode < 500)
        {
            _store.Remove(request.Key);
        }
        _passing.Add(request.FlightKey);
        flight?.Land();
        return Conditioned(request, Marked(response, reason));
    }

    // A body whose length is known is read at once, so that others do not wait for a slow client; the others are kept while they are sent.
    private async ValueTask KeepAsync(CacheRequest request, CachedResponse head, Response response, Flights.Flight? flight)
    {
        var (key, inner, claimed) = (request.Key, response.Body, response.Headers["Content-Length"]);
        if (inner.Length is null)
        {
            response.Body = new RecordedBody(inner, _options.MaxObjectSize, Keep);
            return;
        }
        var body = await BodyPrefix.ReadAsync(inner, _options.MaxObjectSize, request.Environ.Aborted);
        Keep(body.IsWhole ? body.Bytes : null);
        response.Body = body.Then(inner);

        void Keep(ReadOnlyMemory<byte>? whole)
        {
            if (whole is { } bytes && !_forgotten.ContainsSince(key, request.Started) && (claimed is null || claimed == bytes.Length.ToString(CultureInfo.InvariantCulture)))
            {
                _store.Put(key, head, bytes);
            }
            flight?.Land();
        }
    }

    private async ValueTask<Response?> FreshenedAsync(CacheRequest request, CacheHit found, Response news)
    {
        await using (news)
        {
            return Freshened(request, found, news);
        }
    }

    private Response? Freshened(CacheRequest request, CacheHit found, Response news)
    {
        var now = _clock.GetUtcNow();
        var head = found.Head.Freshened(news.Headers, found.Head.Lifetime, now);
        var headers = new HeaderList();
        foreach (var header in head.Headers)
        {
            headers.Add(header.Name, header.Value);
        }
        head = head with { Lifetime = head.Control.NoCache ? TimeSpan.Zero : CachedResponse.LifetimeOf(headers, head.Control, now) ?? _options.DefaultTtl };
        if (head.Control.NoStore || head.Control.Private)
        {
            _store.Remove(request.Key);
        }
        else
        {
            _store.Freshen(request.Key, found, head);
        }
        var response = Served(request, found with { Head = head }, "fwd=stale; fwd-status=304");
        foreach (var cookie in news.Headers.GetAll("Set-Cookie"))
        {
            response?.Headers.Add("Set-Cookie", cookie);
        }
        return response;
    }

    private Response? OnError(CacheRequest request, CacheHit? found) =>
        found is not null && IsWithin(found.Head, found.Head.Control.StaleIfError, _options.StaleIfError) ? Served(request, found, "fwd=stale; detail=stale-if-error") : null;

    private string Hit(CacheHit found) =>
        string.Create(CultureInfo.InvariantCulture, $"hit; ttl={(long)(found.Head.Lifetime - found.Head.Age(_clock.GetUtcNow())).TotalSeconds}");

    private Response? Served(CacheRequest request, CacheHit found, string how)
    {
        var body = request.IsHead ? Body.Empty : found.Open();
        return body is null ? null : Conditioned(request, Marked(found.Head.ToResponse(body, found.Length, _clock.GetUtcNow()), how));
    }

    private static Response Conditioned(CacheRequest request, Response response) =>
        response.StatusCode == 200 ? Conditional.Answer(response, request.Conditions) : response;

    /// <summary>Has a stale page made anew while its client gets the stale one; false when nobody could do that.</summary>
    private bool MayRefresh(CacheRequest request, CacheHit found)
    {
        if (SynchronizationContext.Current is not null)
        {
            return false; // a Python thread waits: it would be gone
        }
        if (_flights.TryBegin(request.FlightKey) is not { } flight)
        {
            return true; // under way already
        }
        var environ = request.Environ.Copy();
        environ.RequestMethod = "GET";
        environ.Input = Stream.Null;
        environ.Aborted = default;
        var refresh = Task.Run(() => RefreshAsync(new CacheRequest(environ, _clock.GetTimestamp()), found, flight));
        _refreshing[refresh] = true;
        _ = refresh.ContinueWith(done => _refreshing.TryRemove(done, out _), TaskScheduler.Default);
        return true;
    }

    private async Task RefreshAsync(CacheRequest request, CacheHit found, Flights.Flight flight)
    {
        try
        {
            await using var response = await LeadAsync(request, found, flight);
            while (!(await response.Body.ReadAsync()).IsEmpty)
            {
            }
        }
        catch (Exception e)
        {
            Log.NotRefreshed(_log, e, UrlPath.SentTargetOf(request.Environ));
        }
    }

    private async ValueTask<Response> ForwardedAsync(Environ environ, string why) => Marked(await _next.InvokeAsync(environ), why);

    // A change that succeeded makes what is kept of its URL wrong (RFC 9111 §4.4).
    private async ValueTask<Response> ChangedAsync(Environ environ)
    {
        var response = await _next.InvokeAsync(environ);
        if (environ.RequestMethod is not ("OPTIONS" or "TRACE") && response.StatusCode is >= 200 and < 400)
        {
            Forget(environ);
        }
        return Marked(response, "fwd=method");
    }

    // Those who ask for it already may get the page as it was, but it is not kept.
    private bool Forget(Environ environ)
    {
        var key = CacheVariant.KeyOf(environ);
        _forgotten.Add(key);
        return _store.Remove(key);
    }

    private Response Purge(Environ environ)
    {
        if (!_purgers.Contains(environ.GetText(EnvironKey.RemoteAddr)))
        {
            return Response.Text(403, "403 Forbidden: PURGE is not for you.\n");
        }
        return Forget(environ) ? Response.Text(200, "purged\n") : Response.Text(404, "404 Not Found: it is not in the cache.\n");
    }

    // RFC 9211: after what caches nearer to the app say.
    private Response Marked(Response response, string how)
    {
        if (_options.StatusHeader)
        {
            response.Headers.Add("Cache-Status", $"{_options.Name}; {how}");
        }
        return response;
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "{Target} failed, the page that is kept was sent instead (stale-if-error)")]
        public static partial void StaleOnError(ILogger logger, Exception failure, string target);

        [LoggerMessage(Level = LogLevel.Warning, Message = "{Target} could not be made anew (stale-while-revalidate)")]
        public static partial void NotRefreshed(ILogger logger, Exception failure, string target);

        [LoggerMessage(Level = LogLevel.Debug, Message = "{Target}: another request for it took longer than collapse_wait")]
        public static partial void WaitedInVain(ILogger logger, string target);
    }
}

/// <summary>Settings of the <c>cache</c> filter.</summary>
public sealed record CacheOptions
{
    /// <summary>Where answers are kept: in <c>memory</c>, of each process for itself, or in a <c>file</c> each, for all processes and after a restart.</summary>
    [Setting("type")]
    public CacheStoreKind Store { get; init; }

    /// <summary>The directory of the files; made when it is missing. Nothing else should be in it.</summary>
    [Setting("data_dir")]
    public string? Directory { get; init; }

    /// <summary>All answers together; what was not used longest goes first.</summary>
    [Range(1024, long.MaxValue)]
    public long MaxSize { get; init; } = 64 * 1024 * 1024;

    /// <summary>Longer answers are not kept.</summary>
    [Range(0, int.MaxValue)]
    public int MaxObjectSize { get; init; } = 1024 * 1024;

    /// <summary>How long an answer is fresh when the app does not say; 0 keeps only what the app allows. Never for requests with a cookie or a user.</summary>
    public TimeSpan DefaultTtl { get; init; } = TimeSpan.Zero;

    /// <summary>How long a stale answer may be sent while it is made anew, where the app does not say (RFC 5861).</summary>
    public TimeSpan StaleWhileRevalidate { get; init; } = TimeSpan.Zero;

    /// <summary>How long a stale answer may be sent when the app fails, where the app does not say (RFC 5861).</summary>
    public TimeSpan StaleIfError { get; init; } = TimeSpan.Zero;

    /// <summary>Lets requests for a page wait for the first one of them, instead of asking the app for each.</summary>
    public bool Collapse { get; init; } = true;

    /// <summary>How long they wait before they ask themselves.</summary>
    public TimeSpan CollapseWait { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Obeys the client's <c>Cache-Control</c>: a reload asks the app. <c>false</c> keeps reloads away from it.</summary>
    public bool AllowReload { get; init; } = true;

    /// <summary>Addresses that may send <c>PURGE</c> to have a URL forgotten, as <c>127.0.0.1 10.0.0.0/8</c>; none passes the method on to the app.</summary>
    public IReadOnlyList<string> PurgeFrom { get; init; } = [];

    /// <summary>Adds <c>Cache-Status</c>, which says what happened (RFC 9211).</summary>
    public bool StatusHeader { get; init; } = true;

    /// <summary>The name of this cache in <c>Cache-Status</c>.</summary>
    public string Name { get; init; } = "composer";
}
