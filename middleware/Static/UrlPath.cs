// SPDX-License-Identifier: MIT
using System.Buffers;
using System.Globalization;
using System.Text;
using Composer.Wsgi;

namespace Composer.Middleware;

/// <summary>A PATH_INFO taken apart into names; one that could mean something else to the file system than to a browser does not become one.</summary>
internal sealed class UrlPath
{
    // RFC 3986 §3.3: pchar and the slash, without the percent sign.
    private static readonly SearchValues<char> Plain =
        SearchValues.Create("/!$&'()*+,-.0123456789:;=@ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz~");

    private static readonly SearchValues<char> Strange = SearchValues.Create("\\\0");
    private static readonly SearchValues<char> StrangeOnWindows = SearchValues.Create("\\\0:*?\"<>|~");
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private UrlPath(string[] names, bool endsWithSlash)
    {
        Names = names;
        EndsWithSlash = endsWithSlash;
    }

    /// <summary>The names between the slashes; empty ones are left out.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Whether the client asked for a directory.</summary>
    public bool EndsWithSlash { get; }

    /// <summary>Whether there is no name at all.</summary>
    public bool IsRoot => Names.Count == 0;

    /// <summary>The path as text, beginning with a slash.</summary>
    public string Text => "/" + string.Join('/', Names) + (EndsWithSlash && !IsRoot ? "/" : "");

    /// <summary>The path as a native string.</summary>
    public string Native => Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(Text));

    /// <summary>The path as a URL has it.</summary>
    public string Escaped => Escape(Native);

    /// <summary>Null when a name is <c>.</c> or <c>..</c>, is not UTF-8, or holds a backslash, NUL, or on Windows anything that names a drive, a stream or a short name.</summary>
    public static UrlPath? Parse(string pathInfo)
    {
        if (Decoded(pathInfo) is not { } text || text.AsSpan().ContainsAny(OperatingSystem.IsWindows() ? StrangeOnWindows : Strange))
        {
            return null;
        }
        var names = text.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return names.All(IsName) ? new UrlPath(names, text.EndsWith('/')) : null;
    }

    /// <summary>A file in this directory.</summary>
    public UrlPath Then(string name) => new([.. Names, name], endsWithSlash: false);

    /// <summary>Percent-encodes what may not stand in a path; the text is a native string.</summary>
    public static string Escape(string native) => native.AsSpan().ContainsAnyExcept(Plain) ? Escape(native, Plain.Contains) : native;

    /// <summary>Percent-encodes what could end a value in a query; the text is a native string.</summary>
    public static string EscapeValue(string native) => Escape(native, static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_' or '~' or '/');

    /// <summary>Percent-encodes what may not stand in a header; the rest of a query is left as the client wrote it.</summary>
    public static string EscapeQuery(string query) => Escape(query, c => c is > ' ' and < '\x7f');

    /// <summary>What stands before the paths of an app in URLs: its SCRIPT_NAME.</summary>
    public static string MountOf(Environ environ) => Escape(environ.ScriptName);

    /// <summary>Path and query of a request, as a client could have written them.</summary>
    public static string TargetOf(Environ environ) => Escape(environ.ScriptName + environ.PathInfo) + (environ.QueryString.Length == 0 ? "" : "?" + environ.QueryString);

    /// <summary>The target that the client sent, or where the server does not tell it, as it could have been.</summary>
    public static string SentTargetOf(Environ environ) => environ.RequestUri is { Length: > 0 } target ? target : TargetOf(environ);

    private static string Escape(string native, Func<char, bool> isPlain)
    {
        var escaped = new StringBuilder(native.Length + 16);
        foreach (var c in native)
        {
            _ = isPlain(c) ? escaped.Append(c) : escaped.Append('%').Append(((int)c).ToString("X2", CultureInfo.InvariantCulture));
        }
        return escaped.ToString();
    }

    private static string? Decoded(string native)
    {
        if (Ascii.IsValid(native))
        {
            return native;
        }
        try
        {
            return StrictUtf8.GetString(Encoding.Latin1.GetBytes(native));
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    private static bool IsName(string name) =>
        name is not ("." or "..") && !(OperatingSystem.IsWindows() && name[^1] is ('.' or ' '));
}
