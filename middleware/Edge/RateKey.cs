// SPDX-License-Identifier: MIT
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Composer.Wsgi;

namespace Composer.Middleware;

/// <summary>What requests have in common that are counted together.</summary>
internal static class RateKey
{
    private const int BytesOfNetwork = 8;

    /// <summary>Understands <c>ip</c>, <c>user</c>, <c>path</c> and <c>header:NAME</c>.</summary>
    /// <exception cref="ArgumentException">It is none of them.</exception>
    public static Func<Environ, string> Parse(string text) => text switch
    {
        "ip" or "REMOTE_ADDR" => environ => Network(environ.GetText(EnvironKey.RemoteAddr) ?? ""),
        "user" or "REMOTE_USER" => environ => environ.RemoteUser is { Length: > 0 } user ? "u" + user : Network(environ.GetText(EnvironKey.RemoteAddr) ?? ""),
        "path" or "PATH_INFO" => environ => environ.ScriptName + environ.PathInfo,
        _ when text.StartsWith("header:", StringComparison.OrdinalIgnoreCase) && EnvironKey.TryOfHeader(text[7..].Trim(), out var key) => environ => environ.GetText(key) ?? "",
        _ => throw BadSetting.Of(nameof(RateLimitOptions.Key), $"key = {text} is not known; write ip, user, path or header:X-Api-Key"),
    };

    /// <summary>What stands for a key that is too long, or that nobody should read.</summary>
    public static string Short(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)).AsSpan(0, 16));

    // Whoever has an IPv6 address has 2^64 of them.
    private static string Network(string address)
    {
        if (!address.Contains(':', StringComparison.Ordinal) || !IPAddress.TryParse(address, out var parsed) || parsed.IsIPv4MappedToIPv6 || parsed.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return address;
        }
        return Convert.ToHexString(parsed.GetAddressBytes(), 0, BytesOfNetwork);
    }
}
