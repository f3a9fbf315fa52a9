// SPDX-License-Identifier: MIT
using Composer.Wsgi;

namespace Composer.Middleware;

/// <summary>The hosts that a route is for.</summary>
/// <param name="Host">In small letters; null means any; a leading <c>*.</c> means every subdomain.</param>
/// <param name="Port">Null means any.</param>
internal readonly record struct HostRule(string? Host, int? Port)
{
    private bool IsWildcard => Host is ['*', ..];

    /// <summary>The more specific first: a host before a wildcard before any, the longer wildcard before the shorter, a port before any.</summary>
    public (int Kind, int Length, bool AnyPort) Order => (Host is null ? 2 : IsWildcard ? 1 : 0, IsWildcard ? -Host!.Length : 0, Port is null);

    /// <summary>Whether a request is for one of them. Without a usable <c>Host</c> header it is for any host.</summary>
    public bool Matches(Environ environ)
    {
        if (Host is null)
        {
            return true;
        }
        if (environ.GetText(EnvironKey.HttpHost) is not { } header || !HostName.TrySplit(header, out var host, out var port))
        {
            return false;
        }
        var isHost = IsWildcard
            ? host.Length >= Host.Length && host.EndsWith(Host.AsSpan(1), StringComparison.OrdinalIgnoreCase)
            : host.Equals(Host, StringComparison.OrdinalIgnoreCase);
        return isHost && (Port is null || Port == HostName.PortOf(port, environ.UrlScheme));
    }
}
