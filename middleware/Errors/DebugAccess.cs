// SPDX-License-Identifier: MIT
using System.Net;
using Composer.Wsgi;

namespace Composer.Middleware;

/// <summary>Who may see debug pages: whoever sits at this machine, and the addresses that the config names.</summary>
internal sealed class DebugAccess
{
    private readonly List<IPNetwork> _allowed;

    /// <summary>Reads addresses and networks.</summary>
    /// <exception cref="ArgumentException">One is neither.</exception>
    public DebugAccess(IEnumerable<string> allowed) => _allowed = [.. allowed.Select(Network)];

    /// <summary>Whether the client of this request may see a debug page.</summary>
    public bool Allows(Environ environ)
    {
        if (!IPAddress.TryParse(environ.GetText(EnvironKey.RemoteAddr), out var address))
        {
            return false;
        }
        address = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return _allowed.Exists(network => network.Contains(address)) || (IPAddress.IsLoopback(address) && IsDirect(environ));
    }

    /// <summary>Behind a proxy on this machine every visitor comes from a loopback address; and a page of another site can make a name of its own mean 127.0.0.1.</summary>
    private static bool IsDirect(Environ environ) =>
        environ[EnvironKey.HttpXForwardedFor] is null && environ[EnvironKey.HttpForwarded] is null && environ[EnvironKey.HttpVia] is null && IsLoopbackName(environ.GetText(EnvironKey.HttpHost));

    private static bool IsLoopbackName(string? host)
    {
        if (string.IsNullOrEmpty(host) || !Uri.TryCreate("http://" + host, UriKind.Absolute, out var url))
        {
            return false;
        }
        return url.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || url.Host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(url.Host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
    }

    private static IPNetwork Network(string text)
    {
        if (IPNetwork.TryParse(text, out var network))
        {
            return network;
        }
        return IPAddress.TryParse(text, out var address)
            ? new IPNetwork(address, address.GetAddressBytes().Length * 8)
            : throw new ArgumentException($"debug_allow: '{text}' is neither an address nor a network (192.0.2.7, 192.0.2.0/24)", nameof(ErrorCatcherOptions.DebugAllow));
    }
}
