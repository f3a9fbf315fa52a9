// SPDX-License-Identifier: MIT
using System.Security.Cryptography;

namespace Composer.Middleware;

/// <summary>A shared secret: HS256, HS384, HS512, as far as it is as long as the hash (RFC 7518 §3.2).</summary>
internal sealed class HmacKey : JwtKey
{
    private readonly byte[] _secret;

    public HmacKey(string? id, byte[] secret)
        : this(id, secret, [.. JwtAlgorithm.All.Where(algorithm => algorithm.Family == JwtAlgorithm.Families.Hmac && secret.Length >= LengthOf(algorithm))])
    {
    }

    private HmacKey(string? id, byte[] secret, IReadOnlyList<JwtAlgorithm> algorithms)
        : base(id, algorithms) => _secret = secret;

    public override JwtKey With(IReadOnlyList<JwtAlgorithm> algorithms) => new HmacKey(Id, _secret, algorithms);

    protected override bool IsRight(JwtAlgorithm algorithm, ReadOnlySpan<byte> text, ReadOnlySpan<byte> signature) =>
        CryptographicOperations.FixedTimeEquals(signature, CryptographicOperations.HmacData(algorithm.Hash, _secret, text));

    private static int LengthOf(JwtAlgorithm algorithm) => algorithm.Name switch { "HS256" => 32, "HS384" => 48, _ => 64 };
}
