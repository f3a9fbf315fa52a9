// SPDX-License-Identifier: MIT
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Composer.Middleware;

/// <summary>Provos and Mazières' bcrypt: <c>$2a$</c>, <c>$2b$</c>, <c>$2y$</c>, a cost of two digits, 22 characters of salt and 31 of hash.</summary>
internal static class Bcrypt
{
    private const string Alphabet = "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private const int SaltStart = 7;
    private const int SaltLength = 22;
    private const int Length = 60;

    /// <summary>Bytes of a password that count.</summary>
    public const int LongestPassword = 72;

    private static readonly uint[] Text = [0x4F727068, 0x65616E42, 0x65686F6C, 0x64657253, 0x63727944, 0x6F756274]; // "OrpheanBeholderScryDoubt"

    /// <summary>A new salt with its cost: what <see cref="Compute"/> takes for a stored hash.</summary>
    public static string NewSalt(int cost) =>
        string.Create(CultureInfo.InvariantCulture, $"$2y${cost:00}${Encode(RandomNumberGenerator.GetBytes(16))}").PadRight(Length, '.');

    /// <summary>What crypt(3) returns for the password and a stored hash, or null when that is ill-formed.</summary>
    public static string? Compute(ReadOnlySpan<byte> password, string stored)
    {
        if (stored.Length != Length || stored[6] != '$' || !int.TryParse(stored.AsSpan(4, 2), NumberStyles.None, CultureInfo.InvariantCulture, out var cost) || cost is < 4 or > 31)
        {
            return null;
        }
        var salt = Decode(stored.AsSpan(SaltStart, SaltLength));
        if (salt is null)
        {
            return null;
        }
        // The terminating zero of the C string is part of the key; only 72 bytes are used.
        var key = new byte[Math.Min(password.Length + 1, LongestPassword)];
        password[..Math.Min(password.Length, key.Length)].CopyTo(key);

        var cipher = new Blowfish();
        cipher.ExpandKey(key, salt);
        for (var round = 1UL << cost; round > 0; round--)
        {
            cipher.ExpandKey(key);
            cipher.ExpandKey(salt);
        }
        return stored[..(SaltStart + SaltLength)] + Encode(Encrypt(cipher));
    }

    private static byte[] Encrypt(Blowfish cipher)
    {
        var words = (uint[])Text.Clone();
        for (var i = 0; i < words.Length; i += 2)
        {
            for (var time = 0; time < 64; time++)
            {
                cipher.Encrypt(ref words[i], ref words[i + 1]);
            }
        }
        var bytes = new byte[4 * words.Length];
        for (var i = 0; i < words.Length; i++)
        {
            System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(4 * i), words[i]);
        }
        return bytes[..23];
    }

    private static byte[]? Decode(ReadOnlySpan<char> text)
    {
        var bytes = new byte[16];
        var (bits, count, length) = (0, 0, 0);
        foreach (var c in text)
        {
            var value = Alphabet.IndexOf(c, StringComparison.Ordinal);
            if (value < 0)
            {
                return null;
            }
            bits = (bits << 6) | value;
            count += 6;
            if (count >= 8 && length < bytes.Length)
            {
                count -= 8;
                bytes[length++] = (byte)(bits >> count);
            }
        }
        return bytes;
    }

    private static string Encode(byte[] bytes)
    {
        var text = new StringBuilder(31);
        var (bits, count) = (0, 0);
        foreach (var b in bytes)
        {
            bits = (bits << 8) | b;
            for (count += 8; count >= 6;)
            {
                count -= 6;
                text.Append(Alphabet[(bits >> count) & 63]);
            }
        }
        return text.Append(Alphabet[(bits << (6 - count)) & 63]).ToString();
    }
}
