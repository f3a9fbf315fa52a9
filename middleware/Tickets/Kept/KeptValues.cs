// SPDX-License-Identifier: MIT
using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Composer.Middleware;

/// <summary>Values of the environ as text for a cookie: signed with HMAC-SHA256, or sealed with AES-256-GCM so that nobody reads them either. In both their time is over at a moment that is part of them.</summary>
internal sealed class KeptValues
{
    private const int SignatureLength = 32;

    private readonly byte[][] _signing;
    private readonly SealedBytes? _sealing;

    /// <param name="keys">The secrets.</param>
    /// <param name="purpose">What was made for one purpose is worth nothing for another.</param>
    /// <param name="encrypt">Whether to seal.</param>
    public KeptValues(SecretKeys keys, string purpose, bool encrypt)
    {
        _sealing = encrypt ? new SealedBytes(keys.All, purpose) : null;
        _signing = [.. keys.All.Select(secret => HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, SignatureLength, info: Encoding.UTF8.GetBytes(purpose)))];
    }

    /// <summary>The cookie's value.</summary>
    /// <param name="values">Names and values, native strings.</param>
    /// <param name="expires">When they lose their worth.</param>
    public string Write(IEnumerable<KeyValuePair<string, string>> values, DateTimeOffset expires)
    {
        var text = values.Aggregate(expires.ToUnixTimeSeconds().ToString("x", CultureInfo.InvariantCulture), (before, pair) => $"{before}&{Uri.EscapeDataString(pair.Key)}={Uri.EscapeDataString(pair.Value)}");
        var payload = Encoding.ASCII.GetBytes(text);
        return Base64Url.EncodeToString(_sealing is null ? [.. HMACSHA256.HashData(_signing[0], payload), .. payload] : _sealing.Seal(payload, null));
    }

    /// <summary>What a cookie of ours says, and until when; null for any other, and for one whose time is over.</summary>
    public (List<KeyValuePair<string, string>> Values, DateTimeOffset Expires)? Read(ReadOnlySpan<char> cookie, DateTimeOffset now)
    {
        if (!Base64Url.IsValid(cookie) || Payload(Base64Url.DecodeFromChars(cookie), now) is not { } payload)
        {
            return null;
        }
        var parts = Encoding.ASCII.GetString(payload).Split('&');
        var expires = DateTimeOffset.FromUnixTimeSeconds(long.Parse(parts[0], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
        return expires <= now ? null : (parts.Skip(1).Select(Pair).ToList(), expires);
    }

    private byte[]? Payload(byte[] bytes, DateTimeOffset now)
    {
        if (_sealing is not null)
        {
            return _sealing.Open(bytes, now);
        }
        if (bytes.Length <= SignatureLength)
        {
            return null;
        }
        var payload = bytes[SignatureLength..];
        return Array.Exists(_signing, key => CryptographicOperations.FixedTimeEquals(HMACSHA256.HashData(key, payload), bytes.AsSpan(0, SignatureLength))) ? payload : null;
    }

    private static KeyValuePair<string, string> Pair(string text)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        return new(Uri.UnescapeDataString(text[..equals]), Uri.UnescapeDataString(text[(equals + 1)..]));
    }
}
