// SPDX-License-Identifier: MIT
using System.Text;

namespace Composer.Middleware;

/// <summary>The base 64 of crypt(3): <c>./0-9A-Za-z</c>, six bits a character.</summary>
internal static class CryptAlphabet
{
    public const string Characters = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    /// <summary>The value of a character, or -1.</summary>
    public static int ValueOf(char c) => Characters.IndexOf(c, StringComparison.Ordinal);

    /// <summary>Appends the low bits of a number, lowest six first.</summary>
    public static void Append(StringBuilder text, uint bits, int characters)
    {
        for (; characters > 0; characters--, bits >>= 6)
        {
            text.Append(Characters[(int)(bits & 63)]);
        }
    }

    /// <summary>Appends three bytes of a digest, the last one in the lowest bits.</summary>
    public static void Append(StringBuilder text, byte high, byte middle, byte low, int characters = 4) =>
        Append(text, (uint)((high << 16) | (middle << 8) | low), characters);
}
