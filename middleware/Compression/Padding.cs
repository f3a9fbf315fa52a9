// SPDX-License-Identifier: MIT
using System.Security.Cryptography;
using System.Text;

namespace Composer.Middleware;

/// <summary>Random letters of random length, so that the length of an answer does not tell what was in it (BREACH, "Heal the BREACH").</summary>
internal static class Padding
{
    private const int Most = 100;

    public static byte[] Next()
    {
        var letters = RandomNumberGenerator.GetString("abcdefghijklmnopqrstuvwxyz", RandomNumberGenerator.GetInt32(1, Most + 1));
        return Encoding.ASCII.GetBytes(letters);
    }
}
