// SPDX-License-Identifier: MIT
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Composer.Middleware;

/// <summary>Reads public keys and certificates in PEM (RFC 7468).</summary>
internal static class PemKeys
{
    /// <summary>The keys of a text; anything between them is passed over.</summary>
    /// <exception cref="FormatException">There is none, a private one, or one of another kind.</exception>
    public static IReadOnlyList<JwtKey> Parse(string text)
    {
        var keys = new List<JwtKey>();
        var rest = text.AsSpan();
        while (PemEncoding.TryFind(rest, out var found))
        {
            keys.Add(Key(rest[found.Label].ToString(), rest[found.Location].ToString()));
            rest = rest[found.Location.End..];
        }
        return keys.Count > 0 ? keys : throw new FormatException("there is no key in it; it must begin with -----BEGIN PUBLIC KEY-----");
    }

    private static JwtKey Key(string label, string pem)
    {
        if (label.EndsWith("PRIVATE KEY", StringComparison.Ordinal))
        {
            throw new FormatException("it is a private key, which only the issuer of tokens should have; write the public one with: openssl pkey -in PRIVATE.pem -pubout -out PUBLIC.pem");
        }
        if (label == "CERTIFICATE")
        {
            using var certificate = X509Certificate2.CreateFromPem(pem);
            pem = PemEncoding.WriteString("PUBLIC KEY", certificate.PublicKey.ExportSubjectPublicKeyInfo());
        }
        return (JwtKey?)Rsa(pem) ?? Ecdsa(pem) ?? throw new FormatException($"it is a {label} of another kind than RSA and EC");
    }

    private static RsaKey? Rsa(string pem)
    {
        try
        {
            using var rsa = RSA.Create();
            rsa.ImportFromPem(pem);
            return new RsaKey(null, rsa.ExportParameters(includePrivateParameters: false));
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            return null;
        }
    }

    private static EcdsaKey? Ecdsa(string pem)
    {
        try
        {
            using var ecdsa = ECDsa.Create();
            ecdsa.ImportFromPem(pem);
            return new EcdsaKey(null, ecdsa.ExportParameters(includePrivateParameters: false));
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            return null;
        }
    }
}
