// SPDX-License-Identifier: MIT
using System.Security.Cryptography;
using System.Text;

namespace Composer.Middleware;

/// <summary>Sessions in cookies as Beaker writes them: HMAC-SHA1 in 40 hexadecimal digits, then the record in base64, encrypted or not.</summary>
/// <param name="validateKeys">The secrets that may have signed; the first one signs.</param>
/// <param name="encryptKeys">The secrets that may have encrypted; empty when nothing is.</param>
/// <param name="nonceBits">How many random bits go into a key: 128, or 48 before Beaker 1.8.</param>
/// <param name="format">How the record itself is written.</param>
internal sealed class BeakerCookie(IReadOnlyList<byte[]> validateKeys, IReadOnlyList<byte[]> encryptKeys, int nonceBits, IRecordFormat format) : ICookieFormat
{
    private const int SignatureLength = 40;
    private const int NonceLength = 12;
    private const int TagLength = 16;
    private const int KeyLength = 32;

    private readonly int _saltBytes = nonceBits / 8;

    private int SaltLength => (_saltBytes + 2) / 3 * 4;

    public SessionRecord? Read(string value)
    {
        if (value.Length <= SignatureLength || validateKeys.FirstOrDefault(key => IsSigned(value, key)) is not { } validateKey)
        {
            return null;
        }
        var payload = value[SignatureLength..];
        if (encryptKeys.Count == 0)
        {
            return Decoded(payload) is { } plain ? format.Read(plain) : null;
        }
        return encryptKeys.Select(key => Decrypted(payload, key, validateKey) is { } plain ? format.Read(plain) : null).FirstOrDefault(record => record is not null);
    }

    public string Write(SessionRecord record, DateTimeOffset? expires)
    {
        var plain = format.Write(record);
        var payload = encryptKeys.Count == 0 ? Convert.ToBase64String(plain) : Encrypted(plain, encryptKeys[0], validateKeys[0]);
        return Signature(payload, validateKeys[0]) + payload;
    }

    private static bool IsSigned(string value, byte[] key) =>
        CryptographicOperations.FixedTimeEquals(Encoding.Latin1.GetBytes(value[..SignatureLength]), Encoding.Latin1.GetBytes(Signature(value[SignatureLength..], key)));

#pragma warning disable CA5350 // SHA-1: Beaker's format
    private static string Signature(string payload, byte[] key) => Convert.ToHexStringLower(HMACSHA1.HashData(key, Encoding.UTF8.GetBytes(payload)));
#pragma warning restore CA5350

    private string Encrypted(byte[] plain, byte[] encryptKey, byte[] validateKey)
    {
        var salt = Convert.ToBase64String(RandomNumberGenerator.GetBytes(_saltBytes));
        var result = new byte[NonceLength + TagLength + plain.Length];
        var nonce = result.AsSpan(0, NonceLength);
        RandomNumberGenerator.Fill(nonce);
        using var cipher = CipherOf(encryptKey, validateKey, salt);
        cipher.Encrypt(nonce, plain, result.AsSpan(NonceLength + TagLength), result.AsSpan(NonceLength, TagLength));
        return salt + Convert.ToBase64String(result);
    }

    private byte[]? Decrypted(string payload, byte[] encryptKey, byte[] validateKey)
    {
        if (payload.Length <= SaltLength || Decoded(payload[SaltLength..]) is not { Length: >= NonceLength + TagLength } bytes)
        {
            return null;
        }
        var plain = new byte[bytes.Length - NonceLength - TagLength];
        using var cipher = CipherOf(encryptKey, validateKey, payload[..SaltLength]);
        try
        {
            cipher.Decrypt(bytes.AsSpan(0, NonceLength), bytes.AsSpan(NonceLength + TagLength), bytes.AsSpan(NonceLength, TagLength), plain);
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
        return plain;
    }

#pragma warning disable CA5379, CA5387 // SHA-1, and one round of it: Beaker's format
    private static AesGcm CipherOf(byte[] encryptKey, byte[] validateKey, string salt) =>
        new(Rfc2898DeriveBytes.Pbkdf2(encryptKey, (byte[])[.. validateKey, .. Encoding.ASCII.GetBytes(salt)], 1, HashAlgorithmName.SHA1, KeyLength), TagLength);
#pragma warning restore CA5379, CA5387

    private static byte[]? Decoded(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length) ? bytes[..length] : null;
    }
}
