// SPDX-License-Identifier: MIT
using System.Globalization;
using System.Text;
using Composer.Wsgi;

namespace Composer.Middleware;

/// <summary>One key of a urlmap and its app.</summary>
/// <param name="Key">As the user wrote it.</param>
/// <param name="Host">In small letters, without port; null means any; a leading <c>*.</c> means every subdomain.</param>
/// <param name="Port">Null means any.</param>
/// <param name="Prefix">A native string: empty, or beginning with a slash and not ending with one.</param>
/// <param name="App">What is mounted.</param>
internal sealed record MountPoint(string Key, string? Host, int? Port, string Prefix, IWsgiApp App)
{
    /// <summary>Understands <c>/path</c>, <c>domain D [port P] [/path]</c> and <c>http://host:port/path</c>.</summary>
    /// <exception cref="ArgumentException">It is none of them.</exception>
    public static MountPoint Parse(string key, IWsgiApp app)
    {
        var words = key.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        string? host = null, port = null, path = null;
        for (var i = 0; i < words.Length; i++)
        {
            switch (words[i])
            {
                case "domain":
                    host = Once(key, "domain", host, Following(key, words, ++i, "a host name"));
                    break;
                case "port":
                    port = Once(key, "port", port, Following(key, words, ++i, "a number"));
                    break;
                default:
                    path = Once(key, "path", path, words[i]);
                    break;
            }
        }
        return path is not null && Authority(path) is { } authority
            ? OfUrl(key, host, port, authority, path, app)
            : Make(key, host, port, path ?? "", app);
    }

    private static MountPoint OfUrl(string key, string? host, string? port, string authority, string url, IWsgiApp app)
    {
        if (host is not null || port is not null)
        {
            throw Bad(key, "has a host twice: after 'domain' and in its URL");
        }
        var rest = url[(url.IndexOf("://", StringComparison.Ordinal) + 3 + authority.Length)..];
        return Make(key, authority, null, rest, app);
    }

    private static MountPoint Make(string key, string? host, string? port, string path, IWsgiApp app)
    {
        if (port is not null && host is null)
        {
            throw Bad(key, "has a port but no host; write 'domain HOST port PORT /path'");
        }
        if (host is not null)
        {
            (host, var ownPort) = Split(key, host);
            port = ownPort is null ? port : Once(key, "port", port, ownPort);
        }
        if (path.Length == 0 && host is null)
        {
            throw Bad(key, "is empty; the root is '/'");
        }
        return new(key, host, port is null ? null : PortOf(key, port), PrefixOf(key, path), app);
    }

    private static string? Authority(string path)
    {
        foreach (var scheme in (ReadOnlySpan<string>)["http://", "https://"])
        {
            if (path.StartsWith(scheme, StringComparison.OrdinalIgnoreCase))
            {
                var end = path.IndexOf('/', scheme.Length);
                return end < 0 ? path[scheme.Length..] : path[scheme.Length..end];
            }
        }
        return null;
    }

    private static (string Host, string? Port) Split(string key, string authority)
    {
        if (!HostName.TrySplit(authority, out var host, out var port) || host.IsEmpty || host.ContainsAny("/@?#"))
        {
            throw Bad(key, $"names the host '{authority}', which is not a host name; an IPv6 address stands in brackets");
        }
        var name = host.ToString().ToLowerInvariant();
        if (name.LastIndexOf('*') > 0 || (name[0] == '*' && !name.StartsWith("*.", StringComparison.Ordinal)) || name == "*.")
        {
            throw Bad(key, "has a '*' that does not stand for all subdomains; write '*.example.org'");
        }
        return (name, port.IsEmpty ? null : port.ToString());
    }

    private static int PortOf(string key, string port) =>
        int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and < 65536
            ? number
            : throw Bad(key, $"names the port '{port}', which is not a number from 1 to 65535");

    private static string PrefixOf(string key, string path)
    {
        if (path.Length > 0 && path[0] != '/')
        {
            throw Bad(key, $"names the path '{path}', which does not begin with a slash{UrlCutByIni(path)}");
        }
        if (path.Any(char.IsControl) || path.AsSpan().ContainsAny('?', '#'))
        {
            throw Bad(key, "names a path with a query, a fragment or a control character");
        }
        var segments = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var prefix = string.Concat(segments.Select(segment => "/" + segment));
        return Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(prefix));
    }

    // In INI the first colon ends the key, so that 'http://host/ = app' arrives as the key 'http'.
    private static string UrlCutByIni(string path) =>
        path is "http" or "https" ? "; an INI key ends at its first colon: write 'domain HOST /path = app'" : "";

    private static string Following(string key, string[] words, int index, string what) =>
        index < words.Length ? words[index] : throw Bad(key, $"ends after '{words[index - 1]}', which {what} must follow");

    private static string Once(string key, string what, string? before, string value) =>
        before is null ? value : throw Bad(key, $"has more than one {what}: '{before}' and '{value}'");

    private static ArgumentException Bad(string key, string problem) => BadSetting.Of(key, $"the mount point '{key}' {problem}");
}
