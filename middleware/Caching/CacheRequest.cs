// SPDX-License-Identifier: MIT
using Composer.Wsgi;

namespace Composer.Middleware;

/// <summary>A GET or HEAD, as the cache sees it.</summary>
internal sealed class CacheRequest
{
    /// <param name="environ">The request.</param>
    /// <param name="started">When it came, by the clock's timestamps.</param>
    public CacheRequest(Environ environ, long started)
    {
        Environ = environ;
        Started = started;
        Key = CacheVariant.KeyOf(environ);
        Conditions = RequestConditions.Of(environ);
        var control = environ.GetText(EnvironKey.HttpCacheControl);
        Control = CacheControl.Parse(control ?? (environ.GetText(EnvironKey.HttpPragma)?.Contains("no-cache", StringComparison.OrdinalIgnoreCase) == true ? "no-cache" : null));
    }

    public Environ Environ { get; }

    public string Key { get; }

    public long Started { get; }

    /// <summary>Which other requests may wait for this one. A visitor's, which often cannot be kept, must not hold up, or set free, those of everybody.</summary>
    public string FlightKey => IsAuthenticated ? "user " + Key : HasCookie ? "cookie " + Key : Key;

    /// <summary>What the client asks of the cache.</summary>
    public CacheControl Control { get; }

    public RequestConditions Conditions { get; }

    public bool IsHead => Environ.RequestMethod == "HEAD";

    /// <summary>Whether the app, or something outside, knows who asks.</summary>
    public bool IsAuthenticated => Environ.GetText(EnvironKey.HttpAuthorization) is not null || Environ.RemoteUser is { Length: > 0 };

    /// <summary>Whether the app may know by a cookie.</summary>
    public bool HasCookie => Environ.GetText(EnvironKey.HttpCookie) is not null;

    /// <summary>Whether it is for the app alone: a part of a page, a body, a condition for a change, something that must not be kept.</summary>
    public bool PassesThrough =>
        Environ.GetText(EnvironKey.HttpRange) is not null
        || Environ.ContentLength > 0
        || Environ.GetText(EnvironKey.HttpTransferEncoding) is not null
        || Environ.GetText(EnvironKey.HttpUpgrade) is not (null or "h2c")
        || Conditions.Match is not null
        || Conditions.UnmodifiedSince is not null
        || Control.NoStore;
}
