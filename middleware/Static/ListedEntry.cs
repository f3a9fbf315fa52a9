// SPDX-License-Identifier: MIT
using System.Globalization;
using System.Text;

namespace Composer.Middleware;

/// <summary>A file or directory as a listing shows it.</summary>
internal sealed class ListedEntry(FileSystemInfo entry)
{
    private static readonly string[] Units = ["B", "kB", "MB", "GB", "TB"];

    /// <summary>Whether it comes before the files.</summary>
    public bool IsDirectory { get; } = entry is DirectoryInfo;

    /// <summary>Its name; a directory's ends with a slash.</summary>
    public string Name { get; } = entry is DirectoryInfo ? entry.Name + "/" : entry.Name;

    /// <summary>Where it is, seen from its directory.</summary>
    // The leading ./ keeps a name with a colon from being taken for a scheme (RFC 3986 §4.2).
    public string Link => "./" + UrlPath.Escape(Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(Name)));

    /// <summary>How long a file is, in words; empty for a directory, and for a link, which may lead to nothing.</summary>
    public string Size { get; } = entry is FileInfo { LinkTarget: null, Exists: true } file ? InWords(file.Length) : "";

    /// <summary>When it changed last (UTC).</summary>
    public string Modified { get; } = entry.LastWriteTimeUtc.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    private static string InWords(long length)
    {
        double size = length;
        var unit = 0;
        while (size >= 1000 && unit < Units.Length - 1)
        {
            size /= 1000;
            unit++;
        }
        var text = size.ToString(unit > 0 && size < 9.95 ? "0.0" : "0", CultureInfo.InvariantCulture);
        return $"{text} {Units[unit]}";
    }
}
