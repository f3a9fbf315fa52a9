// SPDX-License-Identifier: MIT
using System.ComponentModel.DataAnnotations;
using Composer.Wsgi;
using Microsoft.Extensions.Logging;

namespace Composer.Middleware;

/// <summary>Lets those in who bring a JSON Web Token (RFC 7519) as <c>Authorization: Bearer</c>, signed with a key that the config names, and valid here and now.</summary>
/// <remarks>Put it outside of everything that answers only to known users, and inside of what must work for everybody: health checks, <c>cors</c>, <c>access_log</c>.</remarks>
[OutsideOf("cache", Otherwise = "the cache answers whoever asks")]
[Filter("auth_jwt", "auth-jwt", "jwt")]
public sealed class AuthJwt : IWsgiApp, IStartable, IAsyncDisposable, IIdentifier
{
    private const int LongestAnswer = 1 << 20;

    private static readonly EnvironKey ClaimsKey = EnvironKey.Of("composer.jwt.claims");

    private readonly AuthJwtOptions _options;
    private readonly IWsgiApp _next;
    private readonly ILogger _log;
    private readonly IJwtKeySource _keys;
    private readonly JwtRules _rules;
    private readonly HttpClient _http;
    private readonly string _challenge;

    /// <summary>Stores and checks the settings; keys are read by <see cref="StartAsync"/>.</summary>
    public AuthJwt(AuthJwtOptions options, IWsgiApp next, ComponentInfo info, TimeProvider clock, ILogger<AuthJwt> log)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(info);
        _options = options;
        _next = next;
        _log = log;
        _rules = new JwtRules(options, clock);
        _challenge = "Bearer realm=" + Challenge.Quoted(options.Realm, nameof(options.Realm));
        _http = new HttpClient(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5) }) { Timeout = options.Timeout, MaxResponseContentBufferSize = LongestAnswer };
        _keys = KeysOf(options, info, clock);
    }

    string IIdentifier.Name => "auth_jwt";

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancel) => _keys.LoadAsync(cancel);

    /// <inheritdoc/>
    public async ValueTask<Response> InvokeAsync(Environ environ)
    {
        Identifiers.Add(environ, this);
        if (environ.RemoteUser is { Length: > 0 })
        {
            return await _next.InvokeAsync(environ);
        }
        var token = AuthParameters.After("Bearer", environ.GetText(EnvironKey.HttpAuthorization));
        if (string.IsNullOrEmpty(token))
        {
            return await RefuseAsync(environ, _challenge);
        }
        if (_keys.Current is null && await _keys.RefreshAsync() is null)
        {
            throw new HttpError(503, "Nobody can be let in at the moment: the keys that tokens are verified with cannot be had.") { Headers = { { "Retry-After", "30" } } };
        }
        var problem = await AcceptAsync(environ, token);
        if (problem is null)
        {
            return await _next.InvokeAsync(environ);
        }
        AuthLog.Refused(_log, "Bearer", problem, environ);
        return await RefuseAsync(environ, $"{_challenge}, error=\"invalid_token\", error_description=\"{problem}\"");
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _http.Dispose();
        return default;
    }

    Response? IIdentifier.Challenge(Environ environ) => Ask(_challenge);

    // Why the token is refused; null when it is good, and the environ says whose it is.
    private async ValueTask<string?> AcceptAsync(Environ environ, string token)
    {
        if (JwtText.Parse(token) is not { } text || JwtAlgorithm.Find(text.Algorithm) is not { } algorithm)
        {
            return "the token is ill-formed";
        }
        var keys = _keys.Current;
        if (keys?.Knows(text.KeyId) != true)
        {
            keys = await _keys.RefreshAsync();
        }
        if (keys?.For(text.KeyId, algorithm).Any(key => key.Verifies(algorithm, text.Signed, text.Signature)) != true)
        {
            return "the token is not signed with a known key";
        }
        if (text.Claims() is not { } claims)
        {
            return "the token is ill-formed";
        }
        return _rules.ProblemOf(claims) ?? Accept(environ, claims);
    }

    private string? Accept(Environ environ, JwtClaims claims)
    {
        if (claims.Find(_options.UserClaim) is not string { Length: > 0 } user || user.Any(char.IsControl))
        {
            return "the token does not say who the user is";
        }
        environ.RemoteUser = NativeText.Of(user);
        environ[EnvironKey.AuthType] = "Bearer";
        environ[ClaimsKey] = claims.Values;
        if (_options.RolesClaim is { } claim)
        {
            UserTokens.Write(environ, [.. UserTokens.Read(environ).Union(claims.Texts(claim).Where(token => !token.Contains(',', StringComparison.Ordinal)).Select(NativeText.Of))]);
        }
        return null;
    }

    private ValueTask<Response> RefuseAsync(Environ environ, string challenge) => _options.Optional
        ? Challenge.PassAsync(_next, environ, () => [challenge])
        : new(Ask(challenge));

    private static Response Ask(string challenge) => Challenge.Ask("a bearer token is needed here.", challenge);

    private IJwtKeySource KeysOf(AuthJwtOptions options, ComponentInfo info, TimeProvider clock)
    {
        var sources = (options.Secret.Count == 0 ? 0 : 1) + (options.PublicKey is null ? 0 : 1) + (options.Jwks is null ? 0 : 1);
        if (sources != 1)
        {
            throw new ArgumentException("auth_jwt needs to know whose tokens are good: set exactly one of secret = file:jwt.key (made with 'compose secret -o jwt.key'), public_key = issuer.pem and jwks = https://…/jwks.json");
        }
        JwtAlgorithm[] allowed = [.. JwtAlgorithm.All.Where(algorithm => options.Algorithms.Contains(algorithm.Name, StringComparer.OrdinalIgnoreCase))];
        CheckAlgorithms(options, allowed);
        if (options.Secret.Count > 0)
        {
            return new SecretJwtKeys(new SecretKeys(nameof(options.Secret), options.Secret, options.AllowWeakSecret, info, _log), allowed);
        }
        if (options.PublicKey is { } pem)
        {
            return new FileJwtKeys(info.Resolve(pem), "get the issuer's public key in PEM", PemKeys.Parse, allowed, clock, _log);
        }
        var jwks = options.Jwks!; // it is one of the three
        if (Uri.TryCreate(jwks, UriKind.Absolute, out var address) && address.Scheme is "http" or "https")
        {
            return address.Scheme == "https" || address.IsLoopback
                ? new RemoteJwtKeys(address, options.RefreshTime, allowed, _http, clock, _log)
                : throw BadSetting.Of(nameof(options.Jwks), $"'{jwks}': who sits on the way could send keys of their own; write https://");
        }
        return new FileJwtKeys(info.Resolve(jwks), "get the issuer's key set (JWKS)", JwkSet.Parse, allowed, clock, _log);
    }

    // Whoever may verify with a secret may also sign with it: it goes with no other kind of key.
    private static void CheckAlgorithms(AuthJwtOptions options, JwtAlgorithm[] allowed)
    {
        var isSecret = options.Secret.Count > 0;
        var wrong = Array.Find(allowed, algorithm => (algorithm.Family == JwtAlgorithm.Families.Hmac) != isSecret && (isSecret || options.PublicKey is not null));
        if (wrong is not null)
        {
            throw BadSetting.Of(nameof(options.Algorithms), isSecret ? $"{wrong.Name} needs a public key (public_key or jwks), not a secret" : $"{wrong.Name} needs a secret, not a public key");
        }
    }
}

/// <summary>Settings of the <c>auth_jwt</c> filter.</summary>
public sealed record AuthJwtOptions
{
    /// <summary>The secret that issuer and site share, for HS256 to HS512: <c>file:PATH</c>, <c>env:NAME</c> or the secret itself; several, one a line, while one replaces the other.</summary>
    [Setting("key", Secret = true, Lines = true)]
    public IReadOnlyList<string> Secret { get; init; } = [];

    /// <summary>File with the issuer's public keys or certificates in PEM; read again when it changes.</summary>
    /// <example>issuer.pem</example>
    [Setting("pem", "public_key_file")]
    public string? PublicKey { get; init; }

    /// <summary>The issuer's key set (JWKS): an https address, or a file.</summary>
    /// <example>https://login.example.org/.well-known/jwks.json</example>
    [Setting("jwks_url", "jwks_uri", "jwks_file")]
    public string? Jwks { get; init; }

    /// <summary>Which algorithms are accepted; without it those that the key is for. There is no <c>none</c>.</summary>
    [AllowedValues("HS256", "HS384", "HS512", "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")]
    public IReadOnlyList<string> Algorithms { get; init; } = [];

    /// <summary>Who must have issued the token (<c>iss</c>); of several, one of them.</summary>
    public IReadOnlyList<string> Issuer { get; init; } = [];

    /// <summary>For whom the token must be (<c>aud</c>); of several, one of them.</summary>
    public IReadOnlyList<string> Audience { get; init; } = [];

    /// <summary>By how much clocks may differ when times (<c>exp</c>, <c>nbf</c>, <c>iat</c>) are judged.</summary>
    public TimeSpan Leeway { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Refuses tokens that never expire.</summary>
    public bool RequireExpiry { get; init; } = true;

    /// <summary>The claim that becomes <c>REMOTE_USER</c>; a dot leads into a claim: <c>user.name</c>.</summary>
    public string UserClaim { get; init; } = "sub";

    /// <summary>The claim, a list or words, that is added to <c>REMOTE_USER_TOKENS</c>: <c>groups</c>, <c>scope</c>, <c>realm_access.roles</c>.</summary>
    [Setting("tokens_claim")]
    public string? RolesClaim { get; init; }

    /// <summary>The protection space that the challenge names.</summary>
    public string Realm { get; init; } = "Restricted";

    /// <summary>Identifies who brings a good token, and lets everybody else pass as nobody.</summary>
    public bool Optional { get; init; }

    /// <summary>How old the keys of a <c>jwks</c> address may be before they are asked for again. A token with an unknown key asks too, at most twice a minute.</summary>
    public TimeSpan RefreshTime { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How long the <c>jwks</c> address may take to answer.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Takes secrets that can be guessed; for trials only.</summary>
    public bool AllowWeakSecret { get; init; }
}
