// SPDX-License-Identifier: MIT
using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Composer.Middleware;

/// <summary>Neighbouring addresses, first and last included. IPv4 addresses are kept as IPv4-mapped ones (RFC 4291 §2.5.5.2), so that both spellings of one are the same.</summary>
internal readonly record struct AddressRange(UInt128 First, UInt128 Last)
{
    private const int MappedBits = 96;
    private const string Forms = "write an address (192.0.2.7, 2001:db8::7), a network (192.0.2.0/24, 2001:db8::/32), a range (192.0.2.1-192.0.2.9) or one of the words loopback, private, link-local, unix and *";

    /// <summary>How many addresses beside the first; orders ranges from the most specific to the most general.</summary>
    public UInt128 Extent => Last - First;

    /// <summary>The number of an address, of IPv4 as of IPv6.</summary>
    public static UInt128 NumberOf(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        address.MapToIPv6().TryWriteBytes(bytes, out _);
        return BinaryPrimitives.ReadUInt128BigEndian(bytes);
    }

    /// <summary>Reads an address, a network <c>a/prefix</c> or <c>a/mask</c>, or a range <c>a-b</c>.</summary>
    /// <exception cref="FormatException">It is none of them; the message says what to write.</exception>
    public static AddressRange Parse(string text)
    {
        if (text.Split('/') is [var network, var prefix])
        {
            return Network(text, Address(network, text), prefix);
        }
        if (text.Split('-') is [var from, var to] && IPAddress.TryParse(from, out _))
        {
            return Between(text, Address(from, text), Address(to, text));
        }
        var number = NumberOf(Address(text, text));
        return new AddressRange(number, number);
    }

    /// <summary>Whether an address is one of these. <c>::/0</c> is every IPv6 address and no IPv4 address.</summary>
    public bool Contains(UInt128 number) => First <= number && number <= Last && IsIPv4(First) == IsIPv4(number);

    private static bool IsIPv4(UInt128 number) => number >> 32 == 0xffff;

    private static AddressRange Network(string text, IPAddress address, string prefix)
    {
        var own = address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128;
        var length = own == 32 && prefix.Contains('.', StringComparison.Ordinal) ? LengthOf(prefix, text) : Length(prefix, own, text);
        var hostBits = own - length;
        var hosts = hostBits == 128 ? UInt128.MaxValue : (UInt128.One << hostBits) - 1;
        var first = NumberOf(address);
        if ((first & hosts) != 0)
        {
            var clean = new IPNetwork(address, length);
            throw new FormatException($"'{text}' names one address and a network; write {clean} for the network, or {address} for the address");
        }
        return new AddressRange(first, first | hosts);
    }

    private static int Length(string prefix, int most, string text) =>
        int.TryParse(prefix, NumberStyles.None, CultureInfo.InvariantCulture, out var length) && length <= most
            ? length
            : throw new FormatException($"in '{text}' the number after the slash must be 0 to {most}");

    private static int LengthOf(string mask, string text)
    {
        var bits = (uint)NumberOf(Address(mask, text));
        var length = int.CreateChecked(uint.LeadingZeroCount(~bits));
        return length == 32 || bits << length == 0 ? length : throw new FormatException($"in '{text}' the mask has a gap; write for instance 255.255.255.0");
    }

    private static AddressRange Between(string text, IPAddress from, IPAddress to)
    {
        var range = new AddressRange(NumberOf(from), NumberOf(to));
        if (IsIPv4(range.First) != IsIPv4(range.Last))
        {
            throw new FormatException($"the range '{text}' begins with one kind of address (IPv4, IPv6) and ends with the other");
        }
        return range.First <= range.Last ? range : throw new FormatException($"the range '{text}' ends before it begins; write {to}-{from}");
    }

    // IPAddress.TryParse also takes "10", "0x7f.1", "010.0.0.1" (octal) and "[::1]:80".
    private static IPAddress Address(string text, string whole)
    {
        if (!IPAddress.TryParse(text, out var address))
        {
            throw new FormatException(text.AsSpan().ContainsAnyInRange('g', 'z')
                ? $"'{whole}' is a name, not an address; {Forms}"
                : $"'{whole}' is no address; {Forms}");
        }
        if (address.AddressFamily == AddressFamily.InterNetwork)
        {
            return address.ToString() == text ? address : throw new FormatException($"'{whole}' is written in an unusual way; write {address} if that is meant");
        }
        return text.AsSpan().IndexOfAny("[]%") < 0 ? address : throw new FormatException($"'{whole}': write the address alone, without brackets, port and zone");
    }
}
