// SPDX-License-Identifier: MIT
using System.Security.Cryptography;

namespace Composer.Middleware;

/// <summary>A public RSA key of at least 2048 bits (RFC 7518 §3.3): RS256 to RS512, PS256 to PS512.</summary>
internal sealed class RsaKey : JwtKey, IDisposable
{
    private const int FewestBits = 2048;

    private readonly RSAParameters _parameters;

    // An RSA object is not promised to be safe for several threads.
    private readonly ThreadLocal<RSA> _rsa;

    /// <exception cref="FormatException">It is too short.</exception>
    public RsaKey(string? id, RSAParameters parameters)
        : this(id, parameters, [.. JwtAlgorithm.All.Where(algorithm => algorithm.Family is JwtAlgorithm.Families.Rsa or JwtAlgorithm.Families.RsaPss)])
    {
    }

    private RsaKey(string? id, RSAParameters parameters, IReadOnlyList<JwtAlgorithm> algorithms)
        : base(id, algorithms)
    {
        _parameters = parameters;
        _rsa = new ThreadLocal<RSA>(() => RSA.Create(parameters));
        if (_rsa.Value!.KeySize < FewestBits) // never null: RSA.Create
        {
            throw new FormatException($"an RSA key of {_rsa.Value.KeySize} bits is too short; {FewestBits} is the least");
        }
    }

    public override JwtKey With(IReadOnlyList<JwtAlgorithm> algorithms) => new RsaKey(Id, _parameters, algorithms);

    public void Dispose() => _rsa.Dispose();

    protected override bool IsRight(JwtAlgorithm algorithm, ReadOnlySpan<byte> text, ReadOnlySpan<byte> signature) =>
        _rsa.Value!.VerifyData(text, signature, algorithm.Hash, algorithm.Family == JwtAlgorithm.Families.Rsa ? RSASignaturePadding.Pkcs1 : RSASignaturePadding.Pss); // never null: RSA.Create
}
