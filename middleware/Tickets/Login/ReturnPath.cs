// SPDX-License-Identifier: MIT
using Composer.Wsgi;

namespace Composer.Middleware;

/// <summary>Where somebody goes after a login: a path of this site and nothing else, whatever the client says.</summary>
internal static class ReturnPath
{
    private const int Longest = 2000;

    /// <summary>The path that a client asks for, or the start page when a browser could take it for another place.</summary>
    public static string Checked(string? wanted, Environ environ) =>
        wanted is ['/', ..] && wanted is not ['/', '/' or '\\', ..] && wanted.Length <= Longest && !wanted.AsSpan().ContainsAnyExceptInRange('!', '~') && !wanted.Contains('\\', StringComparison.Ordinal)
            ? wanted
            : UrlPath.MountOf(environ) + "/";
}
