// SPDX-License-Identifier: MIT
using System.Net;
using Composer.Wsgi;

namespace Composer.Middleware;

/// <summary>Who may see debug pages: whoever sits at this machine, and the addresses that the config names.</summary>
internal sealed class DebugAccess
{
    private static readonly AddressList Loopback = new(["loopback"], "");

    // What proxies put in. A bare proxy_pass of nginx puts in nothing, but speaks HTTP/1.0.
    private static readonly EnvironKey[] OfProxies =
    [
        EnvironKey.HttpXForwardedFor, EnvironKey.HttpForwarded, EnvironKey.HttpVia,
        EnvironKey.Of("HTTP_X_FORWARDED_HOST"), EnvironKey.Of("HTTP_X_FORWARDED_PROTO"), EnvironKey.Of("HTTP_X_REAL_IP"), ProxyHeaders.Original,
    ];

    private readonly AddressList _allowed;

    /// <exception cref="ArgumentException">One is not an address.</exception>
    public DebugAccess(IEnumerable<string> allowed) => _allowed = new AddressList(allowed, nameof(ErrorCatcherOptions.DebugAllow));

    /// <summary>Whether the client of this request may see a debug page.</summary>
    public bool Allows(Environ environ)
    {
        var address = environ.GetText(EnvironKey.RemoteAddr);
        return _allowed.Contains(address) || (Loopback.Contains(address) && IsDirect(environ));
    }

    /// <summary>Behind a proxy on this machine every visitor comes from a loopback address; and a page of another site can make a name of its own mean 127.0.0.1.</summary>
    private static bool IsDirect(Environ environ) =>
        Array.TrueForAll(OfProxies, key => environ[key] is null) && environ.GetText(EnvironKey.ServerProtocol) != "HTTP/1.0" && IsLoopbackName(environ.GetText(EnvironKey.HttpHost));

    private static bool IsLoopbackName(string? host)
    {
        if (string.IsNullOrEmpty(host) || !Uri.TryCreate("http://" + host, UriKind.Absolute, out var url))
        {
            return false;
        }
        return url.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || url.Host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(url.Host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
    }
}
