// SPDX-License-Identifier: MIT
using Composer.Wsgi;

namespace Composer.Middleware;

/// <summary>Which of several answers of one URL is right for a request (RFC 9111 §4.1).</summary>
internal static class CacheVariant
{
    /// <summary>What one URL is kept under. The target as the client wrote it is part of it: an app may tell <c>/a%2Fb</c> from <c>/a/b</c>.</summary>
    public static string KeyOf(Environ environ)
    {
        var host = environ.GetText(EnvironKey.HttpHost) ?? $"{environ.GetText(EnvironKey.ServerName)}:{environ.GetText(EnvironKey.ServerPort)}";
        return $"{environ.UrlScheme}://{host.ToLowerInvariant()}{environ.ScriptName}{environ.PathInfo}?{environ.QueryString} {environ.RequestUri}";
    }

    /// <summary>The names in a Vary header, in one spelling and order.</summary>
    public static IReadOnlyList<string> NamesOf(string? vary) =>
        vary is null ? [] : [.. vary.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(name => name.ToLowerInvariant()).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>A request header, without differences that mean nothing.</summary>
    public static string ValueOf(Environ environ, string name)
    {
        var value = environ.GetHeader(name);
        return name == "accept-encoding" ? value?.Replace(" ", "", StringComparison.Ordinal).ToLowerInvariant() ?? "" : value is null ? "" : "=" + value.Trim();
    }
}
