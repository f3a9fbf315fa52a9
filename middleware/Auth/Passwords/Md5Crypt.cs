// SPDX-License-Identifier: MIT
using System.Security.Cryptography;
using System.Text;

namespace Composer.Middleware;

/// <summary>FreeBSD's MD5 crypt (<c>$1$</c>) and Apache's variant of it (<c>$apr1$</c>); 1000 rounds, salt of at most 8 characters.</summary>
internal static class Md5Crypt
{
    private const int Rounds = 1000;
    private const int LongestSalt = 8;

    /// <summary>What crypt(3) returns for the password and a stored hash, or null when that is ill-formed.</summary>
    public static string? Compute(ReadOnlySpan<byte> password, string stored)
    {
        var magic = stored[..(stored.IndexOf('$', 1) + 1)];
        var rest = stored[magic.Length..];
        var saltText = rest.Split('$')[0];
        var salt = Encoding.Latin1.GetBytes(saltText[..Math.Min(saltText.Length, LongestSalt)]);
        var digest = Stretch(password, salt, First(password, Encoding.Latin1.GetBytes(magic), salt));
        return magic + Encoding.Latin1.GetString(salt) + "$" + Encode(digest);
    }

#pragma warning disable CA5351 // MD5 is what the format is made of
    private static byte[] First(ReadOnlySpan<byte> password, byte[] magic, byte[] salt)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        hash.AppendData(password);
        hash.AppendData(salt);
        hash.AppendData(password);
        var mixed = hash.GetHashAndReset();

        hash.AppendData(password);
        hash.AppendData(magic);
        hash.AppendData(salt);
        for (var left = password.Length; left > 0; left -= mixed.Length)
        {
            hash.AppendData(mixed.AsSpan(0, Math.Min(left, mixed.Length)));
        }
        for (var bits = password.Length; bits > 0; bits >>= 1)
        {
            hash.AppendData((bits & 1) != 0 ? [0] : password[..1]);
        }
        return hash.GetHashAndReset();
    }

    private static byte[] Stretch(ReadOnlySpan<byte> password, byte[] salt, byte[] digest)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        for (var round = 0; round < Rounds; round++)
        {
            var odd = (round & 1) != 0;
            hash.AppendData(odd ? password : digest);
            hash.AppendData(round % 3 != 0 ? salt : []);
            hash.AppendData(round % 7 != 0 ? password : []);
            hash.AppendData(odd ? digest : password);
            digest = hash.GetHashAndReset();
        }
        return digest;
    }
#pragma warning restore CA5351

    private static string Encode(byte[] digest)
    {
        var text = new StringBuilder(22);
        for (var i = 0; i < 5; i++)
        {
            CryptAlphabet.Append(text, digest[i], digest[i + 6], digest[i == 4 ? 5 : i + 12]);
        }
        CryptAlphabet.Append(text, 0, 0, digest[11], characters: 2);
        return text.ToString();
    }
}
