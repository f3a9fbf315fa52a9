// SPDX-License-Identifier: MIT
using System.Text;
using System.Text.Unicode;

namespace Composer.Middleware;

/// <summary>User and password of an <c>Authorization: Basic</c> header (RFC 7617), as bytes.</summary>
internal sealed record BasicCredentials(byte[] User, byte[] Password)
{
    private const string Scheme = "Basic";

    /// <summary>The name as text: UTF-8 or else latin-1.</summary>
    public string UserText => Text(User);

    /// <summary>The password as text: UTF-8 or else latin-1.</summary>
    public string PasswordText => Text(Password);

    /// <summary>The part of the header that says who it is; empty when the header is not of the Basic scheme.</summary>
    public static ReadOnlySpan<char> TokenOf(string? header)
    {
        var basic = header is not null && header.Length > Scheme.Length && header[Scheme.Length] == ' ' && header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase);
        return basic ? header.AsSpan(Scheme.Length + 1).Trim(' ') : default;
    }

    /// <summary>Decodes the token; null when it is not what RFC 7617 says: Base64 of a name, a colon and a password without control characters.</summary>
    public static BasicCredentials? Parse(ReadOnlySpan<char> token)
    {
        var bytes = new byte[token.Length];
        if (token.IsEmpty || token.Contains(' ') || !Convert.TryFromBase64Chars(token, bytes, out var length))
        {
            return null;
        }
        var text = bytes.AsSpan(0, length);
        var colon = text.IndexOf((byte)':');
        if (colon < 0 || text.ContainsAnyInRange((byte)0, (byte)0x1f) || text.Contains((byte)0x7f))
        {
            return null;
        }
        return new BasicCredentials(text[..colon].ToArray(), text[(colon + 1)..].ToArray());
    }

    /// <summary>What the bytes may mean: as they are; and since clients write umlauts in UTF-8 or in latin-1, in the other of the two as well.</summary>
    public IEnumerable<(byte[] User, byte[] Password)> Readings()
    {
        yield return (User, Password);
        var (otherUser, otherPassword) = (Other(User), Other(Password));
        if (otherUser is not null)
        {
            yield return (otherUser, Password);
        }
        if (otherPassword is not null)
        {
            yield return (otherUser ?? User, otherPassword);
        }
    }

    private static string Text(byte[] bytes) => (Utf8.IsValid(bytes) ? Encoding.UTF8 : Encoding.Latin1).GetString(bytes);

    private static byte[]? Other(byte[] bytes)
    {
        if (Ascii.IsValid(bytes))
        {
            return null;
        }
        if (!Utf8.IsValid(bytes))
        {
            return Encoding.UTF8.GetBytes(Encoding.Latin1.GetString(bytes));
        }
        var text = Encoding.UTF8.GetString(bytes);
        return text.All(c => c <= 'ÿ') ? Encoding.Latin1.GetBytes(text) : null;
    }
}
