// SPDX-License-Identifier: MIT
using System.Security.Cryptography;

namespace Composer.Middleware;

/// <summary>A public key on a NIST curve, each with the one algorithm of its own (RFC 7518 §3.4): P-256 with ES256, P-384 with ES384, P-521 with ES512.</summary>
internal sealed class EcdsaKey : JwtKey, IDisposable
{
    private readonly ECParameters _parameters;
    private readonly ThreadLocal<ECDsa> _ecdsa;

    /// <exception cref="FormatException">It is on another curve.</exception>
    public EcdsaKey(string? id, ECParameters parameters)
        : this(id, parameters, [AlgorithmOf(parameters)])
    {
    }

    private EcdsaKey(string? id, ECParameters parameters, IReadOnlyList<JwtAlgorithm> algorithms)
        : base(id, algorithms)
    {
        _parameters = parameters;
        _ecdsa = new ThreadLocal<ECDsa>(() => ECDsa.Create(parameters));
        _ = _ecdsa.Value; // a point that is not on the curve is refused here
    }

    public override JwtKey With(IReadOnlyList<JwtAlgorithm> algorithms) => new EcdsaKey(Id, _parameters, algorithms);

    public void Dispose() => _ecdsa.Dispose();

    protected override bool IsRight(JwtAlgorithm algorithm, ReadOnlySpan<byte> text, ReadOnlySpan<byte> signature) =>
        _ecdsa.Value!.VerifyData(text, signature, algorithm.Hash, DSASignatureFormat.IeeeP1363FixedFieldConcatenation); // never null: ECDsa.Create

    private static JwtAlgorithm AlgorithmOf(ECParameters parameters)
    {
        var name = parameters.Curve.Oid.Value switch
        {
            "1.2.840.10045.3.1.7" => "ES256",
            "1.3.132.0.34" => "ES384",
            "1.3.132.0.35" => "ES512",
            _ => null,
        };
        return JwtAlgorithm.Find(name) ?? throw new FormatException("a key is on a curve that is none of P-256, P-384 and P-521");
    }
}
