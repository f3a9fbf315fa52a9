// SPDX-License-Identifier: MIT
using Composer.Wsgi;

namespace Composer.Middleware;

/// <summary>Shows the sessions of a filter to Python code that was written for Beaker. A site without Python has none of this.</summary>
/// <param name="options">The filter's settings.</param>
/// <param name="setup">What was made of them.</param>
/// <param name="section">The filter's section.</param>
/// <param name="python">The way to Python, if there is one.</param>
internal sealed class BeakerSessions(SessionOptions options, SessionSetup setup, string section, IPythonCode? python)
{
    private const string Shim = "wsgi_composer.shim.";

    private static readonly EnvironKey GetSession = EnvironKey.Of("beaker.get_session");
    private static readonly EnvironKey Cache = EnvironKey.Of("beaker.cache");
    private static readonly EnvironKey Factory = EnvironKey.Of("paste.session.factory");
    private static readonly EnvironKey Flup = EnvironKey.Of("paste.flup_session_service");
    private static readonly EnvironKey Registry = EnvironKey.Of("paste.registry");
    private static readonly EnvironKey Testing = EnvironKey.Of("paste.testing_variables");

    private IReadOnlyList<object?>? _settings;
    private IReadOnlyList<object?> _atHand = [];
    private object? _opener;
    private object? _cache;

    /// <summary>The key of the environ under which apps look for the session.</summary>
    public EnvironKey Key { get; } = EnvironKey.Of(options.EnvironKey);

    /// <summary>The filter's settings.</summary>
    public SessionOptions Options => options;

    /// <summary>What was made of the settings.</summary>
    public SessionSetup Setup => setup;

    /// <summary>Has a session hand over what was changed in it after <c>save()</c>.</summary>
    public IPythonCallable? Flush { get; private set; }

    /// <summary>Makes what is the same for all requests, if Python runs.</summary>
    public void Start()
    {
        if (python is not { IsRunning: true })
        {
            return;
        }
        _settings = [Settings(python, setup.Keeper.IsAtHand)];
        _atHand = [Settings(python, true)];
        _opener = python.Call(Shim + "session:opener", (PythonFunction)OpenAsync, _settings[0]);
        _cache = python.Call(Shim + "cache:LazyCache");
        Flush = python.Function(Shim + "session:flush");
        if (setup.Keeper is IdKeeper keeper)
        {
            python.Call(Shim + "stores:offer", section, (PythonFunction)new BeakerStore(keeper, setup.Rules).AskAsync);
        }
    }

    private object? Settings(IPythonCode python, bool isAtHand) =>
        python.Call(Shim + "session:start", setup.CookieName, (long?)setup.Rules.Timeout?.TotalSeconds, options.Auto, options.CookieDomain, options.CookiePath, isAtHand);

    /// <summary>Puts the session of a request where Python code looks for it.</summary>
    public void Publish(RequestSession session)
    {
        if (_settings is null)
        {
            return;
        }
        var environ = session.Environ;
        var hasCache = environ[Cache] is not null;
        var settings = session.IsAtHand ? _atHand : _settings;
        session.Shown = new BeakerSession(session, this);
        (session.Factory, session.Arguments) = environ[Registry] is null && options.WebtestVarname is null
            ? (Shim + "session:SessionObject", settings)
            : (Shim + "session:of_request", [.. settings, environ[Registry], hasCache ? null : _cache, environ[Testing], options.WebtestVarname]);
        environ[Key] = session;
        environ[Factory] = session;
        environ[GetSession] = _opener;
        if (options.SessionType is not null)
        {
            environ[Flup] = session;
        }
        if (!hasCache)
        {
            environ[Cache] = _cache;
        }
    }

    /// <summary>What a session that belongs to no cookie asks of C#.</summary>
    /// <param name="id">Its id; empty for a new one.</param>
    public PythonFunction Open(string id) =>
        new BeakerSession(new RequestSession(setup.Keeper, setup.Rules, new Environ()) { WantedId = id }, this).AskAsync;

    private ValueTask<object?> OpenAsync(IReadOnlyList<object?> positional, IReadOnlyDictionary<string, object?> keywords) => new(Open((string?)positional[0] ?? ""));
}
