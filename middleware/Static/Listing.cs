// SPDX-License-Identifier: MIT
using System.Text;
using Composer.Wsgi;

namespace Composer.Middleware;

/// <summary>A page with the names in a directory, directories first.</summary>
internal static class Listing
{
    /// <param name="root">What it belongs to; links that lead out of it are left out.</param>
    /// <param name="directory">Where it is.</param>
    /// <param name="url">Its path as a native string, for the title.</param>
    /// <param name="isRoot">Whether the directory above it belongs to somebody else.</param>
    /// <param name="dotfiles">Whether names that begin with a dot are shown.</param>
    public static Response Of(DocumentRoot root, string directory, string url, bool isRoot, bool dotfiles)
    {
        var title = Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(url));
        return Response.Text(200, Page.Listing(new { title, up = !isRoot, entries = Entries(root, directory, dotfiles).ToArray() }), "text/html; charset=utf-8");
    }

    private static IEnumerable<ListedEntry> Entries(DocumentRoot root, string directory, bool dotfiles) =>
        new DirectoryInfo(directory).EnumerateFileSystemInfos()
            .Where(entry => (dotfiles || entry.Name[0] != '.') && CanBeAskedFor(entry) && (entry.LinkTarget is null || root.Check(entry.FullName) is not null))
            .Select(entry => new ListedEntry(entry))
            .OrderByDescending(entry => entry.IsDirectory)
            .ThenBy(entry => entry.Name, StringComparer.Ordinal);

    // A name that is no UTF-8 comes as another, of which there is no file; one with a backslash is never served.
    private static bool CanBeAskedFor(FileSystemInfo entry) => entry.Exists && UrlPath.Parse(NativeText.Of(entry.Name)) is not null;
}
