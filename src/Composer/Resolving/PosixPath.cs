// SPDX-License-Identifier: MIT
using System.Text;

namespace Composer;

/// <summary>Python's <c>posixpath</c> where .NET's <see cref="Path"/> differs, and Paste Deploy's way from URI to path.</summary>
internal static class PosixPath
{
    /// <summary><c>os.path.abspath</c>: without <c>.</c>, <c>..</c> and doubled slashes (but exactly two leading ones stay), links not resolved.</summary>
    public static string Absolute(string path)
    {
        var full = path.StartsWith('/') ? path : $"{Environment.CurrentDirectory}/{path}";
        var root = full.StartsWith("//", StringComparison.Ordinal) && !full.StartsWith("///", StringComparison.Ordinal) ? "//" : "/";
        var parts = new List<string>();
        foreach (var part in full.Split('/'))
        {
            if (part == ".." && parts.Count > 0)
            {
                parts.RemoveAt(parts.Count - 1);
            }
            if (part is not ("" or "." or ".."))
            {
                parts.Add(part);
            }
        }
        return root + string.Join('/', parts);
    }

    /// <summary><c>os.path.dirname</c>.</summary>
    public static string DirectoryOf(string path)
    {
        var head = path[..(path.LastIndexOf('/') + 1)];
        var trimmed = head.TrimEnd('/');
        return trimmed.Length == 0 ? head : trimmed;
    }

    /// <summary>A path as a message shows it: beside the file that names it.</summary>
    public static string Beside(string directory, string path) => path.StartsWith('/') || directory.Length == 0 ? path : $"{directory.TrimEnd('/')}/{path}";

    /// <summary><c>urllib.parse.unquote</c>: percent signs without two hex digits stay, bytes that are not UTF-8 become U+FFFD.</summary>
    public static string Unquote(string text)
    {
        if (!text.Contains('%'))
        {
            return text;
        }
        var result = new StringBuilder();
        var bytes = new List<byte>();
        var i = 0;
        while (i < text.Length)
        {
            if (text[i] == '%' && i + 2 < text.Length && char.IsAsciiHexDigit(text[i + 1]) && char.IsAsciiHexDigit(text[i + 2]))
            {
                bytes.Add(Convert.ToByte(text.Substring(i + 1, 2), 16));
                i += 3;
                continue;
            }
            Flush(result, bytes);
            result.Append(text[i++]);
        }
        Flush(result, bytes);
        return result.ToString();
    }

    private static void Flush(StringBuilder result, List<byte> bytes)
    {
        result.Append(Encoding.UTF8.GetString(bytes.ToArray()));
        bytes.Clear();
    }
}
