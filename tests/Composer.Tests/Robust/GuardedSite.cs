// SPDX-License-Identifier: MIT
using System.Security.Cryptography;
using System.Text;
using Composer.Middleware;
using Composer.Tests.Middleware;
using Composer.Wsgi;
using Microsoft.Extensions.Logging.Abstractions;

namespace Composer.Tests.Robust;

/// <summary>Everything that believes a header stacked up: the app tells who is there, by whatever means.</summary>
internal sealed class GuardedSite : IAsyncDisposable
{
    public const string User = "anna";

    private const string Password = "one:two";
    private const string Nobody = "nobody";
    private const string Key = "n8xZk3vQ7sWm2RtY5uPa9cBd4eFg6hJi";
    private const string EncryptKey = "q1w2e3r4t5y6u7i8o9p0a1s2d3f4g5h6";

    private static readonly ComponentInfo Info = new("site", "/");
    private static readonly EnvironKey Login = EnvironKey.Of("composer.tests.login");
    private static readonly string[] SessionKeys = ["by_id", "by_value", "sealed"];

    private readonly ManualClock _clock = new();
    private readonly List<IWsgiApp> _parts = [];
    private readonly IWsgiApp _app;

    private GuardedSite()
    {
        var app = Wsgi.App(AnswerAsync);
        app = Part(new Session(new() { Type = "cookie", Key = "sealed", ValidateKey = [Key], EncryptKey = [EncryptKey] }, Keep("sealed", app), Info, _clock, NullLoggerFactory.Instance));
        app = Part(new Session(new() { Type = "cookie", Key = "by_value", ValidateKey = [Key], Compat = SessionCompat.Beaker }, Keep("by_value", app), Info, _clock, NullLoggerFactory.Instance));
        app = Part(new Session(new() { Type = "memory", Key = "by_id", Secret = [Key] }, Keep("by_id", app), Info, _clock, NullLoggerFactory.Instance));
        app = Part(new AuthTkt(new() { Secret = [Key] }, app, Info, _clock, NullLogger<AuthTkt>.Instance));
        app = Part(new AuthJwt(new() { Secret = [Key], Audience = ["site"], Optional = true }, app, Info, _clock, NullLogger<AuthJwt>.Instance));
        app = Part(new AuthDigest(new() { Users = [$"{User}:{Password}"], AllowPlain = true, Optional = true }, app, Info, _clock, NullLogger<AuthDigest>.Instance));
        app = Part(new AuthBasic(new() { Users = [$"{User}:{Sha(Password)}"], Optional = true }, app, Info, _clock, NullLogger<AuthBasic>.Instance));
        app = Part(new AuthCookie(new() { CookieName = "kept", Secret = [Key] }, app, Info, _clock, NullLogger<AuthCookie>.Instance));
        app = Part(new AuthCookie(new() { CookieName = "kept_sealed", Secret = [Key], Encrypt = true }, app, Info, _clock, NullLogger<AuthCookie>.Instance));
        _app = app;
    }

    public static async Task<GuardedSite> StartAsync()
    {
        var site = new GuardedSite();
        foreach (var part in site._parts.OfType<IStartable>())
        {
            await part.StartAsync(default);
        }
        return site;
    }

    /// <summary>A header value of each kind that is good, by the name of the header.</summary>
    public IReadOnlyList<(string Header, string Value)> Credentials()
    {
        var login = Wsgi.Request("GET", "/", _app, prepare: static environ => environ[Login] = true);
        var digest = DigestClient.Answering(ChallengesOf(login), "SHA-256", User, Password);
        return
        [
            ("Authorization", "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{User}:{Password}"))),
            ("Authorization", digest.Header()),
            ("Authorization", "Bearer " + Token()),
            .. login.Headers.GetAll("Set-Cookie").Select(cookie => ("Cookie", cookie.Split(';')[0])),
        ];
    }

    /// <summary>Whether anybody is known to the app.</summary>
    public bool Accepts(params (string Header, string Value)[] headers)
    {
        var result = Wsgi.Request("GET", "/", _app, headers: headers);
        if (result.StatusCode >= 500)
        {
            throw new InvalidOperationException($"the status is {result.Status}");
        }
        return result.Text != Nobody;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var part in _parts.OfType<IAsyncDisposable>())
        {
            await part.DisposeAsync();
        }
    }

    private static IEnumerable<string> ChallengesOf(Result result) => result.Headers.GetAll("WWW-Authenticate").Where(challenge => challenge.StartsWith("Digest ", StringComparison.Ordinal));

    // The session that is to be had here has another key further in.
    private static IWsgiApp Keep(string key, IWsgiApp next) => Wsgi.App(environ =>
    {
        environ["composer.tests." + key] = environ[EnvironKey.Session];
        return next.InvokeAsync(environ);
    });

    private static async ValueTask<Response> AnswerAsync(Environ environ)
    {
        var isLogin = environ[Login] is true;
        var found = environ.RemoteUser;
        foreach (var key in SessionKeys)
        {
            var session = (ISession)environ["composer.tests." + key]!; // Keep has put it there
            await session.LoadAsync();
            found ??= session["user"] as string;
            if (isLogin)
            {
                session["user"] = User;
            }
        }
        if (isLogin)
        {
            environ.RemoteUser = User;
            await ((PythonFunction)environ["paste.auth_tkt.set_user"]!)([User], new Dictionary<string, object?>()); // AuthTkt has put it there
            return Wsgi.Answer("401 Unauthorized", Body.From(Nobody));
        }
        return Wsgi.Answer("200 OK", Body.From(found ?? Nobody));
    }

    private IWsgiApp Part(IWsgiApp part)
    {
        _parts.Add(part);
        return part;
    }

    private string Token()
    {
        var expires = _clock.GetUtcNow().AddHours(1).ToUnixTimeSeconds();
        var signed = $"{Url("""{"alg":"HS256","typ":"JWT"}""")}.{Url($$"""{"sub":"{{User}}","aud":"site","exp":{{expires}}}""")}";
        return $"{signed}.{Url(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Key), Encoding.UTF8.GetBytes(signed)))}";
    }

    private static string Url(string text) => Url(Encoding.UTF8.GetBytes(text));

    private static string Url(byte[] bytes) => System.Buffers.Text.Base64Url.EncodeToString(bytes);

#pragma warning disable CA5350 // what htpasswd files have
    private static string Sha(string password) => "{SHA}" + Convert.ToBase64String(SHA1.HashData(Encoding.UTF8.GetBytes(password)));
#pragma warning restore CA5350
}
