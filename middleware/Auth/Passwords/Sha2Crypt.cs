// SPDX-License-Identifier: MIT
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Composer.Middleware;

/// <summary>Drepper's SHA crypt: <c>$5$</c> (SHA-256) and <c>$6$</c> (SHA-512), with <c>rounds=</c> and a salt of at most 16 characters.</summary>
internal static class Sha2Crypt
{
    private const int DefaultRounds = 5000;
    private const int LongestSalt = 16;
    private const string RoundsPrefix = "rounds=";

    /// <summary>What crypt(3) returns for the password and a stored hash, or null when that is ill-formed.</summary>
    public static string? Compute(ReadOnlySpan<byte> password, string stored)
    {
        var parts = stored.Split('$');
        var explicitRounds = parts[2].StartsWith(RoundsPrefix, StringComparison.Ordinal);
        var rounds = DefaultRounds;
        if (explicitRounds && !int.TryParse(parts[2].AsSpan(RoundsPrefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out rounds))
        {
            return null;
        }
        if (explicitRounds && parts.Length < 4)
        {
            return null;
        }
        rounds = Math.Clamp(rounds, 1000, 999_999_999);
        var saltText = parts[explicitRounds ? 3 : 2];
        var salt = saltText[..Math.Min(saltText.Length, LongestSalt)];
        var wide = stored[1] == '6';
        var digest = Digest(wide ? HashAlgorithmName.SHA512 : HashAlgorithmName.SHA256, password, Encoding.Latin1.GetBytes(salt), rounds);
        var prefix = explicitRounds ? string.Create(CultureInfo.InvariantCulture, $"${parts[1]}${RoundsPrefix}{rounds}$") : $"${parts[1]}$";
        return prefix + salt + "$" + (wide ? Encode512(digest) : Encode256(digest));
    }

    private static byte[] Digest(HashAlgorithmName algorithm, ReadOnlySpan<byte> password, byte[] salt, int rounds)
    {
        using var hash = IncrementalHash.CreateHash(algorithm);
        var digest = First(hash, password, salt);
        var p = Repeated(DigestOfCopies(hash, password, password.Length), password.Length);
        var s = Repeated(DigestOfCopies(hash, salt, 16 + digest[0]), salt.Length);
        for (var round = 0; round < rounds; round++)
        {
            var odd = (round & 1) != 0;
            hash.AppendData(odd ? p : digest);
            hash.AppendData(round % 3 != 0 ? s : []);
            hash.AppendData(round % 7 != 0 ? p : []);
            hash.AppendData(odd ? digest : p);
            hash.GetHashAndReset(digest);
        }
        return digest;
    }

    private static byte[] First(IncrementalHash hash, ReadOnlySpan<byte> password, byte[] salt)
    {
        hash.AppendData(password);
        hash.AppendData(salt);
        hash.AppendData(password);
        var mixed = hash.GetHashAndReset();

        hash.AppendData(password);
        hash.AppendData(salt);
        hash.AppendData(Repeated(mixed, password.Length));
        for (var bits = password.Length; bits > 0; bits >>= 1)
        {
            hash.AppendData((bits & 1) != 0 ? mixed : password);
        }
        return hash.GetHashAndReset();
    }

    private static byte[] DigestOfCopies(IncrementalHash hash, ReadOnlySpan<byte> text, int copies)
    {
        for (var i = 0; i < copies; i++)
        {
            hash.AppendData(text);
        }
        return hash.GetHashAndReset();
    }

    private static byte[] Repeated(byte[] digest, int length)
    {
        var result = new byte[length];
        for (var i = 0; i < length; i++)
        {
            result[i] = digest[i % digest.Length];
        }
        return result;
    }

    // The three bytes of a group lie a third of the digest apart and change places from group to group.
    private static string Encode256(byte[] digest)
    {
        var text = new StringBuilder(43);
        for (var i = 0; i < 10; i++)
        {
            var (a, b, c) = (i % 3) switch { 0 => (i, i + 10, i + 20), 1 => (i + 20, i, i + 10), _ => (i + 10, i + 20, i) };
            CryptAlphabet.Append(text, digest[a], digest[b], digest[c]);
        }
        CryptAlphabet.Append(text, 0, digest[31], digest[30], characters: 3);
        return text.ToString();
    }

    private static string Encode512(byte[] digest)
    {
        var text = new StringBuilder(86);
        for (var i = 0; i < 21; i++)
        {
            var (a, b, c) = (i % 3) switch { 0 => (i, i + 21, i + 42), 1 => (i + 21, i + 42, i), _ => (i + 42, i, i + 21) };
            CryptAlphabet.Append(text, digest[a], digest[b], digest[c]);
        }
        CryptAlphabet.Append(text, 0, 0, digest[63], characters: 2);
        return text.ToString();
    }
}
