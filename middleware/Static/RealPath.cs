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
        var links = 0;
        try
        {
            return Resolve(Path.GetFullPath(path), known, ref links);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static FileInfo? Resolve(string path, string? known, ref int links)
    {
        if (path == known || Path.GetDirectoryName(path) is not { } parent)
        {
            return new FileInfo(path);
        }
        if (Resolve(parent, known, ref links)?.FullName is not { } realParent)
        {
            return null;
        }

        var here = new FileInfo(Path.Join(realParent, Path.GetFileName(path)));
        if ((int)here.Attributes == -1)
        {
            return null;
        }
        if ((here.Attributes & FileAttributes.ReparsePoint) == 0 || here.LinkTarget is not { } target)
        {
            return here;
        }
        return ++links > MostLinks ? null : Resolve(Path.GetFullPath(target, realParent), known, ref links);
    }
}
