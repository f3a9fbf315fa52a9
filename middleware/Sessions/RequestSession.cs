// SPDX-License-Identifier: MIT
using Composer.Wsgi;

namespace Composer.Middleware;

/// <summary>The session of one request: what was found, and what the request changed in it. Where it is kept is the keeper's business.</summary>
internal sealed class RequestSession(ISessionKeeper keeper, SessionRules rules, Environ environ) : ISession, IPythonObject
{
    private readonly Dictionary<string, ReadOnlyMemory<byte>?> _changes = new(StringComparer.Ordinal);
    private SessionRecord _base = SessionRecord.Empty;
    private SessionRecord? _current;
    private string? _id;
    private double _now;
    private IAsyncDisposable? _lock;
    private Environ? _environ = environ;
    private (bool IsKnown, string? Id) _sought;
    private EarlyFind? _early;

    /// <summary>Called before the session is stored, and before its cookie is decided on: a view that keeps data of its own hands over what has changed.</summary>
    public Func<ValueTask>? Flush { get; set; }

    /// <summary>Called when the data or the id changed.</summary>
    public Action? Changed { get; set; }

    /// <summary>The same for Python code; null where none runs.</summary>
    public BeakerSession? Shown { get; set; }

    /// <inheritdoc/>
    public string Factory { get; set; } = "";

    /// <inheritdoc/>
    public IReadOnlyList<object?> Arguments { get; set; } = [];

    /// <summary>The session that is wanted, whatever the client's cookie says; null for the client's own.</summary>
    public string? WantedId { get; init; }

    /// <summary>The id under which the session is looked for; null when there is none.</summary>
    public string? SoughtId => (_sought = _sought.IsKnown ? _sought : (true, keeper.IdOf(this))).Id;

    /// <summary>Whether the session is found without waiting: it can be asked for while the GIL is held.</summary>
    public bool IsAtHand => keeper.IsAtHand || IsLoaded || _early is not null || SoughtId is null;

    /// <summary>The request; who keeps the session for longer does not keep that.</summary>
    public Environ Environ => _environ ?? throw new InvalidOperationException("the session belongs to a request that is over");

    /// <summary>Whether somebody looked into the session at all.</summary>
    public bool IsAccessed { get; private set; }

    /// <summary>Whether it was read.</summary>
    public bool IsLoaded { get; private set; }

    /// <summary>The store could not be reached, and the rules want an empty session instead of an error: nothing of it is kept, and the client's cookie stays.</summary>
    public bool IsDetached { get; private set; }

    /// <summary>The store could not be reached, and that is the answer.</summary>
    public HttpError? Failure { get; private set; }

    /// <inheritdoc/>
    public bool IsNew { get; private set; }

    /// <summary>Whether <see cref="Invalidate"/> was called.</summary>
    public bool WasInvalidated { get; private set; }

    /// <summary>Whether <see cref="Delete"/> was called, and nothing was set since.</summary>
    public bool WasDeleted { get; private set; }

    /// <summary>Whether the cookie is to be sent again although the id is the same.</summary>
    public bool IsCookieStale { get; private set; }

    /// <summary>What was found, or stored last; null for a new session.</summary>
    public FoundSession? Found { get; private set; }

    /// <summary>The id whose record has to go, because the data moved to another one or are no more.</summary>
    public string? Doomed { get; private set; }

    /// <summary>The id that the client has, or gets with this response; null when it has none.</summary>
    public string? ClientId { get; set; }

    /// <summary>Whether the data only moved to another id.</summary>
    public bool IsMoved { get; private set; }

    /// <summary>Whether the record was stored before the response was over, and goes again should that fail.</summary>
    public bool IsProvisional { get; set; }

    /// <summary>Whether keys were set or removed.</summary>
    public bool IsChanged => _changes.Count > 0;

    /// <summary>Whether the record of this very id is known.</summary>
    public bool IsStored => Found is { } found && found.Id == Id;

    /// <summary>Whether the time of the access has to be stored; once in a twentieth of the timeout is often enough.</summary>
    public bool IsAccessDue => rules.SavesAccessedTime && Found is not null && _now - (Found.Record.Accessed ?? 0) >= rules.AccessGrain.TotalSeconds;

    /// <summary>Whether the client learns an id that it may use before this response is over.</summary>
    public bool NeedsRecordNow => IsLoaded && !IsDetached && !IsStored && ClientId == Id && Current.HasData;

    /// <summary>The data as this request sees them.</summary>
    public SessionRecord Current => _current ??= Loaded._changes.Count == 0 ? _base : _base.With(_changes);

    /// <inheritdoc/>
    public string Id => Loaded._id ??= SessionId.New();

    /// <summary>When it was asked for, in seconds since 1970.</summary>
    public double Now => _now;

    /// <summary>When it was used before, or null.</summary>
    public double? Used => Loaded.Found?.Record.Accessed;

    /// <summary>When it began.</summary>
    public double Began => Current.Began ?? _now;

    /// <inheritdoc/>
    public DateTimeOffset Created => Moment(Began);

    /// <inheritdoc/>
    public DateTimeOffset? LastAccessed => Used is { } seconds ? Moment(seconds) : null;

    /// <inheritdoc/>
    public IReadOnlyCollection<string> Keys => [.. Current.Items.Select(item => item.Key).Where(key => !SessionRecord.IsReserved(key))];

    PythonFunction? IPythonObject.Answers => Shown is { } shown ? shown.AskAsync : throw new InvalidOperationException("Python began to run after the sessions");

    bool IPythonObject.IsStale => Shown is { IsStale: true };

    private RequestSession Loaded => IsLoaded ? this : throw new InvalidOperationException("the session is not loaded yet: await session.LoadAsync() first");

    /// <inheritdoc/>
    public object? this[string key]
    {
        get => Find(key) is { } json ? SessionJson.Decode(json) : null;
        set => Set(key, Encoded(key, value));
    }

    /// <inheritdoc/>
    public ValueTask LoadAsync(CancellationToken cancel = default) => IsLoaded ? default : FindAsync(cancel);

    /// <summary>Sets the JSON text of a key.</summary>
    /// <exception cref="ArgumentException">It could not be read again.</exception>
    public void Set(string key, ReadOnlyMemory<byte> json)
    {
        if (Find(key) is { } before && before.Span.SequenceEqual(json.Span))
        {
            return;
        }
        if (SessionJson.IsTooDeep(json.Span))
        {
            throw new ArgumentException($"session['{key}']: lists or dicts so deep in each other cannot be stored");
        }
        Change(key, json);
        IsCookieStale |= key is SessionRecord.DomainKey or SessionRecord.PathKey;
    }

    /// <inheritdoc/>
    public bool Remove(string key)
    {
        var was = Find(key) is not null;
        if (was)
        {
            Change(key, null);
        }
        return was;
    }

    /// <inheritdoc/>
    public void Regenerate()
    {
        IsMoved = Loaded.Found is not null;
        Doomed ??= Found?.Id;
        _id = null;
        Changed?.Invoke();
    }

    /// <inheritdoc/>
    public void Invalidate()
    {
        End();
        WasInvalidated = true;
    }

    /// <inheritdoc/>
    public void Delete()
    {
        End();
        WasDeleted = true;
    }

    /// <summary>What is to be stored: the changes of this request on top of what is there now.</summary>
    public SessionRecord Merged(SessionRecord stored) => stored.With(_changes, _now);

    /// <summary>What is to be stored, whatever is there now.</summary>
    public SessionRecord Whole() => Merged(_base);

    /// <summary>Takes note that everything is stored.</summary>
    public void Stored(FoundSession found)
    {
        (Found, _base, _current, _id) = (found, found.Record, null, found.Id);
        _changes.Clear();
    }

    /// <summary>Takes note that the old id's record is gone.</summary>
    public void Retired() => (Doomed, IsMoved) = (null, false);

    /// <summary>Takes back <see cref="Regenerate"/>: the client cannot learn the new id.</summary>
    public void KeepId() => (_id, Doomed, IsMoved) = (Doomed, null, false);

    /// <summary>Decides what goes with the response's headers.</summary>
    public async ValueTask BeginResponseAsync(Response response)
    {
        await FlushAsync();
        if (!IsAccessed)
        {
            return;
        }
        response.Headers.Append("Vary", "Cookie");
        if (IsLoaded && !IsDetached && keeper.CookieOf(this) is { } cookie)
        {
            response.Headers.Add("Set-Cookie", cookie);
            response.Headers.TryAdd("Cache-Control", "private");
        }
    }

    /// <summary>Stores what there is to store; may be called again when there is more.</summary>
    /// <param name="isOver">False while the app may still fail: an id that is given up keeps its record until then.</param>
    /// <param name="cancel">Gives up.</param>
    public async ValueTask CommitAsync(bool isOver, CancellationToken cancel)
    {
        await FlushAsync();
        if (!IsLoaded || IsDetached || (!IsChanged && Doomed is null && !IsAccessDue))
        {
            return;
        }
        try
        {
            await keeper.StoreAsync(this, isOver, cancel);
        }
        catch (Exception error) when (error is not (OperationCanceledException or HttpError))
        {
            Fail(error);
        }
    }

    /// <summary>Undoes what was stored too early: the app failed after all.</summary>
    public async ValueTask TakeBackAsync()
    {
        if (IsProvisional)
        {
            await keeper.RemoveAsync(Id, CancellationToken.None);
        }
    }

    /// <summary>Forgets what was changed: it cannot be kept.</summary>
    public void Discard()
    {
        _changes.Clear();
        _current = null;
    }

    /// <summary>Takes over a lock, which is kept until the response ends.</summary>
    public void Hold(IAsyncDisposable held) => _lock = held;

    /// <summary>The response is over.</summary>
    public ValueTask EndAsync()
    {
        Shown?.End();
        (Flush, Changed, _environ) = (null, null, null);
        return ReleaseAsync();
    }

    /// <summary>Lets others have the session.</summary>
    public ValueTask ReleaseAsync()
    {
        var held = _lock;
        _lock = null;
        return held?.DisposeAsync() ?? default;
    }

    /// <summary>Looks before anybody asks: whoever does then need not wait. To the session nothing happens.</summary>
    /// <returns>False when that failed.</returns>
    public ValueTask<bool> FindEarlyAsync()
    {
        _early = new EarlyFind(SoughtId!, rules.Clock); // who brings no id is not looked for
        return _early.LookAsync(keeper, this);
    }

    private async ValueTask FindAsync(CancellationToken cancel)
    {
        IsAccessed = true;
        _now = Seconds(rules.Clock.GetUtcNow());
        try
        {
            await TakeAsync(cancel);
        }
        catch (Exception error) when (error is not (OperationCanceledException or HttpError or InvalidDataException))
        {
            Fail(error);
        }
        IsLoaded = true;
    }

    private async ValueTask TakeAsync(CancellationToken cancel)
    {
        Found = _early?.Fresh is { } early ? await early : await keeper.FindAsync(this, cancel);
        IsNew = Found is null;
        if (Found is null)
        {
            return;
        }
        (_base, _id, ClientId) = (Found.Record, Found.Id, Found.Id);
    }

    private void Fail(Exception error)
    {
        keeper.Report(error);
        if (rules.OnStoreFailure == OnStoreFailure.Error)
        {
            Failure = new HttpError(503, "The session store cannot be reached; please try again."); // the keeper told the log why
            Failure.Headers.Add("Retry-After", "5");
            throw Failure;
        }
        (IsDetached, IsNew) = (true, Found is null);
    }

    private void End()
    {
        Doomed ??= Loaded.Found?.Id;
        (_id, _base, _current, IsNew, IsMoved) = (null, SessionRecord.Empty, null, true, false);
        _changes.Clear();
        Changed?.Invoke();
    }

    private void Change(string key, ReadOnlyMemory<byte>? json)
    {
        _changes[key] = json;
        _current = null;
        WasDeleted &= SessionRecord.IsReserved(key);
        Changed?.Invoke();
    }

    private static byte[] Encoded(string key, object? value)
    {
        try
        {
            return SessionJson.Encode(value);
        }
        catch (ArgumentException error)
        {
            throw new ArgumentException($"session['{key}']: {error.Message}", nameof(value));
        }
    }

    private ReadOnlyMemory<byte>? Find(string key) => Loaded._changes.TryGetValue(key, out var json) ? json : _base.Find(key);

    private ValueTask FlushAsync() => Flush?.Invoke() ?? default;

    private static DateTimeOffset Moment(double seconds) => DateTimeOffset.UnixEpoch.AddSeconds(seconds);

    private static double Seconds(DateTimeOffset moment) => (moment - DateTimeOffset.UnixEpoch).TotalSeconds;
}
