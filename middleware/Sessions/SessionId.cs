// SPDX-License-Identifier: MIT
using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace Composer.Middleware;

/// <summary>The names of sessions, and Beaker's way to sign them: HMAC-SHA1 as 40 hexadecimal digits before the id.</summary>
internal static class SessionId
{
    private const int Longest = 128;
    private const int SignatureLength = 40;

    private static readonly SearchValues<char> Allowed = SearchValues.Create("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_-");

    /// <summary>An id that nobody can guess: 128 random bits.</summary>
    public static string New() => RandomNumberGenerator.GetHexString(32, lowercase: true);

    /// <summary>Whether a text may reach a store at all.</summary>
    public static bool IsWellFormed(ReadOnlySpan<char> id) => id.Length is > 0 and <= Longest && !id.ContainsAnyExcept(Allowed);

    /// <summary>The id of a cookie's value, or null when it is not one, or the signature is wrong.</summary>
    /// <param name="value">The cookie's value.</param>
    /// <param name="keys">The secrets that may have signed it; null when ids are not signed.</param>
    public static string? OfCookie(ReadOnlySpan<char> value, IReadOnlyList<byte[]>? keys)
    {
        if (keys is null)
        {
            return IsWellFormed(value) ? value.ToString() : null;
        }
        if (value.Length <= SignatureLength || !IsWellFormed(value[SignatureLength..]))
        {
            return null;
        }
        var id = value[SignatureLength..].ToString();
        var signature = value[..SignatureLength].ToString();
        return keys.Any(key => Same(signature, Signature(id, key))) ? id : null;
    }

    /// <summary>The value of a cookie for an id.</summary>
    public static string ToCookie(string id, byte[]? key) => key is null ? id : Signature(id, key) + id;

#pragma warning disable CA5350 // SHA-1: Beaker's format
    private static string Signature(string id, byte[] key) => Convert.ToHexStringLower(HMACSHA1.HashData(key, Encoding.ASCII.GetBytes(id)));
#pragma warning restore CA5350

    private static bool Same(string a, string b) => CryptographicOperations.FixedTimeEquals(Encoding.Latin1.GetBytes(a), Encoding.Latin1.GetBytes(b));
}
