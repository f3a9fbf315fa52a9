// SPDX-License-Identifier: MIT
using System.Security.Cryptography;
using System.Text;

namespace Composer.Middleware;

/// <summary>Sessions in cookies as Beaker writes them: HMAC-SHA1 in 40 hexadecimal digits, then the record in base64, encrypted or not.</summary>
/// <param name="validateKeys">The secrets that may have signed; the first one signs.</param>
/// <param name="cipher">The encryption, or null.</param>
/// <param name="format">How the record itself is written.</param>
internal sealed class BeakerCookie(IReadOnlyList<byte[]> validateKeys, BeakerCipher? cipher, IRecordFormat format) : ICookieFormat
{
    private const int SignatureLength = 40;

    public SessionRecord? Read(string value)
    {
        if (value.Length <= SignatureLength || validateKeys.FirstOrDefault(key => IsSigned(value, key)) is not { } validateKey)
        {
            return null;
        }
        var payload = value[SignatureLength..];
        return (cipher is null ? Decoded(payload) : cipher.Open(payload, [validateKey])) is { } plain ? format.Read(plain) : null;
    }

    public string Write(SessionRecord record, DateTimeOffset? expires)
    {
        var plain = format.Write(record).ToArray();
        var payload = cipher?.Seal(plain, validateKeys[0]) ?? Convert.ToBase64String(plain);
        return Signature(payload, validateKeys[0]) + payload;
    }

    private static bool IsSigned(string value, byte[] key) =>
        CryptographicOperations.FixedTimeEquals(Encoding.Latin1.GetBytes(value[..SignatureLength]), Encoding.Latin1.GetBytes(Signature(value[SignatureLength..], key)));

#pragma warning disable CA5350 // SHA-1: Beaker's format
    private static string Signature(string payload, byte[] key) => Convert.ToHexStringLower(HMACSHA1.HashData(key, Encoding.UTF8.GetBytes(payload)));
#pragma warning restore CA5350

    private static byte[]? Decoded(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length) ? bytes[..length] : null;
    }
}
