// SPDX-License-Identifier: MIT
using System.Security.Cryptography;
using System.Text;

namespace Composer.Middleware;

/// <summary>A hash of HTTP Digest (RFC 7616 §6.1), with or without a session key.</summary>
/// <param name="Name">As headers have it: <c>SHA-256-sess</c>.</param>
/// <param name="Hash">The hash.</param>
/// <param name="Digits">Hexadecimal digits of a digest; they also tell whose a stored secret is.</param>
internal sealed record DigestAlgorithm(string Name, HashAlgorithmName Hash, int Digits)
{
    /// <summary>What there is, the strongest first.</summary>
    public static readonly IReadOnlyList<DigestAlgorithm> All =
    [
        new("SHA-256", HashAlgorithmName.SHA256, 64),
        new("SHA-256-sess", HashAlgorithmName.SHA256, 64),
        new("MD5", HashAlgorithmName.MD5, 32),
        new("MD5-sess", HashAlgorithmName.MD5, 32),
    ];

    /// <summary>Whether the secret is hashed once more with the nonces.</summary>
    public bool IsSession => Name.EndsWith("-sess", StringComparison.Ordinal);

    /// <summary>An algorithm by its name, which has no case; without a name it is MD5. Null when there is none such.</summary>
    public static DigestAlgorithm? Find(string? name) =>
        All.FirstOrDefault(algorithm => algorithm.Name.Equals(name ?? "MD5", StringComparison.OrdinalIgnoreCase));

    /// <summary>The digest of parts joined by colons, in lower case; they are native strings.</summary>
    public string Of(params ReadOnlySpan<string> parts) => Hex(Encoding.Latin1.GetBytes(string.Join(':', parts)));

    /// <summary>What a password file has for a user: the digest of name, realm and password.</summary>
    public string Secret(string user, string realm, byte[] password) => Hex([.. Encoding.Latin1.GetBytes($"{user}:{realm}:"), .. password]);

    /// <summary>Whether a file's digest is that of a password; compares in constant time.</summary>
    public bool IsSecretOf(string secret, string user, string realm, byte[] password) =>
        CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(secret), Encoding.ASCII.GetBytes(Secret(user, realm, password)));

    private string Hex(byte[] text) => Convert.ToHexStringLower(CryptographicOperations.HashData(Hash, text));
}
