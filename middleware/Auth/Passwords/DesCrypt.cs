// SPDX-License-Identifier: MIT
using System.Text;

namespace Composer.Middleware;

/// <summary>The traditional crypt(3): DES, 25 times over, with a salt of two characters; only the first 8 characters of a password count.</summary>
internal static class DesCrypt
{
    private const int Rounds = 16;

    private static readonly byte[] InitialPermutation = Initial();

    private static readonly byte[] Expansion =
        [32, 1, 2, 3, 4, 5, 4, 5, 6, 7, 8, 9, 8, 9, 10, 11, 12, 13, 12, 13, 14, 15, 16, 17, 16, 17, 18, 19, 20, 21, 20, 21, 22, 23, 24, 25, 24, 25, 26, 27, 28, 29, 28, 29, 30, 31, 32, 1];

    private static readonly byte[] Permutation =
        [16, 7, 20, 21, 29, 12, 28, 17, 1, 15, 23, 26, 5, 18, 31, 10, 2, 8, 24, 14, 32, 27, 3, 9, 19, 13, 30, 6, 22, 11, 4, 25];

    private static readonly byte[] KeyChoice1 =
        [57, 49, 41, 33, 25, 17, 9, 1, 58, 50, 42, 34, 26, 18, 10, 2, 59, 51, 43, 35, 27, 19, 11, 3, 60, 52, 44, 36, 63, 55, 47, 39, 31, 23, 15, 7, 62, 54, 46, 38, 30, 22, 14, 6, 61, 53, 45, 37, 29, 21, 13, 5, 28, 20, 12, 4];

    private static readonly byte[] KeyChoice2 =
        [14, 17, 11, 24, 1, 5, 3, 28, 15, 6, 21, 10, 23, 19, 12, 4, 26, 8, 16, 7, 27, 20, 13, 2, 41, 52, 31, 37, 47, 55, 30, 40, 51, 45, 33, 48, 44, 49, 39, 56, 34, 53, 46, 42, 50, 36, 29, 32];

    private static readonly byte[] Shifts = [1, 1, 2, 2, 2, 2, 2, 2, 1, 2, 2, 2, 2, 2, 2, 1];

    // FIPS 46-3, Appendix 1: S1 to S8, four rows of sixteen each, one hexadecimal digit an entry.
    private static readonly string[] Boxes =
    [
        "E4D12FB83A6C59070F74E2D1A6CB953841E8D62BFC973A50FC8249175B3EA06D",
        "F18E6B34972DC05A3D47F28EC01A69B50E7BA4D158C6932FD8A13F42B67C05E9",
        "A09E63F51DC7B428D709346A285ECBF1D6498F30B12C5AE71AD069874FE3B52C",
        "7DE3069A1285BC4FD8B56F03472C1AE9A690CB7DF13E52843F06A1D8945BC72E",
        "2C417AB6853FD0E9EB2C47D150FA3986421BAD78F9C5630EB8C71E2D6F09A453",
        "C1AF92680D34E75BAF427C9561DE0B389EF528C3704A1DB6432C95FABE17608D",
        "4B2EF08D3C975A61D0B7491AE35C2F8614BDC37EAF6805926BD814A7950FE23C",
        "D2846FB1A93E50C71FD8A374C56B0E927B419CE206ADF35821E74A8DFC90356B",
    ];

    /// <summary>Whether a stored hash has the form: 13 characters of the alphabet.</summary>
    public static bool Accepts(string stored) => stored.Length == 13 && stored.All(c => CryptAlphabet.ValueOf(c) >= 0);

    /// <summary>What crypt(3) returns for the password and the salt at the start of a stored hash.</summary>
    public static string? Compute(ReadOnlySpan<byte> password, string stored)
    {
        var keys = KeySchedule(KeyOf(password));
        var expansion = Salted(CryptAlphabet.ValueOf(stored[0]) | (CryptAlphabet.ValueOf(stored[1]) << 6));
        var (left, right) = (0u, 0u);
        for (var time = 0; time < 25; time++)
        {
            for (var round = 0; round < Rounds; round++)
            {
                (left, right) = (right, left ^ Mix(right, keys[round], expansion));
            }
            (left, right) = (right, left);
        }
        return stored[..2] + Encode(Inverse(((ulong)left << 32) | right));
    }

    private static ulong KeyOf(ReadOnlySpan<byte> password)
    {
        var key = 0UL;
        for (var i = 0; i < 8; i++)
        {
            key = (key << 8) | (byte)((i < password.Length ? password[i] : 0) << 1);
        }
        return key;
    }

    private static ulong[] KeySchedule(ulong key)
    {
        const uint Half = (1 << 28) - 1;
        var chosen = Permute(key, 64, KeyChoice1);
        var (c, d) = ((uint)(chosen >> 28), (uint)chosen & Half);
        var keys = new ulong[Rounds];
        for (var round = 0; round < Rounds; round++)
        {
            var shift = Shifts[round];
            c = ((c << shift) | (c >> (28 - shift))) & Half;
            d = ((d << shift) | (d >> (28 - shift))) & Half;
            keys[round] = Permute(((ulong)c << 28) | d, 56, KeyChoice2);
        }
        return keys;
    }

    private static byte[] Salted(int salt)
    {
        var expansion = (byte[])Expansion.Clone();
        for (var bit = 0; bit < 12; bit++)
        {
            if (((salt >> bit) & 1) != 0)
            {
                (expansion[bit], expansion[bit + 24]) = (expansion[bit + 24], expansion[bit]);
            }
        }
        return expansion;
    }

    private static uint Mix(uint half, ulong key, byte[] expansion)
    {
        var wide = Permute(half, 32, expansion) ^ key;
        var mixed = 0u;
        for (var box = 0; box < 8; box++)
        {
            var six = (int)(wide >> (42 - (6 * box))) & 63;
            var row = ((six >> 4) & 2) | (six & 1);
            var digit = Boxes[box][(row * 16) + ((six >> 1) & 15)];
            mixed = (mixed << 4) | (uint)(digit <= '9' ? digit - '0' : digit - 'A' + 10);
        }
        return (uint)Permute(mixed, 32, Permutation);
    }

    private static ulong Permute(ulong value, int width, byte[] table)
    {
        var result = 0UL;
        foreach (var bit in table)
        {
            result = (result << 1) | ((value >> (width - bit)) & 1);
        }
        return result;
    }

    private static byte[] Initial() =>
        [.. Enumerable.Range(0, 64).Select(i => (byte)((i < 32 ? 58 : 57) + (2 * (i / 8 % 4)) - (8 * (i % 8))))];

    private static ulong Inverse(ulong value)
    {
        var result = 0UL;
        for (var i = 0; i < 64; i++)
        {
            result |= ((value >> (63 - i)) & 1) << (64 - InitialPermutation[i]);
        }
        return result;
    }

    private static string Encode(ulong value)
    {
        var text = new StringBuilder(11);
        for (var shift = 58; shift >= 0; shift -= 6)
        {
            text.Append(CryptAlphabet.Characters[(int)(value >> shift) & 63]);
        }
        return text.Append(CryptAlphabet.Characters[(int)(value << 2) & 63]).ToString();
    }
}
