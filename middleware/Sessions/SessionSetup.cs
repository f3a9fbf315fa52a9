// SPDX-License-Identifier: MIT
using Composer.Wsgi;
using Microsoft.Extensions.Logging;

namespace Composer.Middleware;

/// <summary>Makes of the settings what a session needs: rules, cookie, store and keeper.</summary>
internal sealed partial class SessionSetup : IAsyncDisposable
{
    private readonly SessionOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private readonly SessionStoreChoice _choice;
    private readonly CookieAttributes _attributes;
    private readonly SecretKeys? _secret;
    private readonly SecretKeys? _validateKey;
    private readonly SecretKeys? _encryptKey;
    private readonly StoreHealth _health;
    private ISessionKeeper? _keeper;

    /// <exception cref="ArgumentException">A setting is wrong.</exception>
    public SessionSetup(SessionOptions options, ComponentInfo info, TimeProvider clock, ILoggerFactory logs)
    {
        _options = options;
        _clock = clock;
        _log = logs.CreateLogger<Session>();
        CheckRefused(options);
        _choice = SessionStoreChoice.Of(options, info, clock, logs);
        _attributes = AttributesOf(options);
        _secret = Keys(nameof(SessionOptions.Secret), options.Secret, info);
        _validateKey = Keys(nameof(SessionOptions.ValidateKey), options.ValidateKey, info);
        _encryptKey = Keys(nameof(SessionOptions.EncryptKey), options.EncryptKey, info);
        _health = new StoreHealth(_choice.Name, clock, _log);
        Lifetime = LifetimeOf(options);
        Rules = RulesOf(options, Store is null, clock);
        if (Store is null && _validateKey is null)
        {
            throw BadSetting.Of(nameof(SessionOptions.ValidateKey), $"type = cookie needs a validate_key that signs the cookie; {SecretStrength.RemedyOfMissing(nameof(SessionOptions.ValidateKey))}");
        }
        if (Store is not null && IsBeakers)
        {
            CheckShared(options);
        }
    }

    /// <summary>How sessions live.</summary>
    public SessionRules Rules { get; }

    /// <summary>Where records are; null when they are in cookies.</summary>
    public ISessionStore? Store => _choice.Store;

    /// <summary>What people know the store by.</summary>
    public string StoreName => _choice.Name;

    /// <summary>Where sessions are; known from the start of the filter on.</summary>
    public ISessionKeeper Keeper => _keeper ?? throw new InvalidOperationException("the session filter is not started");

    /// <summary>The cookie's name.</summary>
    public string CookieName => _attributes.Name;

    /// <summary>The secret that signs new ids, or null.</summary>
    public byte[]? SigningSecret => _secret?.All[0];

    private CookieLifetime Lifetime { get; }

    /// <summary>Reads the secrets and opens the store.</summary>
    public async Task StartAsync(CancellationToken cancel)
    {
        _secret?.Load();
        _validateKey?.Load();
        _encryptKey?.Load();
        var cookie = new SessionCookie(_attributes, Lifetime, _secret?.All, _clock);
        _keeper = Store is { } store ? new IdKeeper(store, Format(), cookie, Rules, _health) : new CookieKeeper(CookieFormats(), cookie, Rules, _log);
        try
        {
            await OpenAsync(cancel);
        }
        // A server may come up later than we do. A folder that cannot be written will not get better by itself.
        catch (Exception error) when (error is not (IOException or UnauthorizedAccessException or OperationCanceledException))
        {
            _health.Failed(error);
        }
    }

    /// <summary>Opens the store.</summary>
    public Task OpenAsync(CancellationToken cancel) => (Store as IStartable)?.StartAsync(cancel) ?? Task.CompletedTask;

    /// <summary>Closes the store.</summary>
    public ValueTask DisposeAsync() => (Store as IAsyncDisposable)?.DisposeAsync() ?? default;

    private bool IsBeakers => _options.Compat == SessionCompat.Beaker;

    private Pickled Written => IsBeakers ? _choice.Beakers : Pickled.Nothing;

    private BeakerCipher? Cipher => _encryptKey is null ? null : new(_encryptKey.All, _options.EncryptNonceBits);

    private IRecordFormat Format()
    {
        if (Cipher is not { } cipher)
        {
            return Pickles(Store is MemoryStore ? new KeptFormat() : new JsonFormat(), Written);
        }
        var own = new SealedFormat(new JsonFormat(), new SealedBytes(_encryptKey!.All, "stored session"), _clock); // the cipher is made of it
        return _options.AllowPickle && _validateKey is { } validate ? new SealedPickleFormat(own, Serialized(), cipher, validate.All, Written) : own;
    }

    private IRecordFormat Serialized() => Pickles(new ZlibJsonFormat(), _options.DataSerializer == SessionSerializer.Pickle ? Pickled.Session : Pickled.Nothing);

    private IRecordFormat Pickles(IRecordFormat own, Pickled written) => _options.AllowPickle ? new PickleFormat(own, written) : own;

    private ICookieFormat[] CookieFormats()
    {
        var validate = _validateKey!.All; // the constructor demands it for cookies
        var beaker = new BeakerCookie(validate, Cipher, Serialized());
        var own = new SealedCookie(new SealedBytes((_encryptKey ?? _validateKey).All, _attributes.Name), _clock);
        return IsBeakers ? [beaker, own] : [own, beaker];
    }

    private SecretKeys? Keys(string setting, IReadOnlyList<string> entries, ComponentInfo info) =>
        entries.Count == 0 ? null : new SecretKeys(setting, entries, _options.AllowWeakSecret, info, _log);

    private static SessionRules RulesOf(SessionOptions options, bool isCookie, TimeProvider clock)
    {
        var usual = isCookie ? TimeSpan.Zero : TimeSpan.FromDays(14); // nobody cleans up cookies; Beaker's never end
        var timeout = options.Expiration is { } minutes ? TimeSpan.FromMinutes(minutes) : options.Timeout ?? usual;
        return new SessionRules(clock)
        {
            Timeout = timeout > TimeSpan.Zero ? timeout : null,
            SavesAccessedTime = options.SaveAccessedTime,
            Concurrency = options.Concurrency,
            OnStoreFailure = options.OnStoreFailure,
            LockTimeout = options.LockTimeout,
            RegenerateGrace = options.RegenerateGrace,
            InvalidatesCorrupt = options.InvalidateCorrupt,
        };
    }

    private static CookieAttributes AttributesOf(SessionOptions options)
    {
        var attributes = new CookieAttributes(options.HostPrefix ? "__Host-" + options.Key : options.Key)
        {
            Path = options.CookiePath,
            Domain = options.CookieDomain is { Length: > 0 } domain ? domain : null,
            Secure = SecureOf(options.Secure),
            HttpOnly = options.HttpOnly,
            SameSite = options.SameSite,
        };
        return attributes.Problem() is { } problem ? throw BadSetting.Of(nameof(SessionOptions.Key), problem) : attributes;
    }

    private static bool? SecureOf(string text) => text.Trim().ToLowerInvariant() switch
    {
        "auto" or "" => null,
        "true" or "yes" or "on" or "y" or "t" or "1" => true,
        "false" or "no" or "off" or "n" or "f" or "0" => false,
        _ => throw BadSetting.Of(nameof(SessionOptions.Secure), $"secure = {text} is not auto, true or false"),
    };

    private static CookieLifetime LifetimeOf(SessionOptions options)
    {
        try
        {
            return CookieLifetime.Parse(options.CookieExpires);
        }
        catch (FormatException error)
        {
            throw BadSetting.Of(nameof(SessionOptions.CookieExpires), $"cookie_expires: {error.Message}");
        }
    }

    private void CheckShared(SessionOptions options)
    {
        if (_choice.Beakers == Pickled.Nothing)
        {
            throw BadSetting.Of(nameof(SessionOptions.Compat), "compat = beaker is for type = redis, memcached, file and cookie: Beaker finds no others of these sessions");
        }
        if (!options.AllowPickle)
        {
            throw BadSetting.Of(nameof(SessionOptions.Compat), "compat = beaker: what Beaker stores are pickles; add allow_pickle = true, which reads them as data and runs nothing");
        }
        if (_encryptKey is not null && _validateKey is null)
        {
            throw BadSetting.Of(nameof(SessionOptions.ValidateKey), "compat = beaker with an encrypt_key needs Beaker's validate_key, which goes into the encryption");
        }
    }

    private static void CheckRefused(SessionOptions options)
    {
        const string Remedy = "Beaker's Python classes do not run here; type = assembly:My.dll#My.Store names a store of yours, and 'native = false' in [composer] runs Beaker itself";
        if (options.NamespaceClass is not null)
        {
            throw BadSetting.Of(nameof(SessionOptions.NamespaceClass), $"namespace_class: {Remedy}");
        }
        if (options.SessionClass is not null)
        {
            throw BadSetting.Of(nameof(SessionOptions.SessionClass), $"session_class: {Remedy}");
        }
        if (options.Chmod is not (null or "600" or "0600"))
        {
            throw BadSetting.Of(nameof(SessionOptions.Chmod), $"chmod = {options.Chmod}: whoever reads the files of sessions can be any of its users, so only their owner does; run all processes that share them as one user, or use type = redis or sql");
        }
        if (options is { DataSerializer: SessionSerializer.Pickle, AllowPickle: false })
        {
            throw BadSetting.Of(nameof(SessionOptions.DataSerializer), "data_serializer = pickle: a pickle can run code when it is read; write json, which keeps dates, decimals, bytes, tuples and sets too. To read what Beaker wrote, add allow_pickle = true");
        }
    }
}
