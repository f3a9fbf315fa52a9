// SPDX-License-Identifier: MIT
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Composer.Wsgi;

namespace Composer.Middleware;

/// <summary>Makes a request what it was before trusted proxies passed it on, and takes the word of everybody else out of it.</summary>
/// <param name="proxies">Who is trusted.</param>
/// <param name="count">How many of them a request passes.</param>
/// <param name="headers">What they set.</param>
/// <param name="clearsUntrusted">Removes the headers that are not trusted.</param>
internal sealed partial class ProxyHeaders(AddressList proxies, int count, IReadOnlyList<ProxyHeader> headers, bool clearsUntrusted)
{
    /// <summary>What the environ said before, as a dict: <c>composer.forwarded.orig</c>. It is there whenever the request had a header of a proxy.</summary>
    public static readonly EnvironKey Original = EnvironKey.Of("composer.forwarded.orig");

    private static readonly EnvironKey RemoteHost = EnvironKey.Of("REMOTE_HOST");

    private static readonly (ProxyHeader? Header, string Name, EnvironKey Key)[] All =
    [
        Row(ProxyHeader.Forwarded, "Forwarded"), Row(ProxyHeader.XForwardedFor, "X-Forwarded-For"), Row(ProxyHeader.XForwardedProto, "X-Forwarded-Proto"),
        Row(ProxyHeader.XForwardedHost, "X-Forwarded-Host"), Row(ProxyHeader.XForwardedPort, "X-Forwarded-Port"), Row(ProxyHeader.XForwardedPrefix, "X-Forwarded-Prefix"),
        Row(ProxyHeader.XForwardedBy, "X-Forwarded-By"), Row(null, "X-Forwarded-Server"), Row(null, "X-Forwarded-Scheme"), Row(null, "X-Forwarded-Ssl"), Row(null, "X-Real-IP"),
    ];

    private static readonly EnvironKey[] Changed =
        [EnvironKey.RemoteAddr, EnvironKey.RemotePort, EnvironKey.UrlScheme, EnvironKey.HttpHost, EnvironKey.ServerName, EnvironKey.ServerPort, EnvironKey.ScriptName];

    /// <summary>The key of a header in the environ.</summary>
    public static EnvironKey KeyOf(ProxyHeader header) => All[(int)header].Key;

    /// <summary>The name of a header.</summary>
    public static string NameOf(ProxyHeader header) => All[(int)header].Name;

    /// <summary>Whether a request has a header that a proxy may have set.</summary>
    public static bool Any(Environ environ)
    {
        foreach (var (_, _, key) in All)
        {
            if (environ[key] is not null)
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>Who passed the request on, for messages.</summary>
    public static string PeerOf(Environ environ) => environ.GetText(EnvironKey.RemoteAddr) is { Length: > 0 } address ? address : "unix";

    /// <summary>Applies what is trusted, removes the rest; once, also when the request passes again on its way to an error document.</summary>
    /// <returns>The names of the headers that were removed.</returns>
    /// <exception cref="FormatException">A trusted header is malformed; the message is its name. The environ is as it was.</exception>
    public IReadOnlyList<string> Apply(Environ environ)
    {
        if (environ[Original] is not null || !Any(environ))
        {
            return [];
        }
        var isTrusted = proxies.Contains(environ.GetText(EnvironKey.RemoteAddr));
        var original = OriginalOf(environ);
        if (isTrusted)
        {
            Apply(environ, Checked(ForwardedValues.Read(environ, headers.Contains, count)));
        }
        environ[Original] = original;
        return clearsUntrusted ? Clear(environ, isTrusted) : [];
    }

    private static Dictionary<string, string> OriginalOf(Environ environ)
    {
        var original = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var key in Changed.Concat(All.Select(row => row.Key)))
        {
            if (environ.GetText(key) is { } value)
            {
                original[key.Name] = value;
            }
        }
        return original;
    }

    private List<string> Clear(Environ environ, bool isTrusted)
    {
        var removed = new List<string>();
        foreach (var (header, name, key) in All)
        {
            if (!(isTrusted && header is { } one && headers.Contains(one)) && environ.Remove(key))
            {
                removed.Add(name);
            }
        }
        return removed;
    }

    private static void Apply(Environ environ, Checks values)
    {
        var port = values.Host?.Port ?? values.Port;
        if (values.Scheme is { } scheme)
        {
            environ.UrlScheme = scheme;
            port ??= scheme == "https" ? "443" : "80";
        }
        if (values.Host is { } host)
        {
            var isDefault = port is null || port == (environ.UrlScheme == "https" ? "443" : "80");
            environ[EnvironKey.ServerName] = host.Name;
            environ[EnvironKey.HttpHost] = host.Port is not null ? $"{host.Name}:{host.Port}" : isDefault ? host.Name : $"{host.Name}:{port}";
        }
        if (port is not null)
        {
            environ[EnvironKey.ServerPort] = port;
        }
        if (values.Client is { } client)
        {
            environ[EnvironKey.RemoteAddr] = environ[RemoteHost] = client.Address;
            environ[EnvironKey.RemotePort] = client.Port;
        }
        if (values.Prefix is { } prefix)
        {
            environ.ScriptName = prefix + environ.ScriptName;
        }
    }

    private Checks Checked(ForwardedValues values)
    {
        var isOne = headers.Contains(ProxyHeader.Forwarded);
        return new(
            values.Client is null ? null : ClientOf(values.Client) ?? throw Malformed(ProxyHeader.XForwardedFor),
            values.Scheme is null ? null : SchemeOf(values.Scheme) ?? throw Malformed(ProxyHeader.XForwardedProto),
            values.Host is null ? null : HostOf(values.Host) ?? throw Malformed(ProxyHeader.XForwardedHost),
            values.Port is null ? null : IsPort(values.Port) ? values.Port : throw Malformed(ProxyHeader.XForwardedPort),
            values.Prefix is null ? null : PrefixOf(values.Prefix) ?? throw new FormatException(NameOf(ProxyHeader.XForwardedPrefix)));

        FormatException Malformed(ProxyHeader header) => new(NameOf(isOne ? ProxyHeader.Forwarded : header));
    }

    /// <summary><c>192.0.2.1</c>, <c>192.0.2.1:80</c>, <c>2001:db8::1</c>, <c>[2001:db8::1]:80</c>, and what RFC 7239 §6 has for clients that are not to be known.</summary>
    private static (string Address, string? Port)? ClientOf(string text)
    {
        if (text.Count(c => c == ':') > 1 && !text.StartsWith('['))
        {
            return IsAddress(text, AddressFamily.InterNetworkV6) ? (text, null) : null;
        }
        var match = Node().Match(text);
        if (!match.Success)
        {
            return null;
        }
        var (six, four) = (match.Groups["six"], match.Groups["four"]);
        if ((six.Success && !IsAddress(six.Value, AddressFamily.InterNetworkV6)) || (four.Success && !IsAddress(four.Value, AddressFamily.InterNetwork)))
        {
            return null;
        }
        var port = match.Groups["port"];
        return (six.Success ? six.Value : match.Groups["name"].Value, port.Success ? port.Value : null);
    }

    private static bool IsAddress(string text, AddressFamily family) =>
        !text.Contains('%', StringComparison.Ordinal) && IPAddress.TryParse(text, out var address) && address.AddressFamily == family;

    // A websocket begins as an HTTP request, and WSGI knows no other scheme.
    private static string? SchemeOf(string text) => text.ToLowerInvariant() switch
    {
        "http" or "ws" => "http",
        "https" or "wss" => "https",
        _ => null,
    };

    private static (string Name, string? Port)? HostOf(string text)
    {
        var match = HostAndPort().Match(text);
        if (!match.Success || (match.Groups["six"] is { Success: true } six && !IsAddress(six.Value, AddressFamily.InterNetworkV6)))
        {
            return null;
        }
        var port = match.Groups["port"];
        return port.Success && !IsPort(port.Value) ? null : (match.Groups["host"].Value, port.Success ? port.Value : null);
    }

    private static bool IsPort(string text) => ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port > 0;

    // The prefix becomes part of links: "//other.example" would be another site.
    private static string? PrefixOf(string text)
    {
        var path = text.TrimEnd('/');
        return path.Length == 0 || (CleanPath().IsMatch(path) && !path.Split('/').Any(segment => segment is "." or "..")) ? path : null;
    }

    private static (ProxyHeader? Header, string Name, EnvironKey Key) Row(ProxyHeader? header, string name) =>
        (header, name, EnvironKey.TryOfHeader(name, out var key) ? key : throw new ArgumentException(name, nameof(name)));

    private readonly record struct Checks((string Address, string? Port)? Client, string? Scheme, (string Name, string? Port)? Host, string? Port, string? Prefix);

    [GeneratedRegex(@"^(?<name>\[(?<six>[0-9A-Fa-f:.]+)\]|(?<four>(0|[1-9][0-9]{0,2})(\.(0|[1-9][0-9]{0,2})){3})|unknown|_[A-Za-z0-9._-]+)(:(?<port>[0-9]{1,5}|_[A-Za-z0-9._-]+))?$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Node();

    [GeneratedRegex(@"^(?<host>\[(?<six>[0-9A-Fa-f:.]+)\]|[A-Za-z0-9._-]+)(:(?<port>[0-9]+))?$")]
    private static partial Regex HostAndPort();

    [GeneratedRegex(@"^(/[A-Za-z0-9._~!$&'()*+,;=:@-]+)+$")]
    private static partial Regex CleanPath();
}
