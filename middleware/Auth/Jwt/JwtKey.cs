// SPDX-License-Identifier: MIT
namespace Composer.Middleware;

/// <summary>A key that verifies. Each kind of key knows only algorithms of its own kind: a public key can never be taken for the secret of an HMAC.</summary>
/// <param name="id">Its <c>kid</c>, or null.</param>
/// <param name="algorithms">What it may be used with.</param>
internal abstract class JwtKey(string? id, IReadOnlyList<JwtAlgorithm> algorithms)
{
    /// <summary>Its <c>kid</c>, or null.</summary>
    public string? Id { get; } = id;

    /// <summary>What it may be used with.</summary>
    public IReadOnlyList<JwtAlgorithm> Algorithms { get; } = algorithms;

    /// <summary>Whether a signature is right; false for any algorithm that is not one of <see cref="Algorithms"/>.</summary>
    public bool Verifies(JwtAlgorithm algorithm, ReadOnlySpan<byte> text, ReadOnlySpan<byte> signature) =>
        Algorithms.Contains(algorithm) && IsRight(algorithm, text, signature);

    /// <summary>The same key for fewer algorithms.</summary>
    public abstract JwtKey With(IReadOnlyList<JwtAlgorithm> algorithms);

    /// <summary>Whether a signature is right; the algorithm is one of the key's own.</summary>
    protected abstract bool IsRight(JwtAlgorithm algorithm, ReadOnlySpan<byte> text, ReadOnlySpan<byte> signature);
}
