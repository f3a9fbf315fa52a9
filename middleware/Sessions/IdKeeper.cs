// SPDX-License-Identifier: MIT
using Composer.Wsgi;

namespace Composer.Middleware;

/// <summary>Keeps sessions in a store; the client has only the id, signed or not.</summary>
/// <remarks>
/// Nothing is ever written blindly: a record replaces exactly the one that it was made from, else the changes are made again on what is stored now. So two requests cannot overwrite each
/// other's keys, and a session that was ended meanwhile does not come back.
/// </remarks>
internal sealed class IdKeeper(ISessionStore store, IRecordFormat format, SessionCookie cookie, SessionRules rules, StoreHealth health) : ISessionKeeper
{
    private const string MovedKey = "_moved_to";

    /// <summary>Where the records are.</summary>
    public ISessionStore Store => store;

    public bool IsAtHand => store is MemoryStore && rules.Concurrency != SessionConcurrency.Lock;

    // What is locked for nothing keeps others waiting; a file is read on the spot, and the thread that waits for sockets is not the one to do it.
    public bool FindsEarly { get; } = store is not (MemoryStore or FileStore or BeakerFileStore or SqlStore { IsFile: true }) && rules.Concurrency != SessionConcurrency.Lock;

    public string? IdOf(RequestSession session)
    {
        var id = session.WantedId ?? cookie.FindId(session.Environ);
        return id is not null && SessionId.IsWellFormed(id) ? id : null;
    }

    public async ValueTask<FoundSession?> FindAsync(RequestSession session, CancellationToken cancel)
    {
        if (session.SoughtId is not { } id)
        {
            return null;
        }
        health.CheckAnswers();
        if (await FindAsync(session, id, cancel) is { } found)
        {
            return found;
        }
        foreach (var other in session.WantedId is null ? cookie.FindIds(session.Environ).Where(other => other != id) : [])
        {
            if (await FindAsync(session, other, cancel) is { } second)
            {
                return second;
            }
        }
        return null;
    }

    public string? CookieOf(RequestSession session)
    {
        if (session.WantedId is not null)
        {
            return null;
        }
        if (session.Current.HasData)
        {
            if (session.ClientId == session.Id && !session.IsCookieStale && !cookie.IsOfOldSecret(session.Environ, session.Id))
            {
                return null;
            }
            session.ClientId = session.Id;
            return cookie.Set(session, SessionId.ToCookie(session.Id, cookie.SigningKeys?[0]));
        }
        if (session.Doomed is null && !session.WasDeleted)
        {
            return null;
        }
        session.ClientId = null;
        return cookie.Drop(session);
    }

    public async ValueTask StoreAsync(RequestSession session, bool isOver, CancellationToken cancel)
    {
        if (session.Current.HasData && session.ClientId != session.Id && !CanStillStore(session))
        {
            return;
        }
        health.CheckAnswers();
        if (!session.IsStored)
        {
            await CreateAsync(session, isOver, cancel);
        }
        else if (session.IsChanged || session.IsAccessDue)
        {
            await UpdateAsync(session, session.Found!, cancel); // IsStored says that it is there
        }
        if (isOver && session.Doomed is { } doomed)
        {
            await RetireAsync(doomed, session.IsMoved && session.IsStored ? session.Id : null, cancel);
            session.Retired();
        }
        health.Worked();
    }

    /// <summary>Stores a record, whatever is there.</summary>
    public async ValueTask WriteAsync(string id, SessionRecord record, TimeSpan? lifetime, CancellationToken cancel)
    {
        var bytes = format.Write(record);
        while (!await ReplaceAsync(id, await store.LoadAsync(id, cancel), bytes, lifetime, cancel))
        {
        }
    }

    /// <summary>Keeps others away from an id.</summary>
    /// <exception cref="HttpError">Somebody has it for too long.</exception>
    public async ValueTask<IAsyncDisposable> LockAsync(string id, CancellationToken cancel) => await store.LockAsync(id, rules.LockTimeout, cancel) ?? throw Busy();

    public async ValueTask RemoveAsync(string id, CancellationToken cancel)
    {
        await store.DeleteAsync(id, cancel);
        SessionVersions.Change(id);
    }

    public void Report(Exception error) => health.Failed(error);

    /// <summary>What is stored under an id, or null.</summary>
    public async ValueTask<FoundSession?> ReadAsync(string id, CancellationToken cancel)
    {
        ReadOnlyMemory<byte>? bytes;
        try
        {
            bytes = await store.LoadAsync(id, cancel);
        }
        catch (InvalidDataException)
        {
            return Corrupt(id);
        }
        health.Worked();
        if (bytes is not { } stored)
        {
            return null;
        }
        if (format.Read(stored) is not { } record)
        {
            return Corrupt(id);
        }
        return rules.IsOver(record) ? null : new FoundSession(id, record, stored);
    }

    private async ValueTask<FoundSession?> FindAsync(RequestSession session, string id, CancellationToken cancel)
    {
        // One that was asked for by its id belongs to no request, whose end would release it.
        if (rules.Concurrency == SessionConcurrency.Lock && session.WantedId is null)
        {
            await session.ReleaseAsync();
            session.Hold(await LockAsync(id, cancel));
        }
        var found = await ReadAsync(id, cancel);
        return HeirOf(found) is { } heir ? await ReadAsync(heir, cancel) : found;
    }

    // An app may have a key of that name, and a client's text in it.
    private static string? HeirOf(FoundSession? found) =>
        found?.Record is { Items.Count: 1 } pointer && pointer.Text(MovedKey) is { } id && SessionId.IsWellFormed(id) ? id : null;

    private FoundSession? Corrupt(string id)
    {
        health.Corrupt(id);
        return rules.InvalidatesCorrupt ? null : throw new InvalidDataException("the record of a session cannot be read");
    }

    private async ValueTask UpdateAsync(RequestSession session, FoundSession found, CancellationToken cancel)
    {
        for (var known = found; ;)
        {
            var record = rules.Concurrency == SessionConcurrency.Last ? session.Whole() : session.Merged(known.Record);
            var bytes = format.Write(record);
            if (await ReplaceAsync(known.Id, known.Bytes, bytes, rules.Lifetime, cancel))
            {
                session.Stored(new FoundSession(known.Id, record, bytes));
                return;
            }
            if (await ReadAsync(known.Id, cancel) is not { } fresh)
            {
                Warn(session, "the session was ended by another request meanwhile; what this one set in it is lost");
                session.Discard();
                return;
            }
            known = fresh;
        }
    }

    // The data of a new session, or under a new id; the old one goes last, so that there is always one.
    private async ValueTask CreateAsync(RequestSession session, bool isOver, CancellationToken cancel)
    {
        if (!session.Current.HasData)
        {
            session.Discard();
            return;
        }
        var latest = session.IsMoved && rules.Concurrency != SessionConcurrency.Last ? await ReadAsync(session.Doomed!, cancel) : null; // a session that moved has an old id
        var record = latest is null ? session.Whole() : session.Merged(latest.Record);
        var bytes = format.Write(record);
        if (!await ReplaceAsync(session.Id, null, bytes, rules.Lifetime, cancel))
        {
            throw new IOException("the store says that a session of a new id is there already");
        }
        session.Stored(new FoundSession(session.Id, record, bytes));
        session.IsProvisional = !isOver;
    }

    private async ValueTask<bool> ReplaceAsync(string id, ReadOnlyMemory<byte>? known, ReadOnlyMemory<byte> record, TimeSpan? lifetime, CancellationToken cancel)
    {
        var replaced = await store.ReplaceAsync(id, known, record, lifetime, cancel);
        SessionVersions.Change(id);
        return replaced;
    }

    private async ValueTask RetireAsync(string id, string? heir, CancellationToken cancel)
    {
        await RemoveAsync(id, cancel);
        if (heir is not null && rules.RegenerateGrace > TimeSpan.Zero)
        {
            var pointer = SessionRecord.Empty.With([new(MovedKey, SessionJson.Encode(heir))]);
            await ReplaceAsync(id, null, format.Write(pointer), rules.RegenerateGrace, cancel);
        }
    }

    // The headers are gone: the client cannot learn of a new id any more.
    private static bool CanStillStore(RequestSession session)
    {
        if (session.WantedId is not null)
        {
            return true;
        }
        if (session.Doomed is { } old && old == session.ClientId && !session.IsNew)
        {
            Warn(session, "regenerate() came after the response had begun: the session keeps its id");
            session.KeepId();
            return true;
        }
        Warn(session, "the session was begun after the response had: its cookie could not be sent, and what was set is lost");
        session.Discard();
        return false;
    }

    private static void Warn(RequestSession session, string what) => session.Environ.Errors.WriteLine($"session: {what}");

    private static HttpError Busy()
    {
        var error = new HttpError(503, "Another request of this session takes too long; please try again.");
        error.Headers.Add("Retry-After", "1");
        return error;
    }
}
