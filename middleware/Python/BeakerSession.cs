// SPDX-License-Identifier: MIT
using System.Text;
using Composer.Wsgi;

namespace Composer.Middleware;

/// <summary>The session of a request as Python code sees it: <c>wsgi_composer.shim.session</c> has a dict of its own, and asks here for what is in it, and to keep what changed.</summary>
/// <param name="session">The session.</param>
/// <param name="sessions">The filter's.</param>
internal sealed class BeakerSession(RequestSession session, BeakerSessions sessions)
{
    // Python may keep its object for longer; it must not keep the request.
    private RequestSession? _session = session;
    private bool _isOurs;

    /// <summary>Whether C# changed the session since Python looked.</summary>
    public bool IsStale { get; private set; }

    /// <summary>The request is over.</summary>
    public void End() => _session = null;

    /// <summary>Answers what Python asks: a word, and what belongs to it.</summary>
    public ValueTask<object?> AskAsync(IReadOnlyList<object?> positional, IReadOnlyDictionary<string, object?> keywords)
    {
        var session = _session ?? throw new InvalidOperationException("the session belongs to a request that is over; environ['beaker.get_session'](session.id) is for threads that go on");
        var question = (string?)positional[0];
        _isOurs = true;
        try
        {
            switch (question)
            {
                case "load":
                    var loading = session.LoadAsync(sessions.Setup.Keeper.IsAtHand ? default : session.Environ.Aborted);
                    return loading.IsCompletedSuccessfully ? new(Show(session)) : LoadAsync(session, loading);
                case "put":
                    Put(session, positional);
                    return default;
                case "set":
                    Set(session, positional);
                    return default;
            }
        }
        finally
        {
            _isOurs = false;
        }
        return AnswerAsync(session, question, positional);
    }

    private async ValueTask<object?> LoadAsync(RequestSession session, ValueTask loading)
    {
        await loading;
        return Show(session);
    }

    private async ValueTask<object?> AnswerAsync(RequestSession session, string? question, IReadOnlyList<object?> positional)
    {
        _isOurs = true;
        try
        {
            return await ChangeAsync(session, question, positional);
        }
        finally
        {
            _isOurs = false;
        }
    }

    private async ValueTask<object?> ChangeAsync(RequestSession session, string? question, IReadOnlyList<object?> positional)
    {
        switch (question)
        {
            case "state":
                return State(session);
            case "watch":
                var shown = positional[1];
                session.Flush = async () => await sessions.Flush!.CallAloneAsync(session.Environ, shown); // Python runs: it asks
                return null;
            case "delete":
                session.Delete();
                return State(session);
            case "invalidate":
                session.Invalidate();
                return State(session);
            case "regenerate":
                session.Regenerate();
                return session.Id;
            case "store":
                await session.CommitAsync(isOver: true, CancellationToken.None);
                return null;
            case "lock":
                await LockAsync(session);
                return null;
            case "unlock":
                await session.ReleaseAsync();
                return null;
            case "open":
                return sessions.Open((string?)positional[1] ?? "");
            case "cookie":
                return session.Environ.GetText(EnvironKey.HttpCookie) ?? "";
            case "secret":
                return sessions.Setup.SigningSecret is { } secret ? Encoding.UTF8.GetString(secret) : null;
            default:
                throw new ArgumentException($"a session cannot answer '{question}'");
        }
    }

    // From now on Python has data of its own, which have to agree with these. What belongs to no request is nobody else's.
    private object?[] Show(RequestSession session)
    {
        if (session.WantedId is null)
        {
            session.Changed = MakeStale;
        }
        return State(session);
    }

    private void MakeStale()
    {
        if (!_isOurs && _session is { } session)
        {
            IsStale = true;
            session.Environ[sessions.Key] = session; // the bridge looks at what was set
        }
    }

    // The data as Python's own where C# can make them, and the JSON of the others.
    private object?[] State(RequestSession session)
    {
        IsStale = false;
        var record = session.Current;
        var data = new KeyValuePair<string, object?>[record.Items.Count + 4];
        Dictionary<string, object?>? texts = null;
        data[0] = new(SessionRecord.DomainKey, sessions.Options.CookieDomain);
        data[1] = new(SessionRecord.PathKey, sessions.Options.CookiePath);
        data[2] = new(SessionRecord.CreationTime, session.Began);
        var count = 3;
        foreach (var (key, json) in record.Items)
        {
            if (key is SessionRecord.CreationTime or SessionRecord.AccessedTime)
            {
                continue;
            }
            if (!SessionJson.TryDecodePlain(json.Span, out var value))
            {
                (texts ??= [])[key] = Encoding.UTF8.GetString(json.Span);
            }
            data[count++] = new(key, value);
        }
        data[count++] = new(SessionRecord.AccessedTime, session.Now);
        return [session.Id, session.IsNew, session.Used, new ArraySegment<KeyValuePair<string, object?>>(data, 0, count), texts];
    }

    // Pairs of key and value.
    private static void Put(RequestSession session, IReadOnlyList<object?> pairs)
    {
        for (var i = 1; i < pairs.Count; i += 2)
        {
            if (pairs[i] is string key and not (SessionRecord.IdKey or SessionRecord.CreationTime or SessionRecord.AccessedTime))
            {
                session.Set(key, SessionJson.Encode(pairs[i + 1]));
            }
        }
    }

    // Pairs of key and text; no text removes the key.
    private static void Set(RequestSession session, IReadOnlyList<object?> pairs)
    {
        for (var i = 1; i < pairs.Count; i += 2)
        {
            var key = (string)pairs[i]!; // the shim lets no other key pass
            if (pairs[i + 1] is string json)
            {
                session.Set(key, SessionJson.BytesOf(json));
            }
            else
            {
                session.Remove(key);
            }
        }
    }

    private async ValueTask LockAsync(RequestSession session)
    {
        if (sessions.Setup is { Keeper: IdKeeper keeper, Rules.Concurrency: not SessionConcurrency.Lock })
        {
            session.Hold(await keeper.LockAsync(session.Id, CancellationToken.None));
        }
    }
}
