// SPDX-License-Identifier: MIT
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;

namespace Composer.Middleware;

/// <summary>Reads JSON Web Keys (RFC 7517): a set, or one key. Keys for something else, of unknown kinds and for unknown algorithms are left out, as §5 says.</summary>
internal static class JwkSet
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <exception cref="FormatException">It is none, or a key in it is wrong.</exception>
    public static IReadOnlyList<JwtKey> Parse(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, Strict);
            var root = document.RootElement;
            var keys = root.ValueKind == JsonValueKind.Object && root.TryGetProperty("keys", out var set) ? [.. set.EnumerateArray()] : (JsonElement[])[root];
            return [.. keys.Where(IsForSignatures).Select(Key).OfType<JwtKey>()];
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or CryptographicException)
        {
            throw new FormatException($"the key set (JWKS) is ill-formed: {e.Message}", e);
        }
    }

    private static bool IsForSignatures(JsonElement key) =>
        Text(key, "use") is null or "sig"
        && (!key.TryGetProperty("key_ops", out var uses) || uses.EnumerateArray().Any(use => use.GetString() == "verify"));

    private static JwtKey? Key(JsonElement key)
    {
        var id = Text(key, "kid");
        JwtKey? read = Text(key, "kty") switch
        {
            "oct" => new HmacKey(id, Bytes(key, "k")),
            "RSA" => new RsaKey(id, new RSAParameters { Modulus = Bytes(key, "n"), Exponent = Bytes(key, "e") }),
            "EC" => Curve(Text(key, "crv")) is var (curve, length) ? new EcdsaKey(id, new ECParameters { Curve = curve, Q = new ECPoint { X = Padded(key, "x", length), Y = Padded(key, "y", length) } }) : null,
            _ => null,
        };
        if (read is null || Text(key, "alg") is not { } name)
        {
            return read;
        }
        return read.Algorithms.FirstOrDefault(algorithm => algorithm.Name == name) is { } only ? read.With([only]) : null;
    }

    private static (ECCurve Curve, int Length)? Curve(string? name) => name switch
    {
        "P-256" => (ECCurve.NamedCurves.nistP256, 32),
        "P-384" => (ECCurve.NamedCurves.nistP384, 48),
        "P-521" => (ECCurve.NamedCurves.nistP521, 66),
        _ => null,
    };

    // Some issuers leave leading zeros out.
    private static byte[] Padded(JsonElement key, string name, int length) => Bytes(key, name) is var bytes && bytes.Length < length ? [.. new byte[length - bytes.Length], .. bytes] : bytes;

    private static string? Text(JsonElement key, string name) => key.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static byte[] Bytes(JsonElement key, string name) =>
        Text(key, name) is { Length: > 0 } text ? Base64Url.DecodeFromChars(text) : throw new FormatException($"a key lacks '{name}'");
}
