// SPDX-License-Identifier: MIT
using System.Numerics;

namespace Composer.Middleware;

/// <summary>The fraction of pi in binary, from which Blowfish takes its first subkeys; computed once instead of written down.</summary>
internal static class PiDigits
{
    private const int GuardBits = 64;

    /// <summary>The first words of pi's fraction, 32 bits each.</summary>
    public static uint[] Words(int count)
    {
        var scale = (32 * count) + GuardBits;
        // Machin: pi = 16 arctan(1/5) - 4 arctan(1/239).
        var pi = (16 * ArcCotangent(5, scale)) - (4 * ArcCotangent(239, scale));
        var fraction = (pi - (new BigInteger(3) << scale)) >> GuardBits;
        var bytes = fraction.ToByteArray(isUnsigned: true, isBigEndian: true);
        var padded = new byte[4 * count];
        bytes.CopyTo(padded, padded.Length - bytes.Length);
        var words = new uint[count];
        for (var i = 0; i < count; i++)
        {
            words[i] = System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(padded.AsSpan(4 * i));
        }
        return words;
    }

    private static BigInteger ArcCotangent(int x, int scale)
    {
        var power = (BigInteger.One << scale) / x;
        var sum = power;
        for (var n = 3; !power.IsZero; n += 2)
        {
            power /= x * x;
            sum += (n & 2) == 0 ? power / n : -(power / n);
        }
        return sum;
    }
}
