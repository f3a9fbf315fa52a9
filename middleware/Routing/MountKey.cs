// SPDX-License-Identifier: MIT
using System.Globalization;

namespace Composer.Middleware;

/// <summary>Where something is mounted, as the key of a composite says it: <c>/path</c>, <c>domain D [port P] [/path]</c> or <c>http://host:port/path</c>.</summary>
/// <param name="Host">In small letters, without port; null means any; a leading <c>*.</c> means every subdomain.</param>
/// <param name="Port">Null means any.</param>
/// <param name="Path">As written; it may be empty.</param>
internal sealed record MountKey(string? Host, int? Port, string Path)
{
    /// <summary>Understands a key.</summary>
    /// <param name="key">The key, as the user wrote it.</param>
    /// <param name="words">The words of it that say where.</param>
    /// <param name="noun">What such a key is called: <c>mount point</c>, <c>route</c>.</param>
    /// <exception cref="ArgumentException">It is none of them.</exception>
    public static MountKey Parse(string key, ReadOnlySpan<string> words, string noun)
    {
        string? host = null, port = null, path = null;
        for (var i = 0; i < words.Length; i++)
        {
            switch (words[i])
            {
                case "domain":
                    host = Once("domain", host, Following(words, ++i, "a host name"));
                    break;
                case "port":
                    port = Once("port", port, Following(words, ++i, "a number"));
                    break;
                default:
                    path = Once("path", path, words[i]);
                    break;
            }
        }
        if (path is not null && Authority(path) is { } authority)
        {
            if (host is not null || port is not null)
            {
                throw Bad("has a host twice: after 'domain' and in its URL");
            }
            host = authority;
            path = path[(path.IndexOf("://", StringComparison.Ordinal) + 3 + authority.Length)..];
        }
        if (port is not null && host is null)
        {
            throw Bad("has a port but no host; write 'domain HOST port PORT /path'");
        }
        if (host is not null)
        {
            (host, var ownPort) = Split(host);
            port = ownPort is null ? port : Once("port", port, ownPort);
        }
        if (string.IsNullOrEmpty(path) && host is null)
        {
            throw Bad("is empty; the root is '/'");
        }
        if (path is { Length: > 0 } && path[0] != '/')
        {
            throw Bad($"names the path '{path}', which does not begin with a slash{UrlCutByIni(path)}");
        }
        return new(host, port is null ? null : PortOf(port), path ?? "");

        string Once(string what, string? before, string value) =>
            before is null ? value : throw Bad($"has more than one {what}: '{before}' and '{value}'");

        string Following(ReadOnlySpan<string> words, int index, string what) =>
            index < words.Length ? words[index] : throw Bad($"ends after '{words[index - 1]}', which {what} must follow");

        (string Host, string? Port) Split(string authority)
        {
            if (!HostName.TrySplit(authority, out var host, out var port) || host.IsEmpty || host.ContainsAny("/@?#"))
            {
                throw Bad($"names the host '{authority}', which is not a host name; {(authority == "[" ? "an INI key ends at its first colon: a map with an IPv6 address is written in TOML or YAML" : "an IPv6 address stands in brackets")}");
            }
            var name = host.ToString().ToLowerInvariant();
            if (name.LastIndexOf('*') > 0 || (name[0] == '*' && !name.StartsWith("*.", StringComparison.Ordinal)) || name == "*.")
            {
                throw Bad("has a '*' that does not stand for all subdomains; write '*.example.org'");
            }
            return (name, port.IsEmpty ? null : port.ToString());
        }

        int PortOf(string port) =>
            int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and < 65536
                ? number
                : throw Bad($"names the port '{port}', which is not a number from 1 to 65535");

        ArgumentException Bad(string problem) => BadSetting.Of(key, $"the {noun} '{key}' {problem}");
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

    // In INI the first colon ends the key, so that 'http://host/ = app' arrives as the key 'http'.
    private static string UrlCutByIni(string path) =>
        path is "http" or "https" ? "; an INI key ends at its first colon: write 'domain HOST /path = app'" : "";
}
