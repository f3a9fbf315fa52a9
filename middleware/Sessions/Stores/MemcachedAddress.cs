// SPDX-License-Identifier: MIT
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Composer.Middleware;

/// <summary>Where a memcached is.</summary>
/// <param name="Name">What people know it by.</param>
/// <param name="EndPoint">Where it listens.</param>
internal sealed record MemcachedAddress(string Name, EndPoint EndPoint)
{
    private const int UsualPort = 11211;
    private const string Scheme = "memcached://";
    private const string Unix = "unix:";

    /// <summary>Reads <c>HOST:PORT</c>, as Beaker's clients have it, with or without <c>memcached://</c>, or <c>unix:PATH</c>; null when it is none, or several.</summary>
    public static MemcachedAddress? Parse(string url)
    {
        if (url.StartsWith(Unix, StringComparison.Ordinal))
        {
            return new(url, new UnixDomainSocketEndPoint(url[Unix.Length..]));
        }
        var place = url.StartsWith(Scheme, StringComparison.Ordinal) ? url[Scheme.Length..].TrimEnd('/') : url;
        if (!Uri.TryCreate(Scheme + place, UriKind.Absolute, out var uri) || uri.Host.Length == 0 || uri.AbsolutePath.Trim('/').Length > 0 || uri.UserInfo.Length > 0 || place.Contains(';', StringComparison.Ordinal))
        {
            return null;
        }
        var port = uri.Port > 0 ? uri.Port : UsualPort;
        return new(string.Create(CultureInfo.InvariantCulture, $"{uri.Host}:{port}"), new DnsEndPoint(uri.IdnHost.Trim('[', ']'), port));
    }
}
