// SPDX-License-Identifier: MIT
namespace Composer.Middleware;

/// <summary>Where a path leads when every symbolic link on the way is followed (POSIX <c>realpath</c>).</summary>
internal static class RealPath
{
    private const int MostLinks = 40;

    /// <summary>The real path; null when something on the way does not exist, or links run in a circle.</summary>
    public static string? Of(string path)
    {
        var links = 0;
        return Resolve(Path.GetFullPath(path), ref links);
    }

    private static string? Resolve(string path, ref int links)
    {
        if (Path.GetDirectoryName(path) is not { } parent)
        {
            return path;
        }
        if (Resolve(parent, ref links) is not { } realParent)
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
            return here.FullName;
        }
        return ++links > MostLinks ? null : Resolve(Path.GetFullPath(target, realParent), ref links);
    }
}
