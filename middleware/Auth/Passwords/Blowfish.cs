// SPDX-License-Identifier: MIT
using System.Buffers.Binary;

namespace Composer.Middleware;

/// <summary>The Blowfish cipher with the salted key schedule that bcrypt needs.</summary>
internal sealed class Blowfish
{
    private const int Rounds = 16;
    private const int BoxSize = 256;

    private static readonly Lazy<uint[]> Start = new(() => PiDigits.Words(Rounds + 2 + (4 * BoxSize)));

    private readonly uint[] _p = Start.Value[..(Rounds + 2)];
    private readonly uint[] _s = Start.Value[(Rounds + 2)..];

    /// <summary>Mixes a key in, and a salt of 16 bytes or nothing.</summary>
    public void ExpandKey(ReadOnlySpan<byte> key, ReadOnlySpan<byte> salt = default)
    {
        var position = 0;
        for (var i = 0; i < _p.Length; i++)
        {
            _p[i] ^= NextWord(key, ref position);
        }
        var (left, right) = (0u, 0u);
        var saltPosition = 0;
        Refill(_p, salt, ref saltPosition, ref left, ref right);
        Refill(_s, salt, ref saltPosition, ref left, ref right);
    }

    /// <summary>Encrypts one block of 64 bits.</summary>
    public void Encrypt(ref uint left, ref uint right)
    {
        ReadOnlySpan<uint> p = _p;
        ReadOnlySpan<uint> s = _s.AsSpan(0, 4 * BoxSize);
        var (l, r) = (left ^ p[0], right);
        for (var i = 1; i <= Rounds; i += 2)
        {
            r ^= Mix(s, l) ^ p[i];
            l ^= Mix(s, r) ^ p[i + 1];
        }
        (left, right) = (r ^ p[Rounds + 1], l);
    }

    private void Refill(uint[] words, ReadOnlySpan<byte> salt, ref int position, ref uint left, ref uint right)
    {
        for (var i = 0; i < words.Length; i += 2)
        {
            if (!salt.IsEmpty)
            {
                left ^= BinaryPrimitives.ReadUInt32BigEndian(salt[position..]);
                right ^= BinaryPrimitives.ReadUInt32BigEndian(salt[(position + 4)..]);
                position = (position + 8) & 15;
            }
            Encrypt(ref left, ref right);
            (words[i], words[i + 1]) = (left, right);
        }
    }

    private static uint Mix(ReadOnlySpan<uint> s, uint x) =>
        ((s[(int)(x >> 24)] + s[BoxSize + (int)((x >> 16) & 255)]) ^ s[(2 * BoxSize) + (int)((x >> 8) & 255)]) + s[(3 * BoxSize) + (int)(x & 255)];

    private static uint NextWord(ReadOnlySpan<byte> key, ref int position)
    {
        var word = 0u;
        for (var i = 0; i < 4; i++)
        {
            word = (word << 8) | key[position];
            position = position + 1 == key.Length ? 0 : position + 1;
        }
        return word;
    }
}
