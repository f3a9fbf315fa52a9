// SPDX-License-Identifier: MIT
namespace Composer.Middleware;

/// <summary>The keys of a secret, a file or an address; never changed, only replaced.</summary>
internal sealed class JwtKeys : IUserTable
{
    private readonly IReadOnlyList<JwtKey> _keys;

    /// <param name="keys">The keys.</param>
    /// <param name="allowed">What the config allows; empty allows what each key can do.</param>
    public JwtKeys(IEnumerable<JwtKey> keys, IReadOnlyList<JwtAlgorithm> allowed)
    {
        _keys = allowed.Count == 0 ? [.. keys] : [.. keys.Select(key => key.With([.. key.Algorithms.Intersect(allowed)])).Where(key => key.Algorithms.Count > 0)];
    }

    /// <inheritdoc/>
    public int Count => _keys.Count;

    /// <summary>The keys that a token may have been signed with: those of its <c>kid</c>, and those without one.</summary>
    public IEnumerable<JwtKey> For(string? id, JwtAlgorithm algorithm) =>
        _keys.Where(key => (id is null || key.Id is null || key.Id == id) && key.Algorithms.Contains(algorithm));

    /// <summary>Whether there is a key of this <c>kid</c>, or one without; if not, it may be newer than these keys.</summary>
    public bool Knows(string? id) => id is null || _keys.Any(key => key.Id is null || key.Id == id);
}
