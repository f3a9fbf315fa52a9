// SPDX-License-Identifier: MIT
using System.Buffers;
using System.Globalization;
using System.Net;
using Composer.Wsgi;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace Composer.Servers.Kestrel;

/// <summary>Turns Kestrel's requests into environs, and refuses what Kestrel lets pass.</summary>
/// <remarks>One for each connection: Kestrel gives the same string again when a client repeats a header, so most of what was found for the last request holds for the next.</remarks>
internal sealed class RequestReader
{
    private static readonly object Yes = true;
    private static readonly string Software = "Composer/" + typeof(RequestReader).Assembly.GetName().Version!.ToString(3);
    private static readonly SearchValues<char> Token = SearchValues.Create("!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");
    private static readonly SearchValues<char> Control = SearchValues.Create([.. Enumerable.Range(0, 0x20).Where(c => c != '\t').Select(c => (char)c), '\x7f']);

    private readonly IHttpRequestFeature _request;
    private readonly string _serverName;
    private readonly string? _serverPort;
    private readonly string _remoteAddress;
    private readonly string _remotePort;

    private Seen[] _seen = new Seen[16];
    private string? _lastTarget;
    private RequestTarget _target;

    public RequestReader(IHttpRequestFeature request, IHttpConnectionFeature connection, string? serverName)
    {
        _request = request;
        _serverName = serverName is { Length: > 0 } ? serverName : Text(connection.LocalIpAddress) is { Length: > 0 } local ? local : "localhost";
        _serverPort = connection.LocalIpAddress is null ? null : Text(connection.LocalPort);
        _remoteAddress = Text(connection.RemoteIpAddress);
        _remotePort = connection.RemoteIpAddress is null ? "" : Text(connection.RemotePort);
    }

    /// <summary>Fills an empty environ with all but <c>wsgi.input</c> and <c>wsgi.errors</c>.</summary>
    /// <exception cref="BadHttpRequestException">The request is one that two servers could understand differently.</exception>
    public void Fill(Environ environ)
    {
        var scheme = _request.Scheme;
        if (_request.Method == "CONNECT")
        {
            throw new BadHttpRequestException("this is not a proxy", StatusCodes.Status501NotImplemented);
        }
        FillTarget(environ);
        environ[EnvironKey.RequestMethod] = _request.Method;
        environ[EnvironKey.ScriptName] = "";
        environ[EnvironKey.ServerName] = _serverName;
        environ[EnvironKey.ServerPort] = _serverPort ?? (scheme == "https" ? "443" : "80");
        environ[EnvironKey.ServerProtocol] = _request.Protocol == "HTTP/2" ? "HTTP/2.0" : _request.Protocol;
        environ[EnvironKey.ServerSoftware] = Software;
        environ[EnvironKey.RemoteAddr] = _remoteAddress;
        environ[EnvironKey.RemotePort] = _remotePort;
        environ[EnvironKey.UrlScheme] = scheme;
        environ[EnvironKey.InputTerminated] = Yes;
        FillHeaders(environ);
    }

    private void FillTarget(Environ environ)
    {
        var raw = _request.RawTarget;
        if (!ReferenceEquals(raw, _lastTarget))
        {
            // A fragment is not part of a target: whoever cuts it off sees another path than whoever does not.
            if (raw.AsSpan().ContainsAny(Control) || raw.Contains('#', StringComparison.Ordinal))
            {
                throw Bad("the request target holds a character that it must not");
            }
            _target = RequestTarget.Parse(raw);
            _lastTarget = raw;
        }
        environ[EnvironKey.PathInfo] = _target.Path;
        environ[EnvironKey.QueryString] = _target.Query;
        environ.RequestUri = raw;
    }

    private void FillHeaders(Environ environ)
    {
        var index = 0;
        foreach (var (name, values) in _request.Headers)
        {
            if (index == _seen.Length)
            {
                Array.Resize(ref _seen, _seen.Length * 2);
            }
            ref var seen = ref _seen[index++];
            if (values.Count != 1)
            {
                Add(environ, name, values);
                continue;
            }
            var value = values.ToString();
            if (!ReferenceEquals(seen.Value, value) || !ReferenceEquals(seen.Name, name))
            {
                seen = new Seen(name, value, Check(name, value));
            }
            if (seen.Key is { } key)
            {
                environ[key] = value;
            }
        }
        if (environ.GetText(EnvironKey.HttpTransferEncoding) is { } coding)
        {
            CheckTransferEncoding(coding);
        }
    }

    // Several fields of one name: RFC 9110 §5.3 joins them with a comma; Cookie has a separator of its own (RFC 9113 §8.2.3).
    private static void Add(Environ environ, string name, StringValues values)
    {
        var key = default(EnvironKey);
        foreach (var value in values)
        {
            key = Check(name, value ?? "");
        }
        if (key == EnvironKey.ContentType || key == EnvironKey.HttpTransferEncoding)
        {
            throw Bad($"there is more than one {name}");
        }
        if (key is not null)
        {
            environ[key] = string.Join(key == EnvironKey.HttpCookie ? "; " : ", ", values.ToArray());
        }
    }

    private static EnvironKey? Check(string name, string value)
    {
        if (name.AsSpan().ContainsAnyExcept(Token))
        {
            throw Bad("a header name is not a token");
        }
        if (value.AsSpan().ContainsAny(Control))
        {
            throw Bad("a header value holds a control character");
        }
        if (!EnvironKey.TryOfHeader(name, out var key))
        {
            return null;
        }
        if (key == EnvironKey.HttpHost)
        {
            CheckPort(value);
        }
        return key;
    }

    private void CheckTransferEncoding(string value)
    {
        if (!value.Equals("chunked", StringComparison.OrdinalIgnoreCase) || _request.Protocol != "HTTP/1.1")
        {
            throw Bad("Transfer-Encoding may only be chunked, and only in HTTP/1.1");
        }
        // RFC 9112 §6.1: both lengths at once is what request smuggling looks like. Kestrel has moved the Content-Length here.
        if (_request.Headers.ContainsKey("X-Content-Length"))
        {
            throw Bad("there is a Transfer-Encoding and a Content-Length");
        }
    }

    private static void CheckPort(string host)
    {
        var colon = host.LastIndexOf(':');
        if (colon < 0 || host.EndsWith(']'))
        {
            return;
        }
        if (!ushort.TryParse(host.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out _))
        {
            throw Bad("the port of the Host is not one");
        }
    }

    private static BadHttpRequestException Bad(string why) => new(why, StatusCodes.Status400BadRequest);

    private static string Text(IPAddress? address) =>
        address is null ? "" : (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString();

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);

    private readonly record struct Seen(string Name, string Value, EnvironKey? Key);
}
