// SPDX-License-Identifier: MIT
using Composer.Wsgi;

namespace Composer.Middleware;

/// <summary>Finds the slashes of PATH_INFO that the client had written as <c>%2F</c>: they are data, not borders of segments (RFC 3986 §2.2).</summary>
internal static class EncodedSlashes
{
    /// <summary>Stands for an encoded slash while mount points are compared; no mount point holds it.</summary>
    public const char Mask = '\0';

    /// <summary>Whether the path of a request target holds an encoded slash.</summary>
    public static bool Any(string target)
    {
        for (var i = target.IndexOf('%', StringComparison.Ordinal); i >= 0 && i + 2 < target.Length; i = target.IndexOf('%', i + 1))
        {
            if (IsEncodedSlash(target, i))
            {
                return i < PathOf(target).Length;
            }
        }
        return false;
    }

    /// <summary>The path with its encoded slashes masked; as it is when it is not the end of the target (an outer filter rewrote it).</summary>
    /// <remarks>Walks backwards, because an outer urlmap may have taken a prefix away. No escape can overlap another: <c>%</c> is not a hex digit.</remarks>
    public static string Masked(string target, string path)
    {
        var raw = PathOf(target);
        var masked = path.ToCharArray();
        var from = raw.Length;
        for (var i = path.Length - 1; i >= 0; i--)
        {
            var escape = from >= 3 && raw[from - 3] == '%' && char.IsAsciiHexDigit(raw[from - 2]) && char.IsAsciiHexDigit(raw[from - 1]);
            if (from == 0 || path[i] != (escape ? Convert.ToByte(raw[(from - 2)..from].ToString(), 16) : raw[from - 1]))
            {
                return path;
            }
            from -= escape ? 3 : 1;
            if (escape && path[i] == '/')
            {
                masked[i] = Mask;
            }
        }
        return new string(masked);
    }

    /// <summary>PATH_INFO with its encoded slashes masked.</summary>
    public static string Masked(Environ environ) => Any(environ.RequestUri) ? Masked(environ.RequestUri, environ.PathInfo) : environ.PathInfo;

    /// <summary>A masked path as a URL has it: an encoded slash stays one.</summary>
    public static string Escape(string masked) => string.Join("%2F", masked.Split(Mask).Select(UrlPath.Escape));

    private static ReadOnlySpan<char> PathOf(string target)
    {
        var end = target.IndexOf('?', StringComparison.Ordinal);
        return end < 0 ? target : target.AsSpan(0, end);
    }

    private static bool IsEncodedSlash(string target, int at) => target[at + 1] == '2' && (target[at + 2] | 0x20) == 'f';
}
