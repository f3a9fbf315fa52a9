// SPDX-License-Identifier: MIT
using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Composer.Wsgi;

namespace Composer.Middleware;

/// <summary>Makes sure that a login form was sent by the page that this site showed to the same browser: a signed token in the form and in a cookie.</summary>
internal sealed class LoginToken
{
    private const int NonceBytes = 16;
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(12);

    private readonly SecretKeys _secrets;
    private readonly CookieAttributes _cookie;
    private readonly TimeProvider _clock;
    private byte[][]? _keys;

    /// <param name="secrets">The secrets of the tickets; the token's own keys are derived from them.</param>
    /// <param name="cookie">The cookie.</param>
    /// <param name="clock">The time.</param>
    public LoginToken(SecretKeys secrets, CookieAttributes cookie, TimeProvider clock)
    {
        _secrets = secrets;
        _cookie = cookie;
        _clock = clock;
    }

    private byte[][] Keys => _keys ??= [.. _secrets.All.Select(secret => HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, 32, info: "composer login token"u8.ToArray()))];

    /// <summary>The token that a request's browser has, or null.</summary>
    public string? Of(Environ environ) => CookieHeader.FindAll(environ, _cookie.Name).FirstOrDefault(IsSigned);

    /// <summary>A new token.</summary>
    public string New()
    {
        var text = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(NonceBytes)) + "." + _clock.GetUtcNow().ToUnixTimeSeconds().ToString("x", CultureInfo.InvariantCulture);
        return $"{text}.{Signature(Keys[0], text)}";
    }

    /// <summary>Whether a form has the token of its request's cookie.</summary>
    public bool IsIn(Environ environ, string? field) =>
        Of(environ) is { } token && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(token), Encoding.UTF8.GetBytes(field ?? ""));

    /// <summary>The <c>Set-Cookie</c> value that gives a browser a token.</summary>
    public string Set(Environ environ, string token) => _cookie.Set(environ, token);

    private bool IsSigned(string token)
    {
        if (token.Split('.') is not [var nonce, var time, var signature] || !long.TryParse(time, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var seconds))
        {
            return false;
        }
        var age = _clock.GetUtcNow().ToUnixTimeSeconds() - seconds;
        return age >= 0 && age <= Lifetime.TotalSeconds
            && Array.Exists(Keys, key => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(signature), Encoding.UTF8.GetBytes(Signature(key, $"{nonce}.{time}"))));
    }

    private static string Signature(byte[] key, string text) => Base64Url.EncodeToString(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text)));
}
