// SPDX-License-Identifier: MIT
using Composer.Wsgi;
using Microsoft.Extensions.Logging;

namespace Composer.Middleware;

/// <summary>Keeps sessions in the cookie itself: no store, but what was set has to be known before the response begins, and fit.</summary>
/// <param name="formats">How cookies may be written; the first one writes.</param>
/// <param name="cookie">The cookie.</param>
/// <param name="rules">How sessions live.</param>
/// <param name="log">Takes warnings.</param>
internal sealed partial class CookieKeeper(IReadOnlyList<ICookieFormat> formats, SessionCookie cookie, SessionRules rules, ILogger log) : ISessionKeeper
{
    // Beaker's limit; browsers keep 4096 with the name.
    private const int MostLength = 4064;

    public bool IsAtHand => true;

    public bool FindsEarly => false;

    public string? IdOf(RequestSession session) => null;

    public ValueTask<FoundSession?> FindAsync(RequestSession session, CancellationToken cancel)
    {
        SessionRecord?[] records = session.WantedId is null ? [.. cookie.FindAll(session.Environ).Select(Read)] : [];
        if (records.FirstOrDefault(found => found is not null && !rules.IsOver(found)) is not { } record)
        {
            return rules.InvalidatesCorrupt || records.All(found => found is not null) ? default : throw new InvalidDataException("the session cookie cannot be read");
        }
        var id = record.Text(SessionRecord.IdKey) is { } text && SessionId.IsWellFormed(text) ? text : SessionId.New();
        return new(new FoundSession(id, record, default));
    }

    public string? CookieOf(RequestSession session)
    {
        if (!session.Current.HasData)
        {
            var isOver = session.Doomed is not null || session.WasDeleted;
            session.Discard();
            session.Retired();
            return isOver ? cookie.Drop(session) : null;
        }
        if (!session.IsChanged && session.IsStored && !session.IsAccessDue)
        {
            return null;
        }
        var record = session.Whole().With([new(SessionRecord.IdKey, SessionJson.Encode(session.Id))]);
        var value = formats[0].Write(record, rules.Clock.GetUtcNow() + rules.Lifetime);
        if (value.Length > MostLength || !cookie.Fits(value))
        {
            Log.TooLong(log, cookie.Name, value.Length);
            session.Discard();
            session.Retired();
            return null;
        }
        session.Stored(new FoundSession(session.Id, record, default));
        session.Retired();
        return cookie.Set(session, value);
    }

    public ValueTask StoreAsync(RequestSession session, bool isOver, CancellationToken cancel)
    {
        if (isOver && session.IsChanged)
        {
            session.Environ.Errors.WriteLine("session: it is kept in its cookie, which went out before; what was set since is lost");
        }
        session.Discard();
        session.Retired();
        return default;
    }

    public ValueTask RemoveAsync(string id, CancellationToken cancel) => default;

    public void Report(Exception error) => Log.Failed(log, error.Message);

    private SessionRecord? Read(string value) => formats.Select(format => format.Read(value)).FirstOrDefault(found => found is not null);

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "The session does not fit into the cookie {Name}: {Length} characters of 4064; the browser keeps its previous one. Keep less in it, or choose another type")]
        public static partial void TooLong(ILogger logger, string name, int length);

        [LoggerMessage(Level = LogLevel.Error, Message = "The session cookie cannot be read: {Problem}")]
        public static partial void Failed(ILogger logger, string problem);
    }
}
