// SPDX-License-Identifier: MIT
using System.Globalization;
using System.Text;
using Composer.Wsgi;

namespace Composer;

/// <summary>One request that is made without a server or a socket.</summary>
public sealed record TrialRequest
{
    /// <summary>GET, POST …</summary>
    public string Method { get; init; } = "GET";

    /// <summary>Where to: an absolute URL.</summary>
    public required Uri Url { get; init; }

    /// <summary>The request headers in order; several of one name are joined.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>The request body, or null for none.</summary>
    public ReadOnlyMemory<byte>? Body { get; init; }

    /// <summary>Reads a target as people type it: <c>/path?query</c>, <c>path</c>, or a whole URL; null when it is none.</summary>
    public static Uri? ReadTarget(string target, string? host = null)
    {
        ArgumentNullException.ThrowIfNull(target);
        var isUrl = target.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || target.StartsWith("https://", StringComparison.OrdinalIgnoreCase);
        var text = isUrl ? target : $"http://{host ?? "localhost"}{(target.StartsWith('/') ? "" : "/")}{target}";
        return Uri.TryCreate(text, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }, out var url) && url.Host.Length > 0 ? url : null;
    }

    /// <summary>The environ that Composer's HTTP server would make of it.</summary>
    /// <param name="errors">Takes what the site writes to <c>wsgi.errors</c>.</param>
    public Environ NewEnviron(TextWriter errors)
    {
        var target = Encoded(Url.PathAndQuery.Split('#')[0]);
        var mark = target.IndexOf('?', StringComparison.Ordinal);
        var environ = new Environ
        {
            RequestMethod = Method,
            ScriptName = "",
            PathInfo = PercentDecoded(mark < 0 ? target : target[..mark]),
            QueryString = mark < 0 ? "" : target[(mark + 1)..],
            RequestUri = target,
            UrlScheme = Url.Scheme,
            Input = new MemoryStream(Body?.ToArray() ?? [], writable: false),
            Errors = errors,
        };
        environ[EnvironKey.ServerName] = Url.Host;
        environ[EnvironKey.ServerPort] = Url.Port.ToString(CultureInfo.InvariantCulture);
        environ[EnvironKey.ServerProtocol] = "HTTP/1.1";
        environ[EnvironKey.ServerSoftware] = "Composer";
        environ[EnvironKey.RemoteAddr] = "127.0.0.1";
        environ[EnvironKey.RemotePort] = "0";
        environ[EnvironKey.HttpHost] = Url.IsDefaultPort ? Url.Host : $"{Url.Host}:{Url.Port}";
        environ[EnvironKey.InputTerminated] = true;
        if (Body is { } body)
        {
            environ[EnvironKey.ContentLength] = body.Length.ToString(CultureInfo.InvariantCulture);
        }
        foreach (var (name, value) in Headers)
        {
            Add(environ, name, value);
        }
        return environ;
    }

    private static void Add(Environ environ, string name, string value)
    {
        if (EnvironKey.TryOfHeader(name, out var key))
        {
            environ[key] = key != EnvironKey.HttpHost && environ.GetText(key) is { } before ? $"{before}, {value}" : value;
        }
    }

    private static string Encoded(string target) =>
        string.Concat(Encoding.UTF8.GetBytes(target).Select(octet => octet is > 0x20 and < 0x7F ? ((char)octet).ToString() : $"%{octet:X2}"));

    private static string PercentDecoded(string path)
    {
        var text = new StringBuilder(path.Length);
        for (var i = 0; i < path.Length; i++)
        {
            var isEncoded = path[i] == '%' && i + 2 < path.Length && char.IsAsciiHexDigit(path[i + 1]) && char.IsAsciiHexDigit(path[i + 2]);
            text.Append(isEncoded ? (char)Convert.ToByte(path.Substring(i + 1, 2), 16) : path[i]);
            i += isEncoded ? 2 : 0;
        }
        return text.ToString();
    }
}
