// SPDX-License-Identifier: MIT
using Composer.Wsgi;

namespace Composer.Middleware;

/// <summary>What a shared cache may keep (RFC 9111 §3), and how long it is fresh. Nothing is guessed: without a word of the app, only <c>default_ttl</c> keeps a page.</summary>
/// <param name="defaultLifetime">How long pages are fresh whose app does not say.</param>
internal sealed class StorageRules(TimeSpan defaultLifetime)
{
    private static readonly HashSet<int> Statuses = [200, 203, 204, 300, 301, 302, 307, 308, 404, 405, 410, 414, 451, 501];

    private static readonly HashSet<int> StatusesForDefault = [200, 203, 300, 301, 308, 404, 410];

    /// <summary>How long an answer is fresh, zero when it has to be asked for each time; null when it may not be kept, or is not worth it.</summary>
    public TimeSpan? LifetimeOf(CacheRequest request, Response response, DateTimeOffset now)
    {
        var headers = response.Headers;
        var control = CacheControl.Parse(headers.GetJoined("Cache-Control"));
        if (control.NoStore || control.Private || !Statuses.Contains(response.StatusCode)
            || headers.Contains("Set-Cookie") || headers.Contains("Content-Range") || CacheVariant.NamesOf(headers.GetJoined("Vary")).Contains("*")
            || (request.IsAuthenticated && !control.AllowsForAuthenticated))
        {
            return null;
        }
        var lifetime = control.NoCache ? TimeSpan.Zero : CachedResponse.LifetimeOf(headers, control, now) ?? DefaultFor(request, response);
        if (lifetime is null || lifetime > CachedResponse.AgeOf(headers, now))
        {
            return lifetime;
        }
        // Only an entity tag tells for sure that a page is the same for somebody else.
        return headers.Contains("ETag") && !request.HasCookie ? lifetime : null;
    }

    // A page made for a visitor often does not say so.
    private TimeSpan? DefaultFor(CacheRequest request, Response response) =>
        defaultLifetime > TimeSpan.Zero && StatusesForDefault.Contains(response.StatusCode) && !request.HasCookie && !request.IsAuthenticated ? defaultLifetime : null;
}
