// SPDX-License-Identifier: MIT
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Composer.Servers.Kestrel;

/// <summary>One place to listen, as users write it.</summary>
/// <param name="Text">As written.</param>
internal sealed record BindAddress(string Text)
{
    private const string Forms = "write 8080, :8080, host:port, [::1]:8080, unix:/path?mode=0660 or fd://3";

    /// <summary>Host (empty: every address) and port, or null for a socket file or an inherited descriptor.</summary>
    public (string Host, int Port)? Tcp { get; private init; }

    /// <summary>Path of the socket file, or null.</summary>
    public string? UnixPath { get; private init; }

    /// <summary>Permissions of the socket file; null leaves them to the umask.</summary>
    public UnixFileMode? Mode { get; private init; }

    /// <summary>An inherited listening socket, or null.</summary>
    public ulong? Descriptor { get; private init; }

    /// <summary>Reads one address.</summary>
    /// <exception cref="FormatException">The text has none of the known forms; the message lists them.</exception>
    public static BindAddress Parse(string text)
    {
        var address = new BindAddress(text);
        if (text.StartsWith("unix:", StringComparison.Ordinal))
        {
            return ParseUnix(address, text[5..]);
        }
        if (text.StartsWith("fd://", StringComparison.Ordinal))
        {
            return ulong.TryParse(text.AsSpan(5), NumberStyles.None, CultureInfo.InvariantCulture, out var fd)
                ? address with { Descriptor = fd }
                : throw Wrong(text, "the file descriptor is not a number");
        }
        return ParseTcp(address, text);
    }

    /// <summary>The IP address to bind: a name is looked up, an empty host means every address.</summary>
    public async Task<IPEndPoint> ResolveAsync(CancellationToken cancel)
    {
        var (host, port) = Tcp ?? throw new InvalidOperationException("not a TCP address");
        if (host.Length == 0)
        {
            return new IPEndPoint(Socket.OSSupportsIPv6 ? IPAddress.IPv6Any : IPAddress.Any, port);
        }
        if (IPAddress.TryParse(host, out var address))
        {
            return new IPEndPoint(address, port);
        }
        if (host.Equals("localhost", StringComparison.OrdinalIgnoreCase))
        {
            return new IPEndPoint(IPAddress.Loopback, port);
        }
        var found = await Dns.GetHostAddressesAsync(host, cancel);
        return new IPEndPoint(found.FirstOrDefault(a => a.AddressFamily == AddressFamily.InterNetwork) ?? found[0], port);
    }

    private static BindAddress ParseUnix(BindAddress address, string rest)
    {
        var path = rest.StartsWith("//", StringComparison.Ordinal) ? rest[2..] : rest;
        var question = path.IndexOf('?', StringComparison.Ordinal);
        if (question < 0)
        {
            return path.Length > 0 ? address with { UnixPath = path } : throw Wrong(address.Text, "the path is missing");
        }
        var option = path[(question + 1)..];
        if (!option.StartsWith("mode=", StringComparison.Ordinal) || !TryParseMode(option[5..], out var mode))
        {
            throw Wrong(address.Text, $"'{option}' is not mode= with an octal number, as mode=0660");
        }
        return address with { UnixPath = path[..question], Mode = mode };
    }

    private static bool TryParseMode(string octal, out UnixFileMode mode)
    {
        mode = default;
        if (octal.Length is 0 or > 4 || octal.AsSpan().ContainsAnyExceptInRange('0', '7'))
        {
            return false;
        }
        mode = (UnixFileMode)Convert.ToInt32(octal, 8);
        return true;
    }

    private static BindAddress ParseTcp(BindAddress address, string text)
    {
        var rest = text.StartsWith("http://", StringComparison.Ordinal) ? text[7..].TrimEnd('/') : text;
        if (rest.Contains("://", StringComparison.Ordinal))
        {
            throw Wrong(text, text.StartsWith("https:", StringComparison.Ordinal) ? "TLS is turned on by certfile, not by the address" : "there is no such kind of address");
        }
        var colon = rest.LastIndexOf(':');
        var host = colon < 0 ? "127.0.0.1" : rest[..colon];
        if (!ushort.TryParse(rest.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port))
        {
            throw Wrong(text, "the port is not a number from 0 to 65535");
        }
        if (host.StartsWith('[') && host.EndsWith(']'))
        {
            host = host[1..^1];
        }
        else if (host.Contains(':', StringComparison.Ordinal))
        {
            throw Wrong(text, "an IPv6 address needs brackets");
        }
        return address with { Tcp = (host == "*" ? "" : host, port) };
    }

    private static FormatException Wrong(string text, string why) => new($"cannot listen on '{text}': {why}; {Forms}");
}
