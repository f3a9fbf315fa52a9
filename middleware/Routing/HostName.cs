// SPDX-License-Identifier: MIT
using System.Globalization;
using System.Net;

namespace Composer.Middleware;

/// <summary>Takes a <c>Host</c> header apart (RFC 3986 §3.2.2): <c>name</c>, <c>name:port</c>, <c>[::1]</c>, <c>[::1]:port</c>.</summary>
internal static class HostName
{
    /// <summary>False when it is neither; the port is empty when there is none. A final dot of the name is dropped, and an IPv6 address has its one short spelling (RFC 5952).</summary>
    public static bool TrySplit(ReadOnlySpan<char> authority, out ReadOnlySpan<char> host, out ReadOnlySpan<char> port)
    {
        var bracket = authority.StartsWith('[') ? authority.IndexOf(']') : 0;
        var colon = bracket < 0 ? -1 : authority[bracket..].IndexOf(':');
        host = colon < 0 ? authority : authority[..(bracket + colon)];
        port = colon < 0 ? default : authority[(bracket + colon + 1)..];
        if (bracket > 0 && IPAddress.TryParse(host, out var address))
        {
            host = $"[{address}]";
        }
        else if (host.EndsWith('.'))
        {
            host = host[..^1];
        }
        return bracket >= 0 && !port.Contains(':') && (bracket == 0 || host.EndsWith(']'));
    }

    /// <summary>The port of an authority; without one, that of the scheme. 0 when it is no number.</summary>
    public static int PortOf(ReadOnlySpan<char> port, string scheme)
    {
        if (port.IsEmpty)
        {
            return scheme == "https" ? 443 : 80;
        }
        return int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
    }
}
