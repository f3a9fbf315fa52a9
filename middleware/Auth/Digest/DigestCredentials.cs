// SPDX-License-Identifier: MIT
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Composer.Middleware;

/// <summary>What an <c>Authorization: Digest</c> header says (RFC 7616 §3.4). Texts are native strings.</summary>
internal sealed record DigestCredentials
{
    private const string ExtendedPrefix = "UTF-8''";

    public required DigestAlgorithm Algorithm { get; init; }

    public required string User { get; init; }

    public required string Realm { get; init; }

    public required string Nonce { get; init; }

    /// <summary>The request target that the answer was computed for.</summary>
    public required string Uri { get; init; }

    public required string ClientNonce { get; init; }

    /// <summary>How often the client used the nonce, as it wrote it: eight hexadecimal digits.</summary>
    public required string Count { get; init; }

    /// <summary>The same as a number.</summary>
    public uint CountNumber => uint.Parse(Count, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    /// <summary>The client's proof that it knows the password.</summary>
    public required string Proof { get; init; }

    /// <summary>Reads the header; null when it is of another scheme, lacks something, or asks for what is not offered: another hash, <c>auth-int</c>, no <c>qop</c> at all, a hashed name.</summary>
    public static DigestCredentials? Parse(string? header)
    {
        if (AuthParameters.After("Digest", header) is not { } text || AuthParameters.Parse(text) is not { } found)
        {
            return null;
        }
        var isComplete = UserIn(found) is not null && found.ContainsKey("realm") && found.ContainsKey("nonce") && found.ContainsKey("uri") && found.ContainsKey("response");
        var isCounted = found.GetValueOrDefault("qop") == "auth" && found.GetValueOrDefault("cnonce") is { Length: > 0 } && found.GetValueOrDefault("nc") is { Length: 8 } count && count.All(char.IsAsciiHexDigit);
        if (!isComplete || !isCounted || DigestAlgorithm.Find(found.GetValueOrDefault("algorithm")) is not { } algorithm || found.GetValueOrDefault("userhash") == "true")
        {
            return null;
        }
        return new DigestCredentials
        {
            Algorithm = algorithm,
            User = UserIn(found)!, // looked for above
            Realm = found["realm"],
            Nonce = found["nonce"],
            Uri = found["uri"],
            ClientNonce = found["cnonce"],
            Count = found["nc"],
            Proof = found["response"],
        };
    }

    /// <summary>Whether the proof is the one of somebody with this secret; compares in constant time.</summary>
    /// <param name="secret">The digest of name, realm and password.</param>
    /// <param name="method">The request's method.</param>
    /// <param name="firstClientNonce">The client nonce that came first with this nonce; a session key may have been made of it.</param>
    public bool Proves(string secret, string method, string? firstClientNonce)
    {
        var proves = Same(Proof, Expected(secret, method, ClientNonce));
        return Algorithm.IsSession && firstClientNonce is not null ? proves | Same(Proof, Expected(secret, method, firstClientNonce)) : proves;
    }

    private string Expected(string secret, string method, string sessionNonce)
    {
        var first = Algorithm.IsSession ? Algorithm.Of(secret, Nonce, sessionNonce) : secret;
        return Algorithm.Of(first, Nonce, Count, ClientNonce, "auth", Algorithm.Of(method, Uri));
    }

    private static bool Same(string proof, string expected) =>
        CryptographicOperations.FixedTimeEquals(Encoding.Latin1.GetBytes(proof.ToLowerInvariant()), Encoding.Latin1.GetBytes(expected));

    // username*=UTF-8''J%C3%A4s%C3%B8n (RFC 7616 §3.4, RFC 8187), for names that are not ASCII.
    private static string? UserIn(Dictionary<string, string> found)
    {
        if (!found.TryGetValue("username*", out var extended))
        {
            return found.GetValueOrDefault("username");
        }
        return extended.StartsWith(ExtendedPrefix, StringComparison.OrdinalIgnoreCase) && !found.ContainsKey("username")
            ? NativeText.Of(System.Uri.UnescapeDataString(extended[ExtendedPrefix.Length..]))
            : null;
    }
}
