// SPDX-License-Identifier: MIT
using System.Net;
using System.Text;
using Composer.Wsgi;

namespace Composer.Middleware;

/// <summary>A page with the names in a directory.</summary>
internal static class Listing
{
    /// <param name="directory">Where it is.</param>
    /// <param name="url">Its path as a native string, for the title.</param>
    /// <param name="dotfiles">Whether names that begin with a dot are shown.</param>
    public static Response Of(string directory, string url, bool dotfiles)
    {
        var title = WebUtility.HtmlEncode(Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(url)));
        var page = new StringBuilder($"<!DOCTYPE html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<title>{title}</title>\n<h1>{title}</h1>\n<ul>\n");
        foreach (var name in Names(directory, dotfiles))
        {
            // The leading ./ keeps a name with a colon from being taken for a scheme (RFC 3986 §4.2).
            var link = "./" + UrlPath.Escape(Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(name)));
            page.Append($"<li><a href=\"{WebUtility.HtmlEncode(link)}\">{WebUtility.HtmlEncode(name)}</a></li>\n");
        }
        return Response.Text(200, page.Append("</ul>\n</html>\n").ToString(), "text/html; charset=utf-8");
    }

    private static IEnumerable<string> Names(string directory, bool dotfiles) =>
        new DirectoryInfo(directory).EnumerateFileSystemInfos()
            .Where(entry => dotfiles || entry.Name[0] != '.')
            .Select(entry => entry is DirectoryInfo ? entry.Name + "/" : entry.Name)
            .Order(StringComparer.Ordinal);
}
