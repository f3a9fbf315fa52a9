// SPDX-License-Identifier: MIT
using System.ComponentModel.DataAnnotations;
using Composer.Wsgi;
using Microsoft.Extensions.Logging;

namespace Composer.Middleware;

/// <summary>Keeps values of the environ in a signed cookie, above all <c>REMOTE_USER</c>: what something inside found out once is there at the next request.</summary>
/// <remarks>Outside of what finds out who somebody is, so that it need not ask again.</remarks>
[OutsideOf("auth_basic", "auth_digest", "Paste#auth_basic", "Paste#auth_digest", "Paste#auth_form", Otherwise = "who logged in is asked again with the next request")]
[Filter("auth_cookie", "auth-cookie", Replaces = ["Paste#auth_cookie"])]
public sealed partial class AuthCookie : IWsgiApp, IStartable, IIdentifier
{
    private static readonly EnvironKey ScanListKey = EnvironKey.Of("paste.auth.cookie");

    private readonly AuthCookieOptions _options;
    private readonly IWsgiApp _next;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private readonly SecretKeys _keys;
    private readonly CookieAttributes _cookie;
    private readonly Lazy<KeptValues> _kept;

    /// <summary>Stores and checks the settings; secrets in files and variables are read by <see cref="StartAsync"/>.</summary>
    public AuthCookie(AuthCookieOptions options, IWsgiApp next, ComponentInfo info, TimeProvider clock, ILogger<AuthCookie> log)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _next = next;
        _clock = clock;
        _log = log;
        _keys = new SecretKeys(nameof(options.Secret), options.Secret, options.AllowWeakSecret, info, log);
        _cookie = new CookieAttributes(options.CookieName) { Path = options.Path, Domain = options.Domain, Secure = options.Secure, HttpOnly = options.Httponly, SameSite = options.SameSite };
        _kept = new(() => new KeptValues(_keys, $"auth_cookie {options.CookieName}", options.Encrypt));
        if (_cookie.Problem() is { } problem)
        {
            throw BadSetting.Of(nameof(options.CookieName), problem);
        }
    }

    private TimeSpan Lifetime => TimeSpan.FromMinutes(_options.Timeout);

    string IIdentifier.Name => "auth_cookie";

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancel)
    {
        _keys.Load();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async ValueTask<Response> InvokeAsync(Environ environ)
    {
        var scanned = new ScanList(_options.Scanlist);
        var found = CookieHeader.FindAll(environ, _cookie.Name).Select(value => _kept.Value.Read(value, _clock.GetUtcNow())).FirstOrDefault(kept => kept is not null);
        foreach (var (key, value) in found?.Values ?? [])
        {
            scanned.Append(key);
            Restore(environ, key, value);
        }
        environ[ScanListKey] = scanned;
        Identifiers.Add(environ, this);

        var response = await _next.InvokeAsync(environ);
        var values = ToKeep(environ, scanned);
        if (found is not null)
        {
            response.Headers.Append("Vary", "Cookie");
        }
        var isFresh = found is { } old && values.SequenceEqual(old.Values) && old.Expires - _clock.GetUtcNow() > Lifetime * 0.9;
        if (!isFresh && (values.Count > 0 || found is not null) && !CookieHeader.IsSet(response.Headers, _cookie.Name))
        {
            Set(environ, response, values);
        }
        return response;
    }

    // Only the user: what else was kept may be another's.
    IReadOnlyList<string> IIdentifier.Remember(Environ environ, RememberedUser user)
    {
        if (!_options.Scanlist.Contains(EnvironKey.RemoteUser.Name))
        {
            return [];
        }
        var now = _clock.GetUtcNow();
        var value = _kept.Value.Write([new(EnvironKey.RemoteUser.Name, user.Name)], now + (user.MaxAge ?? Lifetime));
        return Fits(value)
            ? [_cookie.Set(environ, value, now + user.MaxAge, now)]
            : throw new ArgumentException($"the cookie would be longer than {_options.Maxlen} bytes");
    }

    IReadOnlyList<string> IIdentifier.Forget(Environ environ) => [_cookie.Drop(environ)];

    private bool Fits(string value) => value.Length <= _options.Maxlen && _cookie.Fits(value);

    private static void Restore(Environ environ, string key, string value)
    {
        if (environ[key] is not null)
        {
            return;
        }
        environ[key] = value;
        if (key == EnvironKey.RemoteUser.Name)
        {
            environ[EnvironKey.AuthType] = "cookie";
        }
    }

    private List<KeyValuePair<string, string>> ToKeep(Environ environ, ScanList scanned)
    {
        var values = new List<KeyValuePair<string, string>>();
        foreach (var key in scanned.Keys)
        {
            if (environ[key] is string { Length: > 0 } text)
            {
                values.Add(new(key, text));
            }
            else if (environ[key] is not (null or ""))
            {
                Log.NoText(_log, key);
            }
        }
        return values;
    }

    private void Set(Environ environ, Response response, List<KeyValuePair<string, string>> values)
    {
        var line = _cookie.Drop(environ);
        if (values.Count > 0)
        {
            var value = _kept.Value.Write(values, _clock.GetUtcNow() + Lifetime);
            if (!Fits(value))
            {
                Log.TooLong(_log, _cookie.Name, value.Length, _options.Maxlen);
                return;
            }
            line = _cookie.Set(environ, value);
        }
        response.Headers.Add("Set-Cookie", line);
        response.Headers.Append("Vary", "Cookie");
        response.Headers.TryAdd("Cache-Control", "private");
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "'{Key}' of the environ is no text, and not kept in the cookie")]
        public static partial void NoText(ILogger logger, string key);

        [LoggerMessage(Level = LogLevel.Error, Message = "The cookie {Name} would have {Length} bytes where {Most} are the most; it is not sent: keep fewer values, or a session instead")]
        public static partial void TooLong(ILogger logger, string name, int length, int most);
    }
}

/// <summary>Settings of the <c>auth_cookie</c> filter.</summary>
public sealed record AuthCookieOptions
{
    /// <summary>Signs the cookie. <c>file:PATH</c>, <c>env:NAME</c> or the secret itself; several, one a line, to replace one: the first signs, all verify.</summary>
    /// <example>file:cookie.key</example>
    [Setting(Secret = true, Lines = true, Global = true)]
    public IReadOnlyList<string> Secret { get; init; } = [];

    /// <summary>Takes a short or well-known secret, as old sites have them.</summary>
    public bool AllowWeakSecret { get; init; }

    /// <summary>Name of the cookie.</summary>
    public string CookieName { get; init; } = "PASTE_AUTH_COOKIE";

    /// <summary>The keys of the environ that are kept; apps append to <c>environ['paste.auth.cookie']</c>.</summary>
    public IReadOnlyList<string> Scanlist { get; init; } = ["REMOTE_USER", "REMOTE_SESSION"];

    /// <summary>For how many minutes after the last request.</summary>
    [Range(1, 5_256_000)]
    public int Timeout { get; init; } = 30;

    /// <summary>The longest value that is sent.</summary>
    [Range(1, 4096)]
    public int Maxlen { get; init; } = 4096;

    /// <summary>Encrypts the values, so that whoever has the cookie cannot read them.</summary>
    public bool Encrypt { get; init; }

    /// <summary>Below which path the cookie is sent.</summary>
    public string Path { get; init; } = "/";

    /// <summary>To which domain and its subdomains the cookie is sent; without it to this host alone.</summary>
    public string? Domain { get; init; }

    /// <summary>Whether the cookie is sent over HTTPS only; <c>auto</c>: when it was set over HTTPS.</summary>
    public bool? Secure { get; init; }

    /// <summary>Keeps scripts of the page from reading the cookie.</summary>
    [Setting("http_only")]
    public bool Httponly { get; init; } = true;

    /// <summary>Whether requests that other sites cause carry the cookie.</summary>
    [Setting("samesite")]
    public SameSite SameSite { get; init; }
}
