// SPDX-License-Identifier: MIT
using System.Security.Cryptography;
using System.Text;

namespace Composer.Middleware;

/// <summary>Beaker's encryption: AES-256-GCM, with a key that PBKDF2 makes of the secrets and of random characters, which stand before the base64 of nonce, tag and text.</summary>
/// <param name="encryptKeys">The secrets that may have encrypted; the first one encrypts.</param>
/// <param name="saltBits">How many random bits go into a key: 128, or 48 before Beaker 1.8.</param>
internal sealed class BeakerCipher(IReadOnlyList<byte[]> encryptKeys, int saltBits)
{
    private const int NonceLength = 12;
    private const int TagLength = 16;
    private const int KeyLength = 32;

    private readonly int _saltBytes = saltBits / 8;

    private int SaltLength => (_saltBytes + 2) / 3 * 4;

    /// <summary>Encrypts.</summary>
    public string Seal(byte[] plain, byte[] validateKey)
    {
        var salt = Convert.ToBase64String(RandomNumberGenerator.GetBytes(_saltBytes));
        var result = new byte[NonceLength + TagLength + plain.Length];
        var nonce = result.AsSpan(0, NonceLength);
        RandomNumberGenerator.Fill(nonce);
        using var cipher = CipherOf(encryptKeys[0], validateKey, salt);
        cipher.Encrypt(nonce, plain, result.AsSpan(NonceLength + TagLength), result.AsSpan(NonceLength, TagLength));
        return salt + Convert.ToBase64String(result);
    }

    /// <summary>What was encrypted; null when it was not, or with other secrets.</summary>
    public byte[]? Open(string text, IReadOnlyList<byte[]> validateKeys)
    {
        var bytes = new byte[text.Length];
        if (text.Length <= SaltLength || !Convert.TryFromBase64Chars(text.AsSpan(SaltLength), bytes, out var length) || length < NonceLength + TagLength)
        {
            return null;
        }
        return (from encryptKey in encryptKeys from validateKey in validateKeys select Decrypted(bytes.AsSpan(0, length), encryptKey, validateKey, text[..SaltLength])).FirstOrDefault(plain => plain is not null);
    }

    private static byte[]? Decrypted(ReadOnlySpan<byte> bytes, byte[] encryptKey, byte[] validateKey, string salt)
    {
        var plain = new byte[bytes.Length - NonceLength - TagLength];
        using var cipher = CipherOf(encryptKey, validateKey, salt);
        try
        {
            cipher.Decrypt(bytes[..NonceLength], bytes[(NonceLength + TagLength)..], bytes.Slice(NonceLength, TagLength), plain);
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
        return plain;
    }

#pragma warning disable CA5379, CA5387 // SHA-1, and one round of it: Beaker's format
    private static AesGcm CipherOf(byte[] encryptKey, byte[] validateKey, string salt) =>
        new(Rfc2898DeriveBytes.Pbkdf2(encryptKey, (byte[])[.. validateKey, .. Encoding.UTF8.GetBytes(salt)], 1, HashAlgorithmName.SHA1, KeyLength), TagLength);
#pragma warning restore CA5379, CA5387
}
