// SPDX-License-Identifier: MIT
using Composer.Wsgi;

namespace Composer.Middleware;

/// <summary>
/// What a path may mean to whoever is behind: with dot segments resolved or not, <c>%2F</c> and <c>\</c> as a slash or as a character, parameters after <c>;</c> cut off or not.
/// One that has none of these has one reading.
/// </summary>
internal static class PathReadings
{
    /// <summary>The readings of PATH_INFO; several slashes in a row are one, and there is none at the end: <c>/a/b</c>, and nothing for the root.</summary>
    public static IReadOnlyList<string> Of(Environ environ)
    {
        var path = Folded(environ.PathInfo);
        var readings = new List<string> { path };
        if (EncodedSlashes.Any(environ.RequestUri))
        {
            Add(readings, _ => Folded(EncodedSlashes.Masked(environ.RequestUri, environ.PathInfo)));
        }
        if (path.AsSpan().IndexOfAny('\\', ';', '.') < 0)
        {
            return readings;
        }
        Add(readings, reading => Folded(reading.Replace('\\', '/')));
        Add(readings, WithoutParameters);
        Add(readings, WithoutDots);
        return readings;
    }

    private static void Add(List<string> readings, Func<string, string> read)
    {
        foreach (var reading in readings.Select(read).ToArray())
        {
            if (!readings.Contains(reading))
            {
                readings.Add(reading);
            }
        }
    }

    private static string Folded(string path) => path.Contains("//", StringComparison.Ordinal) || path.EndsWith('/') || !path.StartsWith('/')
        ? Join(path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        : path;

    private static string WithoutParameters(string path) => path.Contains(';', StringComparison.Ordinal)
        ? Folded(string.Join('/', path.Split('/').Select(segment => segment.Split(';')[0])))
        : path;

    // RFC 3986 §5.2.4.
    private static string WithoutDots(string path)
    {
        if (!path.Contains("/.", StringComparison.Ordinal))
        {
            return path;
        }
        var kept = new List<string>();
        foreach (var segment in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (segment == ".." && kept.Count > 0)
            {
                kept.RemoveAt(kept.Count - 1);
            }
            if (segment is not ("." or ".."))
            {
                kept.Add(segment);
            }
        }
        return Join(kept);
    }

    private static string Join(IEnumerable<string> segments) => string.Concat(segments.Select(segment => "/" + segment));
}
