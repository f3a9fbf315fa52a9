// SPDX-License-Identifier: MIT
using System.ComponentModel.DataAnnotations;
using System.Text;
using Composer.Wsgi;
using Microsoft.Extensions.Logging;

namespace Composer.Middleware;

/// <summary>Asks for a user name and a password without letting the password travel (HTTP Digest, RFC 7616: SHA-256 and MD5), and checks them against an <c>htdigest</c> file, or by a Python function.</summary>
/// <remarks>Put it outside of everything that answers only to known users, and inside of what must work for everybody: health checks, <c>cors</c>, <c>access_log</c>.</remarks>
[OutsideOf("cache", Otherwise = "the cache answers whoever asks")]
[OutsideOf("method_override", Otherwise = "the client signed another method than the one that is compared")]
[Filter("auth_digest", "auth-digest", Replaces = ["Paste#auth_digest"])]
public sealed class AuthDigest : IWsgiApp, IStartable, IIdentifier
{
    private const string Text = "a user name and a password are needed here.";

    private readonly IWsgiApp _next;
    private readonly ILogger _log;
    private readonly ReloadedFile<DigestTable>? _file;
    private readonly DigestTable? _inline;
    private readonly IPythonCallable? _function;
    private readonly DigestAlgorithm[] _algorithms;
    private readonly SecretKeys? _secrets;
    private readonly DigestNonces _nonces;
    private readonly string _realm;
    private readonly string _quotedRealm;
    private readonly string _authType;
    private readonly bool _optional;

    /// <summary>Stores and checks the settings; the file is opened by <see cref="StartAsync"/>.</summary>
    public AuthDigest(AuthDigestOptions options, IWsgiApp next, ComponentInfo info, TimeProvider clock, ILogger<AuthDigest> log)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(info);
        Check(options);
        _next = next;
        _log = log;
        _realm = NativeText.Of(options.Realm);
        _quotedRealm = Challenge.Quoted(options.Realm, nameof(options.Realm));
        _optional = options.Optional;
        _authType = options.AuthTypeCase == AuthTypeCase.Paste ? "digest" : "Digest";
        _algorithms = [.. DigestAlgorithm.All.Where(algorithm => AlgorithmsOf(options).Contains(algorithm.Name, StringComparer.OrdinalIgnoreCase))];
        _secrets = options.Secret.Count > 0 ? new SecretKeys(nameof(options.Secret), options.Secret, options.AllowWeakSecret, info, log) : null;
        _nonces = new DigestNonces(options.NonceTime, options.NonceEntries, clock, _secrets);
        _function = options.Authfunc;
        _inline = options.Users.Count > 0 ? Inline(options) : null;
        if (options.Htdigest is { } path)
        {
            var file = info.Resolve(path);
            _file = new(file, "password file", $"make it with: compose passwd --digest '{options.Realm}' {file} USER", DigestTable.Parse, clock, log);
        }
    }

    string IIdentifier.Name => "auth_digest";

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancel)
    {
        _secrets?.Load();
        _file?.Load();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async ValueTask<Response> InvokeAsync(Environ environ)
    {
        Identifiers.Add(environ, this);
        if (environ.RemoteUser is { Length: > 0 })
        {
            return await _next.InvokeAsync(environ);
        }
        var stale = false;
        if (environ.GetText(EnvironKey.HttpAuthorization) is { } header && AuthParameters.After("Digest", header) is not null)
        {
            if (DigestCredentials.Parse(header) is { } credentials && IsFor(environ, credentials) && await IsProvedAsync(environ, credentials))
            {
                if (_nonces.TryUse(credentials.Nonce, credentials.ClientNonce, credentials.CountNumber))
                {
                    environ.RemoteUser = credentials.User;
                    environ[EnvironKey.AuthType] = _authType;
                    return await _next.InvokeAsync(environ);
                }
                stale = true;
            }
            AuthLog.Refused(_log, "Digest", stale ? "the nonce is used up" : "wrong", environ);
        }
        return _optional ? await Challenge.PassAsync(_next, environ, () => Challenges(stale)) : Challenge.Ask(Text, Challenges(stale));
    }

    async ValueTask<string?> IIdentifier.VerifyAsync(Environ environ, string user, string password)
    {
        var name = NativeText.Of(user);
        foreach (var algorithm in _algorithms)
        {
            if (await SecretAsync(environ, name, algorithm) is { } secret && algorithm.IsSecretOf(secret, name, _realm, Encoding.UTF8.GetBytes(password)))
            {
                return name;
            }
        }
        return null;
    }

    Response? IIdentifier.Challenge(Environ environ) => Challenge.Ask(Text, Challenges(stale: false));

    private bool IsFor(Environ environ, DigestCredentials credentials) =>
        credentials.Realm == _realm && _algorithms.Contains(credentials.Algorithm) && credentials.Uri == UrlPath.SentTargetOf(environ);

    private async ValueTask<bool> IsProvedAsync(Environ environ, DigestCredentials credentials)
    {
        var secret = await SecretAsync(environ, credentials.User, credentials.Algorithm);
        // An unknown user costs as much as a known one.
        var proves = credentials.Proves(secret ?? new string('0', credentials.Algorithm.Digits), environ.RequestMethod, _nonces.FirstClientNonce(credentials.Nonce));
        return proves && secret is not null;
    }

    private async ValueTask<string?> SecretAsync(Environ environ, string user, DigestAlgorithm algorithm)
    {
        if ((_file?.Table ?? _inline) is { } table)
        {
            return table.Find(user, _realm, algorithm);
        }
        var answer = await _function!.CallAsync(environ, NativeText.Read(_realm), NativeText.Read(user)); // the constructor demands one of the three
        return answer is string digest && digest.Length == algorithm.Digits ? digest.ToLowerInvariant() : null;
    }

    // A client takes the first one it knows: one whose digest some users do not have would lock those out.
    private IEnumerable<string> Challenges(bool stale)
    {
        var table = _file?.Table ?? _inline;
        var covered = _algorithms.Where(algorithm => table?.Covers(_realm, algorithm) != false).ToArray();
        var tail = stale ? ", stale=true" : "";
        return (covered.Length > 0 ? covered : _algorithms).Select(algorithm =>
            $"Digest realm={_quotedRealm}, qop=\"auth\", algorithm={algorithm.Name}, nonce=\"{_nonces.Next()}\", charset=UTF-8{tail}");
    }

    // Paste's function knows MD5 only.
    private static IReadOnlyList<string> AlgorithmsOf(AuthDigestOptions options) => options.Algorithms.Count > 0
        ? options.Algorithms
        : options.Authfunc is null ? ["SHA-256", "MD5"] : ["MD5"];

    private static DigestTable Inline(AuthDigestOptions options)
    {
        var table = new DigestTable();
        foreach (var (user, secret) in options.Users.Select(SplitUser))
        {
            if (DigestTable.IsDigest(secret))
            {
                table.Add(user, NativeText.Of(options.Realm), secret);
                continue;
            }
            if (!options.AllowPlain)
            {
                throw BadSetting.Of(nameof(options.Users), "an entry of users holds no digest; make it with: compose passwd --digest REALM - USER, or set allow_plain = true");
            }
            var realm = NativeText.Of(options.Realm);
            foreach (var algorithm in DigestAlgorithm.All)
            {
                table.Add(user, realm, algorithm.Secret(user, realm, Encoding.UTF8.GetBytes(secret)));
            }
        }
        return table;
    }

    private static (string User, string Secret) SplitUser(string entry)
    {
        var colon = entry.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 ? (NativeText.Of(entry[..colon]), entry[(colon + 1)..]) : throw BadSetting.Of(nameof(AuthDigestOptions.Users), "an entry of users is not of the form name:digest");
    }

    private static void Check(AuthDigestOptions options)
    {
        if (options.Htdigest is not null && options.Realm.Contains(':', StringComparison.Ordinal))
        {
            throw BadSetting.Of(nameof(AuthDigestOptions.Realm), $"realm = {options.Realm} has a colon, which no file of digests can hold");
        }
        var sources = (options.Htdigest is null ? 0 : 1) + (options.Users.Count == 0 ? 0 : 1) + (options.Authfunc is null ? 0 : 1);
        if (sources != 1)
        {
            throw new ArgumentException("auth_digest needs to know who may log in: set exactly one of htdigest = PATH (made with compose passwd --digest REALM PATH USER), users = NAME:DIGEST … and authfunc = MODULE:FUNCTION");
        }
    }
}

/// <summary>Settings of the <c>auth_digest</c> filter.</summary>
public sealed record AuthDigestOptions
{
    /// <summary>What the browser shows when it asks. It is part of every digest: with another realm all passwords must be set anew.</summary>
    public string Realm { get; init; } = "Restricted";

    /// <summary>File of <c>user:realm:digest</c> lines as Apache's <c>htdigest</c> and <c>compose passwd --digest</c> write them; read again when it changes.</summary>
    /// <example>staff.htdigest</example>
    [Setting("passwords", "passwd_file", "password_file")]
    public string? Htdigest { get; init; }

    /// <summary>Users in the config itself, each <c>name:digest</c>; instead of a file.</summary>
    [Setting(Secret = true)]
    public IReadOnlyList<string> Users { get; init; } = [];

    /// <summary>Takes what is no digest in <c>users</c> for a password in the clear; for trials only.</summary>
    public bool AllowPlain { get; init; }

    /// <summary>What is offered, always the strongest first; the default is <c>SHA-256 MD5</c>, and <c>MD5</c> for a function. What some users have no digest for is left out.</summary>
    [AllowedValues("SHA-256", "SHA-256-sess", "MD5", "MD5-sess")]
    public IReadOnlyList<string> Algorithms { get; init; } = [];

    /// <summary>Identifies who brings good credentials, and lets everybody else pass as nobody.</summary>
    public bool Optional { get; init; }

    /// <summary>How <c>AUTH_TYPE</c> is written: <c>cgi</c> is <c>Digest</c>, <c>paste</c> is <c>digest</c> as Paste wrote it.</summary>
    public AuthTypeCase AuthTypeCase { get; init; }

    /// <summary>How long a client may go on with one challenge before it gets a new one, without asking the user again.</summary>
    public TimeSpan NonceTime { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Signs the challenges, so that processes and machines that share it take each other's: <c>file:PATH</c>, <c>env:NAME</c> or the secret itself; several, one a line, to replace one. Without one each process has a key of its own.</summary>
    /// <example>file:digest.key</example>
    [Setting(Secret = true, Lines = true, Global = true)]
    public IReadOnlyList<string> Secret { get; init; } = [];

    /// <summary>Takes a secret that can be guessed; for trials only.</summary>
    public bool AllowWeakSecret { get; init; }

    /// <summary>Of how many challenges in use is remembered which requests were made with them.</summary>
    [Range(2, 1_000_000)]
    public int NonceEntries { get; init; } = 10_000;

    /// <summary>A Python function <c>module:function</c>, called with environ, realm and user name; it returns the digest of <c>user:realm:password</c>, or None. Instead of a file.</summary>
    public IPythonCallable? Authfunc { get; init; }
}
