// SPDX-License-Identifier: MIT
using System.Text;
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
            : environ.ScriptName + "/";

    /// <summary>The path and the query of a request.</summary>
    public static string Of(Environ environ)
    {
        var path = new StringBuilder();
        foreach (var c in environ.ScriptName + environ.PathInfo)
        {
            _ = char.IsAsciiLetterOrDigit(c) || "/-._~!$&'()*+,;=:@".Contains(c, StringComparison.Ordinal) ? path.Append(c) : path.Append('%').Append(((int)c).ToString("X2", System.Globalization.CultureInfo.InvariantCulture));
        }
        return environ.QueryString.Length == 0 ? path.ToString() : path.Append('?').Append(environ.QueryString).ToString();
    }
}
