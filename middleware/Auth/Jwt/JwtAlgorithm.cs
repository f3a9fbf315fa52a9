// SPDX-License-Identifier: MIT
using System.Security.Cryptography;

namespace Composer.Middleware;

/// <summary>An algorithm of signatures (RFC 7518 §3.1). There is none called <c>none</c>.</summary>
/// <param name="Name">As headers have it: <c>ES256</c>.</param>
/// <param name="Family">Which kind of key it takes.</param>
/// <param name="Hash">Its hash.</param>
internal sealed record JwtAlgorithm(string Name, JwtAlgorithm.Families Family, HashAlgorithmName Hash)
{
    public static readonly IReadOnlyList<JwtAlgorithm> All =
    [
        new("HS256", Families.Hmac, HashAlgorithmName.SHA256),
        new("HS384", Families.Hmac, HashAlgorithmName.SHA384),
        new("HS512", Families.Hmac, HashAlgorithmName.SHA512),
        new("RS256", Families.Rsa, HashAlgorithmName.SHA256),
        new("RS384", Families.Rsa, HashAlgorithmName.SHA384),
        new("RS512", Families.Rsa, HashAlgorithmName.SHA512),
        new("PS256", Families.RsaPss, HashAlgorithmName.SHA256),
        new("PS384", Families.RsaPss, HashAlgorithmName.SHA384),
        new("PS512", Families.RsaPss, HashAlgorithmName.SHA512),
        new("ES256", Families.Ecdsa, HashAlgorithmName.SHA256),
        new("ES384", Families.Ecdsa, HashAlgorithmName.SHA384),
        new("ES512", Families.Ecdsa, HashAlgorithmName.SHA512),
    ];

    public enum Families
    {
        Hmac,
        Rsa,
        RsaPss,
        Ecdsa,
    }

    /// <summary>An algorithm by its name, letter for letter; null when there is none such.</summary>
    public static JwtAlgorithm? Find(string? name) => All.FirstOrDefault(algorithm => algorithm.Name == name);
}
