// SPDX-License-Identifier: MIT
using System.Net;

namespace Composer.Middleware;

/// <summary>
/// The addresses that a setting names: addresses, networks, ranges, and the words <c>loopback</c>, <c>private</c> (RFC 1918, RFC 4193),
/// <c>link-local</c>, <c>unix</c> (peers of a Unix socket, which have no address) and <c>*</c> (everybody).
/// </summary>
internal sealed class AddressList
{
    private static readonly Dictionary<string, AddressRange[]> Words = new(StringComparer.OrdinalIgnoreCase)
    {
        ["loopback"] = Ranges("127.0.0.0/8", "::1"),
        ["private"] = Ranges("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"),
        ["link-local"] = Ranges("169.254.0.0/16", "fe80::/10"),
        ["*"] = Ranges("0.0.0.0/0", "::/0"),
        ["unix"] = [],
    };

    private readonly AddressRange[] _ranges;
    private readonly bool _unix;

    /// <summary>Reads the items of a setting.</summary>
    /// <param name="items">The items.</param>
    /// <param name="setting">The property of the options record, for the message.</param>
    /// <exception cref="ArgumentException">An item is none of the forms; the message says what to write.</exception>
    public AddressList(IEnumerable<string> items, string setting)
    {
        try
        {
            (_ranges, _unix) = Read([.. items]);
        }
        catch (FormatException e)
        {
            throw BadSetting.Of(setting, e.Message);
        }
    }

    private AddressList(string[] items) => (_ranges, _unix) = Read(items);

    /// <summary>Whether nobody is in the list.</summary>
    public bool IsEmpty => _ranges.Length == 0 && !_unix;

    /// <summary>How many addresses its greatest range has beside the first; orders lists from the most specific to the most general.</summary>
    public UInt128 Extent => _ranges.Select(range => range.Extent).DefaultIfEmpty().Max();

    /// <summary>Reads items that are only a part of a setting.</summary>
    /// <exception cref="FormatException">An item is none of the forms; the message says what to write.</exception>
    public static AddressList Parse(params string[] items) => new(items);

    /// <summary>Whether a REMOTE_ADDR is in the list; an empty or missing one is that of a Unix socket's peer.</summary>
    public bool Contains(string? remoteAddress)
    {
        if (string.IsNullOrEmpty(remoteAddress))
        {
            return _unix;
        }
        return _ranges.Length > 0 && IPAddress.TryParse(remoteAddress, out var address) && Contains(address);
    }

    /// <summary>Whether an address is in the list.</summary>
    public bool Contains(IPAddress address)
    {
        var number = AddressRange.NumberOf(address);
        foreach (var range in _ranges)
        {
            if (range.Contains(number))
            {
                return true;
            }
        }
        return false;
    }

    private static (AddressRange[] Ranges, bool Unix) Read(string[] items) =>
        ([.. items.SelectMany(item => Words.TryGetValue(item, out var ranges) ? ranges : Ranges(item))], items.Any(item => item == "*" || item.Equals("unix", StringComparison.OrdinalIgnoreCase)));

    private static AddressRange[] Ranges(params string[] texts) => [.. texts.Select(AddressRange.Parse)];
}
