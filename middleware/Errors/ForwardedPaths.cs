// SPDX-License-Identifier: MIT
using System.Collections;
using Composer.Wsgi;

namespace Composer.Middleware;

/// <summary>The paths that a request had before it was forwarded inside the site: <c>paste.recursive.old_path_info</c>.</summary>
internal static class ForwardedPaths
{
    private static readonly EnvironKey Key = EnvironKey.Of("paste.recursive.old_path_info");

    /// <summary>The paths so far, oldest first.</summary>
    public static IReadOnlyList<string> Of(Environ environ) => environ[Key] is IEnumerable paths and not string ? [.. paths.OfType<string>()] : [];

    /// <summary>Notes the path that is left.</summary>
    public static void Add(Environ environ, string path) => environ[Key] = new List<string>(Of(environ)) { path };
}
