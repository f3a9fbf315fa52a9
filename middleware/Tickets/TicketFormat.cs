// SPDX-License-Identifier: MIT
using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace Composer.Middleware;

/// <summary>Tickets as mod_auth_tkt, Paste and Pyramid write and read them: a digest in hexadecimal, the time in eight more digits, the quoted user, <c>!</c>, tokens and <c>!</c> if there are any, and data.</summary>
/// <param name="digest">The hash function of the signature.</param>
internal sealed class TicketFormat(TicketDigest digest)
{
    private const int TimeDigits = 8;
    private const int LongestValue = 8192;

    // Python's urllib.parse.quote leaves these.
    private static readonly SearchValues<char> Unquoted = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-~/");
    private static readonly SearchValues<char> LowerHex = SearchValues.Create("0123456789abcdef");

    private readonly HashAlgorithmName _algorithm = digest switch
    {
        TicketDigest.Md5 => HashAlgorithmName.MD5,
        TicketDigest.Sha256 => HashAlgorithmName.SHA256,
        _ => HashAlgorithmName.SHA512,
    };

    private readonly int _digits = digest switch
    {
        TicketDigest.Md5 => 32,
        TicketDigest.Sha256 => 64,
        _ => 128,
    };

    /// <summary>The value of a ticket's cookie.</summary>
    /// <param name="ticket">What it says.</param>
    /// <param name="key">The secret.</param>
    /// <param name="address">The client's address, or null when it does not matter from where the ticket comes.</param>
    public string Write(Ticket ticket, byte[] key, IPAddress? address)
    {
        // Without tokens their exclamation mark is left out, unless the data has one that would be taken for it.
        var tokens = ticket.Tokens.Length > 0 || ticket.Data.Contains('!', StringComparison.Ordinal) ? ticket.Tokens + "!" : "";
        return $"{Signature(ticket, key, address)}{ticket.Time:x8}{Quote(ticket.User)}!{tokens}{ticket.Data}";
    }

    /// <summary>What a genuine ticket says; null for any other text.</summary>
    /// <param name="value">The cookie's value: plain or in Base64.</param>
    /// <param name="keys">The secrets, of which one must have signed it.</param>
    /// <param name="address">As for <see cref="Write"/>.</param>
    public Ticket? Read(ReadOnlySpan<char> value, IReadOnlyList<byte[]> keys, IPAddress? address)
    {
        if (value.Length > LongestValue)
        {
            return null;
        }
        return value.Contains('!') ? ReadPlain(value, keys, address) : ReadWrapped(value, keys, address);
    }

    private Ticket? ReadWrapped(ReadOnlySpan<char> value, IReadOnlyList<byte[]> keys, IPAddress? address)
    {
        var bytes = new byte[value.Length];
        return Convert.TryFromBase64Chars(value, bytes, out var length) ? ReadPlain(Encoding.Latin1.GetString(bytes, 0, length), keys, address) : null;
    }

    private Ticket? ReadPlain(ReadOnlySpan<char> value, IReadOnlyList<byte[]> keys, IPAddress? address)
    {
        if (value.Length <= _digits + TimeDigits || value[..(_digits + TimeDigits)].ContainsAnyExcept(LowerHex))
        {
            return null;
        }
        var time = uint.Parse(value.Slice(_digits, TimeDigits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        var rest = value[(_digits + TimeDigits)..];
        var mark = rest.IndexOf('!');
        if (mark < 0 || Unquote(rest[..mark]) is not { } user)
        {
            return null;
        }
        var (tokens, data) = Parts(rest[(mark + 1)..]);
        var ticket = new Ticket(time, user, tokens, data);
        return ticket.Problem() is null && IsSigned(ticket, value[.._digits], keys, address) ? ticket : null;
    }

    private bool IsSigned(Ticket ticket, ReadOnlySpan<char> signature, IReadOnlyList<byte[]> keys, IPAddress? address)
    {
        var given = Encoding.ASCII.GetBytes(signature.ToString());
        var isSigned = false;
        foreach (var key in keys)
        {
            isSigned |= CryptographicOperations.FixedTimeEquals(given, Encoding.ASCII.GetBytes(Signature(ticket, key, address)));
        }
        return isSigned;
    }

    private string Signature(Ticket ticket, byte[] key, IPAddress? address)
    {
        using var hash = IncrementalHash.CreateHash(_algorithm);
        hash.AppendData(AddressAndTime(address, ticket.Time));
        hash.AppendData(key);
        hash.AppendData(Encoding.Latin1.GetBytes($"{ticket.User}\0{ticket.Tokens}\0{ticket.Data}"));
        var inner = Convert.ToHexStringLower(hash.GetHashAndReset());
        hash.AppendData(Encoding.ASCII.GetBytes(inner));
        hash.AppendData(key);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    // mod_auth_tkt knows IPv4 only, and takes 0.0.0.0 for no address; for IPv6 Pyramid's way counts.
    private static byte[] AddressAndTime(IPAddress? address, uint time)
    {
        if (address is { AddressFamily: AddressFamily.InterNetworkV6, IsIPv4MappedToIPv6: false })
        {
            return Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{address}{time}"));
        }
        var bytes = new byte[8];
        address?.MapToIPv4().GetAddressBytes().CopyTo(bytes, 0);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(4), time);
        return bytes;
    }

    private static (string Tokens, string Data) Parts(ReadOnlySpan<char> rest)
    {
        var mark = rest.IndexOf('!');
        return mark < 0 ? ("", rest.ToString()) : (rest[..mark].ToString(), rest[(mark + 1)..].ToString());
    }

    private static string Quote(string user)
    {
        var text = new StringBuilder(user.Length);
        foreach (var c in user)
        {
            _ = Unquoted.Contains(c) ? text.Append(c) : text.Append('%').Append(((int)c).ToString("X2", CultureInfo.InvariantCulture));
        }
        return text.ToString();
    }

    // As urllib.parse.unquote: what is no escape stays as it is.
    private static string? Unquote(ReadOnlySpan<char> quoted)
    {
        var text = new StringBuilder(quoted.Length);
        for (var i = 0; i < quoted.Length; i++)
        {
            if (quoted[i] > '\xff')
            {
                return null;
            }
            var isEscape = quoted[i] == '%' && i + 2 < quoted.Length && char.IsAsciiHexDigit(quoted[i + 1]) && char.IsAsciiHexDigit(quoted[i + 2]);
            text.Append(isEscape ? (char)byte.Parse(quoted.Slice(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture) : quoted[i]);
            i += isEscape ? 2 : 0;
        }
        return text.ToString();
    }
}
