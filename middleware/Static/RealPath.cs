// SPDX-License-Identifier: MIT
namespace Composer.Middleware;

/// <summary>Where a path leads when every symbolic link on the way is followed (POSIX <c>realpath</c>).</summary>
internal static class RealPath
{
    private const int MostLinks = 40;

    /// <summary>What is there; null when something on the way does not exist, has a name longer than names can be, may not be looked at, or links run in a circle.</summary>
    /// <param name="path">An absolute path.</param>
    /// <param name="known">A directory whose path is known to be real, so that it is not looked at again; null when there is none.</param>
    public static FileInfo? Of(string path, string? known)
    {
        try
        {
            return Resolve(Path.GetFullPath(path), known);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    // Name by name from the front: a path costs what of it is there, however long it is.
    private static FileInfo? Resolve(string path, string? known)
    {
        var links = 0;
        var here = new FileInfo(StartOf(path, known));
        for (var at = here.FullName.Length; at < path.Length;)
        {
            var start = path[at] == Path.DirectorySeparatorChar ? at + 1 : at;
            at = path.IndexOf(Path.DirectorySeparatorChar, start) is var end and >= 0 ? end : path.Length;
            var next = new FileInfo(Path.Join(here.FullName, path.AsSpan(start, at - start)));
            if ((int)next.Attributes == -1)
            {
                return null;
            }
            if ((next.Attributes & FileAttributes.ReparsePoint) == 0 || next.LinkTarget is not { } target)
            {
                here = next;
                continue;
            }
            if (++links > MostLinks)
            {
                return null;
            }
            path = Path.Join(Path.GetFullPath(target, here.FullName), path.AsSpan(at));
            here = new FileInfo(StartOf(path, known));
            at = here.FullName.Length;
        }
        return here;
    }

    private static string StartOf(string path, string? known) =>
        known is not null && path.StartsWith(known, StringComparison.Ordinal) && (path.Length == known.Length || path[known.Length] == Path.DirectorySeparatorChar)
            ? known
            : Path.GetPathRoot(path)!; // it is absolute
}
