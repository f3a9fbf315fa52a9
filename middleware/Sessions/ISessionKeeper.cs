// SPDX-License-Identifier: MIT
namespace Composer.Middleware;

/// <summary>Where sessions are kept: in a store under an id that the client has in a cookie, or in the cookie itself.</summary>
internal interface ISessionKeeper
{
    /// <summary>Whether sessions are found without waiting, in less time than Python threads need to change places.</summary>
    bool IsAtHand { get; }

    /// <summary>Whether it pays to look for a session before somebody asks for it, if somebody will.</summary>
    bool FindsEarly { get; }

    /// <summary>The id under which the session of a request is looked for; null when it brings none that was given out here.</summary>
    string? IdOf(RequestSession session);

    /// <summary>The session that a request belongs to, or null when there is none (any more).</summary>
    ValueTask<FoundSession?> FindAsync(RequestSession session, CancellationToken cancel);

    /// <summary>The <c>Set-Cookie</c> header that has to go with the response, or null.</summary>
    string? CookieOf(RequestSession session);

    /// <summary>Stores what the request changed.</summary>
    /// <param name="session">The session.</param>
    /// <param name="isOver">False while the app may still fail.</param>
    /// <param name="cancel">Gives up.</param>
    ValueTask StoreAsync(RequestSession session, bool isOver, CancellationToken cancel);

    /// <summary>Removes a record.</summary>
    ValueTask RemoveAsync(string id, CancellationToken cancel);

    /// <summary>Says in the log that sessions cannot be had.</summary>
    void Report(Exception error);
}
