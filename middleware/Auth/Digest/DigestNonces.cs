// SPDX-License-Identifier: MIT
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;

namespace Composer.Middleware;

/// <summary>
/// Nonces that carry their own time and are signed, so that nothing is kept of those that nobody uses; of those in use, which counts were seen,
/// for so many at most. What was forgotten to make room cannot be used again.
/// Processes with the same secret take each other's nonces; which counts were seen each of them knows for itself.
/// </summary>
/// <param name="lifetime">How long a nonce is good.</param>
/// <param name="limit">How many are remembered.</param>
/// <param name="clock">The time.</param>
/// <param name="secrets">What signs; without it a key of this process does.</param>
internal sealed class DigestNonces(TimeSpan lifetime, int limit, TimeProvider clock, SecretKeys? secrets = null)
{
    private const int Signed = 16;
    private const int Length = 40;
    private const int KeyLength = 32;

    // The clocks of several machines differ a little.
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(1);

    private readonly Lazy<byte[][]> _keys = new(() => secrets is null
        ? [RandomNumberGenerator.GetBytes(KeyLength)]
        : [.. secrets.All.Select(secret => HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, KeyLength, info: "composer digest nonce"u8.ToArray()))]);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Use> _uses = new(StringComparer.Ordinal);
    private long _forgotten = -1;

    /// <summary>A new nonce.</summary>
    public string Next()
    {
        var bytes = new byte[Length];
        BinaryPrimitives.WriteInt64BigEndian(bytes, Now);
        RandomNumberGenerator.Fill(bytes.AsSpan(8, 8));
        Signature(_keys.Value[0], bytes).CopyTo(bytes, Signed);
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>The client nonce that came first with a nonce, or null.</summary>
    public string? FirstClientNonce(string nonce)
    {
        lock (_lock)
        {
            return _uses.GetValueOrDefault(nonce)?.ClientNonce;
        }
    }

    /// <summary>Whether a nonce is one of ours and still good, and its count new. Only for requests whose proof is right.</summary>
    public bool TryUse(string nonce, string clientNonce, uint count)
    {
        if (TimeOf(nonce) is not { } made || Now - made < -ClockSkew.Ticks || Now - made > lifetime.Ticks)
        {
            return false;
        }
        lock (_lock)
        {
            if (_uses.TryGetValue(nonce, out var use))
            {
                return use.Seen.TryAdd(count);
            }
            if (made <= _forgotten)
            {
                return false;
            }
            MakeRoom();
            use = new Use(made, clientNonce, new CountWindow());
            _uses[nonce] = use;
            return use.Seen.TryAdd(count);
        }
    }

    private long Now => clock.GetUtcNow().UtcTicks;

    private void MakeRoom()
    {
        if (_uses.Count < limit)
        {
            return;
        }
        // The older half at once, so that this is rare.
        foreach (var (nonce, use) in _uses.OrderBy(pair => pair.Value.Made).Take((limit + 1) / 2).ToArray())
        {
            _uses.Remove(nonce);
            _forgotten = Math.Max(_forgotten, use.Made);
        }
    }

    private long? TimeOf(string nonce)
    {
        var bytes = new byte[Length];
        var isOurs = nonce.Length == Base64Url.GetEncodedLength(Length)
            && Base64Url.IsValid(nonce)
            && Base64Url.TryDecodeFromChars(nonce, bytes, out var written) && written == Length
            && Array.Exists(_keys.Value, key => CryptographicOperations.FixedTimeEquals(bytes.AsSpan(Signed), Signature(key, bytes)));
        return isOurs ? BinaryPrimitives.ReadInt64BigEndian(bytes) : null;
    }

    private static byte[] Signature(byte[] key, byte[] bytes) => HMACSHA256.HashData(key, bytes.AsSpan(0, Signed))[..(Length - Signed)];

    private sealed record Use(long Made, string ClientNonce, CountWindow Seen);
}
