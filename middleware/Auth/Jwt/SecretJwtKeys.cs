// SPDX-License-Identifier: MIT
namespace Composer.Middleware;

/// <summary>Keys of secrets.</summary>
internal sealed class SecretJwtKeys(SecretKeys secrets, IReadOnlyList<JwtAlgorithm> allowed) : IJwtKeySource
{
    /// <inheritdoc/>
    public JwtKeys? Current { get; private set; }

    /// <inheritdoc/>
    public Task LoadAsync(CancellationToken cancel)
    {
        secrets.Load();
        Current = new JwtKeys(secrets.All.Select(secret => new HmacKey(null, secret)), allowed);
        return Current.Count > 0
            ? Task.CompletedTask
            : throw new IOException("the secret is shorter than the algorithm's hash (RFC 7518 §3.2): 32 bytes for HS256, 48 for HS384, 64 for HS512; make one with 'compose secret --bytes 64 -o jwt.key'");
    }

    /// <inheritdoc/>
    public ValueTask<JwtKeys?> RefreshAsync() => new(Current);
}
