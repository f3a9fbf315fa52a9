// SPDX-License-Identifier: MIT
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Composer.Middleware;

/// <summary>Bytes that nobody else can read or change: AES-256-GCM with keys that HKDF (RFC 5869) makes of secrets.</summary>
/// <remarks>
/// A version, a byte that tells which secret it was, 24 random bytes, the tag, the rest. Half of the random bytes go into a key of their own for each message, the other half is the
/// nonce: so their number is no limit to how many messages a secret may seal.
/// </remarks>
internal sealed class SealedBytes
{
    private const byte Version = 2;
    private const int HalfNonce = 12;
    private const int TagLength = 16;
    private const int HeadLength = 2 + (2 * HalfNonce);

    private readonly (byte Id, byte[] Key)[] _keys;
    private readonly byte[] _purpose;

    /// <param name="secrets">The first one seals, all of them open.</param>
    /// <param name="purpose">What was sealed for one purpose does not open for another.</param>
    public SealedBytes(IReadOnlyList<byte[]> secrets, string purpose)
    {
        _purpose = Encoding.UTF8.GetBytes(purpose);
        _keys = [.. secrets.Select(secret => KeyOf(secret, _purpose))];
    }

    /// <summary>Seals a text, with the moment at which it loses its worth.</summary>
    public byte[] Seal(ReadOnlySpan<byte> plain, DateTimeOffset? expires)
    {
        var result = new byte[HeadLength + TagLength + sizeof(long) + plain.Length];
        var (head, tag, sealedPart) = Parts(result);
        (head[0], head[1]) = (Version, _keys[0].Id);
        RandomNumberGenerator.Fill(head[2..]);
        BinaryPrimitives.WriteInt64BigEndian(sealedPart, expires?.ToUnixTimeSeconds() ?? 0);
        plain.CopyTo(sealedPart[sizeof(long)..]);
        using var cipher = CipherOf(_keys[0].Key, head);
        cipher.Encrypt(head[(2 + HalfNonce)..], sealedPart, sealedPart, tag, _purpose);
        return result;
    }

    /// <summary>The text; null when it was not sealed here, or its time is over.</summary>
    public byte[]? Open(ReadOnlySpan<byte> bytes, DateTimeOffset now)
    {
        if (bytes.Length < HeadLength + TagLength + sizeof(long) || bytes[0] != Version)
        {
            return null;
        }
        foreach (var (id, key) in _keys)
        {
            if (id == bytes[1] && Open(key, bytes, now) is { } plain)
            {
                return plain;
            }
        }
        return null;
    }

    private byte[]? Open(byte[] key, ReadOnlySpan<byte> bytes, DateTimeOffset now)
    {
        var copy = bytes.ToArray();
        var (head, tag, sealedPart) = Parts(copy);
        try
        {
            using var cipher = CipherOf(key, head);
            cipher.Decrypt(head[(2 + HalfNonce)..], sealedPart, tag, sealedPart, _purpose);
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
        var expires = BinaryPrimitives.ReadInt64BigEndian(sealedPart);
        return expires == 0 || expires > now.ToUnixTimeSeconds() ? sealedPart[sizeof(long)..].ToArray() : null;
    }

    private static AesGcm CipherOf(byte[] key, ReadOnlySpan<byte> head) => new(HMACSHA256.HashData(key, head[..(2 + HalfNonce)]), TagLength);

    private static (byte Id, byte[] Key) KeyOf(byte[] secret, byte[] purpose)
    {
        var material = HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, 33, salt: "composer session 2"u8.ToArray(), info: purpose);
        return (material[32], material[..32]);
    }

    private static Triple Parts(Span<byte> bytes) => new(bytes[..HeadLength], bytes.Slice(HeadLength, TagLength), bytes[(HeadLength + TagLength)..]);

    private readonly ref struct Triple(Span<byte> head, Span<byte> tag, Span<byte> sealedPart)
    {
        private readonly Span<byte> _head = head;
        private readonly Span<byte> _tag = tag;
        private readonly Span<byte> _sealed = sealedPart;

        public void Deconstruct(out Span<byte> head, out Span<byte> tag, out Span<byte> sealedPart)
        {
            head = _head;
            tag = _tag;
            sealedPart = _sealed;
        }
    }
}
