// SPDX-License-Identifier: MIT
using System.ComponentModel.DataAnnotations;
using Composer.Wsgi;
using Microsoft.Extensions.Logging;

namespace Composer.Middleware;

/// <summary>Asks for a user name and a password (HTTP Basic, RFC 7617) and checks them against an <c>htpasswd</c> file, or by a Python function.</summary>
/// <remarks>Put it outside of everything that answers only to known users, and inside of what must work for everybody: health checks, <c>cors</c>, <c>access_log</c>.</remarks>
[OutsideOf("cache", Otherwise = "the cache answers whoever asks")]
[Filter("auth_basic", "auth-basic", Replaces = ["Paste#auth_basic"])]
public sealed class AuthBasic : IWsgiApp, IStartable, IIdentifier
{
    private readonly IWsgiApp _next;
    private readonly ILogger _log;
    private readonly PasswordSource _passwords;
    private readonly string _challenge;
    private readonly string _authType;
    private readonly bool _optional;

    /// <summary>Stores and checks the settings; the file is opened by <see cref="StartAsync"/>.</summary>
    public AuthBasic(AuthBasicOptions options, IWsgiApp next, ComponentInfo info, TimeProvider clock, ILogger<AuthBasic> log)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(info);
        _next = next;
        _log = log;
        _challenge = $"Basic realm={Challenge.Quoted(options.Realm, nameof(options.Realm))}, charset=\"UTF-8\"";
        _optional = options.Optional;
        _authType = options.AuthTypeCase == AuthTypeCase.Paste ? "basic" : "Basic";
        var verified = new VerifiedCredentials(options.CacheTime, options.CacheEntries, clock);
        _passwords = new PasswordSource("auth_basic", new(options.Htpasswd, options.Users, options.AllowPlain, options.Authfunc), verified, info, clock, log);
    }

    string IIdentifier.Name => "auth_basic";

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancel)
    {
        _passwords.Start();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask<Response> InvokeAsync(Environ environ)
    {
        Identifiers.Add(environ, this);
        if (environ.RemoteUser is { Length: > 0 })
        {
            return _next.InvokeAsync(environ);
        }
        var token = BasicCredentials.TokenOf(environ.GetText(EnvironKey.HttpAuthorization));
        if (token.IsEmpty)
        {
            return Refuse(environ);
        }
        return _passwords.Remembered(token) is { } user ? Accept(environ, user) : VerifyAsync(environ, token.ToString());
    }

    ValueTask<string?> IIdentifier.VerifyAsync(Environ environ, string user, string password) => _passwords.VerifyAsync(environ, user, password);

    Response? IIdentifier.Challenge(Environ environ) => Challenge.Ask("a user name and a password are needed here.", _challenge);

    private async ValueTask<Response> VerifyAsync(Environ environ, string token)
    {
        var credentials = BasicCredentials.Parse(token);
        if (credentials is not null && await _passwords.VerifyAsync(environ, token, credentials) is { } user)
        {
            return await Accept(environ, user);
        }
        AuthLog.Refused(_log, "Basic", credentials is null ? "ill-formed" : "wrong", environ);
        return await Refuse(environ);
    }

    private ValueTask<Response> Accept(Environ environ, string user)
    {
        environ.RemoteUser = user;
        environ[EnvironKey.AuthType] = _authType;
        return _next.InvokeAsync(environ);
    }

    private ValueTask<Response> Refuse(Environ environ) => _optional
        ? Challenge.PassAsync(_next, environ, () => [_challenge])
        : new(Challenge.Ask("a user name and a password are needed here.", _challenge));
}

/// <summary>Settings of the <c>auth_basic</c> filter.</summary>
public sealed record AuthBasicOptions
{
    /// <summary>What the browser shows when it asks, and the name under which it keeps the password.</summary>
    public string Realm { get; init; } = "Restricted";

    /// <summary>File of <c>user:hash</c> lines as Apache's <c>htpasswd</c> writes it; read again when it changes.</summary>
    /// <example>staff.htpasswd</example>
    [Setting("passwords", "passwd_file", "password_file")]
    public string? Htpasswd { get; init; }

    /// <summary>Users in the config itself, each <c>name:hash</c>; instead of a file.</summary>
    [Setting(Secret = true)]
    public IReadOnlyList<string> Users { get; init; } = [];

    /// <summary>Takes what is no known hash for a password in the clear; for trials only.</summary>
    public bool AllowPlain { get; init; }

    /// <summary>Identifies who brings good credentials, and lets everybody else pass as nobody.</summary>
    public bool Optional { get; init; }

    /// <summary>How <c>AUTH_TYPE</c> is written: <c>cgi</c> is <c>Basic</c>, <c>paste</c> is <c>basic</c> as Paste wrote it.</summary>
    public AuthTypeCase AuthTypeCase { get; init; }

    /// <summary>How long right credentials are remembered before their hash is computed again; 0 computes it with every request.</summary>
    public TimeSpan CacheTime { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How many right credentials are remembered.</summary>
    [Range(1, 1_000_000)]
    public int CacheEntries { get; init; } = 1000;

    /// <summary>A Python function <c>module:function</c>, called with environ, user name and password for every request; what it takes for true may pass. Instead of a file.</summary>
    public IPythonCallable? Authfunc { get; init; }
}

/// <summary>How AUTH_TYPE is written.</summary>
public enum AuthTypeCase
{
    /// <summary>As RFC 3875 (CGI) does: "Basic".</summary>
    Cgi,

    /// <summary>As Paste does: "basic".</summary>
    Paste,
}
