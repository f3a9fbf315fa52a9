// SPDX-License-Identifier: MIT
using System.Net;
using System.Text.RegularExpressions;

namespace Composer.Middleware;

/// <summary>The spellings of addresses that only Paste has: <c>192.168</c> for all that begin so, <c>192.168.0.5&lt;->8</c> for a range, and networks that name one of their addresses.</summary>
internal static partial class PasteAddress
{
    private const int Parts = 4;

    /// <summary>The same in the spelling of <see cref="AddressRange"/>; what is not Paste's own stays as it is.</summary>
    public static string Standard(string text)
    {
        if (!Numbers().IsMatch(text))
        {
            return text;
        }
        if (text.Split("<->") is [var from, var to])
        {
            // "192.168.0.5<->8" is short for "192.168.0.5<->192.168.0.8".
            var first = from.Split('.');
            var last = to.Split('.');
            return $"{Filled(first, "0")}-{Filled([.. first.SkipLast(last.Length), .. last], "255")}";
        }
        if (text.Split('/') is [var network, var prefix])
        {
            var filled = $"{Filled(network.Split('.'), "0")}/{prefix}";
            return IPNetwork.TryParse(filled, out var clean) ? clean.ToString() : filled;
        }
        var parts = text.Split('.');
        return parts.Length == Parts ? text : $"{Filled(parts, "0")}-{Filled(parts, "255")}";
    }

    private static string Filled(string[] parts, string filler) => string.Join('.', [.. parts, .. Enumerable.Repeat(filler, Math.Max(0, Parts - parts.Length))]);

    [GeneratedRegex(@"^[0-9.]+((<->|/)[0-9.]+)?$")]
    private static partial Regex Numbers();
}
