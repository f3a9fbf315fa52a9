// SPDX-License-Identifier: MIT
using Composer.Wsgi;

namespace Composer.Middleware;

/// <summary>The cookie that leads to a session, or holds it.</summary>
/// <param name="attributes">How it is sent.</param>
/// <param name="lifetime">How long the browser keeps it.</param>
/// <param name="signingKeys">The secrets that sign ids; null when ids are not signed.</param>
/// <param name="clock">The time.</param>
internal sealed class SessionCookie(CookieAttributes attributes, CookieLifetime lifetime, IReadOnlyList<byte[]>? signingKeys, TimeProvider clock)
{
    private const int MostIds = 4;

    /// <summary>Its name.</summary>
    public string Name => attributes.Name;

    /// <summary>The secrets that sign ids, the newest first; null when ids are not signed.</summary>
    public IReadOnlyList<byte[]>? SigningKeys => signingKeys;

    /// <summary>The id that the client sent; null when it sent none that may have been given out here.</summary>
    public string? FindId(Environ environ)
    {
        var value = CookieHeader.Find(environ, attributes.Name);
        return value.IsEmpty ? null : SessionId.OfCookie(value, signingKeys) ?? FindIds(environ).FirstOrDefault();
    }

    /// <summary>All such ids, in the browser's order; few of them, or a client could have the store asked a thousand times.</summary>
    public IEnumerable<string> FindIds(Environ environ) => FindAll(environ).Select(value => SessionId.OfCookie(value, signingKeys)).OfType<string>().Distinct().Take(MostIds);

    /// <summary>Whether the client has an id that is signed with a secret that goes, and not yet with the one that comes.</summary>
    public bool IsOfOldSecret(Environ environ, string id) => signingKeys is { Count: > 1 } keys
        && FindAll(environ) is var values
        && values.Any(value => SessionId.OfCookie(value, keys) == id)
        && values.All(value => SessionId.OfCookie(value, [keys[0]]) != id);

    /// <summary>All that the client sent under the cookie's name.</summary>
    public IReadOnlyList<string> FindAll(Environ environ) => CookieHeader.FindAll(environ, attributes.Name);

    /// <summary>The <c>Set-Cookie</c> header for a value.</summary>
    public string Set(RequestSession session, string value)
    {
        var now = clock.GetUtcNow();
        return Of(session).Set(session.Environ, value, lifetime.From(now), now);
    }

    /// <summary>The <c>Set-Cookie</c> header that has the browser drop it.</summary>
    public string Drop(RequestSession session) => Of(session).Drop(session.Environ);

    /// <summary>Whether browsers keep a value of this length.</summary>
    public bool Fits(string value) => attributes.Fits(value);

    // An app may choose domain and path for one session.
    private CookieAttributes Of(RequestSession session)
    {
        var (domain, path) = (session.Current.Text(SessionRecord.DomainKey), session.Current.Text(SessionRecord.PathKey));
        if (domain is null && path is null)
        {
            return attributes;
        }
        var chosen = attributes with { Domain = domain ?? attributes.Domain, Path = path ?? attributes.Path };
        return chosen.Problem() is { } problem ? throw new InvalidOperationException($"the session's cookie: {problem}") : chosen;
    }
}
