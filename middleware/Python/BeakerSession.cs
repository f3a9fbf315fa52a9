// SPDX-License-Identifier: MIT
using System.Text;
using Composer.Wsgi;

namespace Composer.Middleware;

/// <summary>The session of a request as Python code sees it: <c>wsgi_composer.shim.session</c> has a dict of its own, and asks here for what is in it, and to keep what changed.</summary>
/// <param name="session">The session.</param>
/// <param name="sessions">The filter's.</param>
/// <param name="others">What the Python object is made of, beside the function that it asks with.</param>
internal sealed class BeakerSession(RequestSession session, BeakerSessions sessions, IReadOnlyList<object?> others)
{
    // Python may keep its object for longer; it must not keep the request.
    private RequestSession? _session = session;
    private bool _isOurs;

    /// <summary>What Python's object is made of.</summary>
    public IReadOnlyList<object?> Arguments => [(PythonFunction)AskAsync, .. others];

    /// <summary>Whether C# changed the session since Python looked.</summary>
    public bool IsStale { get; private set; }

    /// <summary>The request is over.</summary>
    public void End() => _session = null;

    /// <summary>Answers what Python asks: a word, and what belongs to it.</summary>
    public async ValueTask<object?> AskAsync(IReadOnlyList<object?> positional, IReadOnlyDictionary<string, object?> keywords)
    {
        var session = _session ?? throw new InvalidOperationException("the session belongs to a request that is over");
        var question = (string?)positional[0];
        if (question == "load")
        {
            await session.LoadAsync(session.Environ.Aborted);
            Show(session);
        }
        _isOurs = true;
        try
        {
            return await AnswerAsync(session, question, positional);
        }
        finally
        {
            _isOurs = false;
        }
    }

    private async ValueTask<object?> AnswerAsync(RequestSession session, string? question, IReadOnlyList<object?> positional)
    {
        switch (question)
        {
            case "load" or "state":
                return State(session);
            case "set":
                Set(session, positional);
                return null;
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
    private void Show(RequestSession session)
    {
        if (session.WantedId is not null)
        {
            return;
        }
        session.Changed = () =>
        {
            if (!_isOurs)
            {
                IsStale = true;
                session.Environ[sessions.Key] = session; // the bridge looks at what was set
            }
        };
    }

    private List<object?> State(RequestSession session)
    {
        IsStale = false;
        var now = Seconds(sessions.Setup.Rules.Clock.GetUtcNow());
        return [session.Id, session.IsNew, session.LastAccessed is { } last ? Seconds(last) : null, Seconds(session.Created), now, session.Current.ToText()];
    }

    // Pairs of key and text; no text removes the key.
    private static void Set(RequestSession session, IReadOnlyList<object?> pairs)
    {
        for (var i = 1; i < pairs.Count; i += 2)
        {
            var key = (string)pairs[i]!; // the shim lets no other key pass
            if (pairs[i + 1] is string json)
            {
                session.Set(key, Encoding.UTF8.GetBytes(json));
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

    private static double Seconds(DateTimeOffset moment) => (moment - DateTimeOffset.UnixEpoch).TotalSeconds;
}
