// SPDX-License-Identifier: MIT
using System.Text;

namespace Composer.Wsgi;

/// <summary>Requests that a component makes of an app of its own pipeline: for an error document, an included page, a question of who somebody is.</summary>
public static class SubRequest
{
    private static readonly EnvironKey[] OfTheBody =
    [
        EnvironKey.ContentType, EnvironKey.HttpTransferEncoding, EnvironKey.HttpExpect, EnvironKey.Of("HTTP_TRAILER"), EnvironKey.Of("HTTP_CONTENT_ENCODING"),
    ];

    private static readonly EnvironKey[] Conditions =
    [
        EnvironKey.HttpIfMatch, EnvironKey.HttpIfNoneMatch, EnvironKey.HttpIfModifiedSince, EnvironKey.HttpIfUnmodifiedSince, EnvironKey.HttpIfRange, EnvironKey.HttpRange,
    ];

    private static readonly EnvironKey[] Parsed =
    [
        EnvironKey.Of("paste.parsed_formvars"), EnvironKey.Of("paste.parsed_querystring"), EnvironKey.Of("paste.parsed_dict_querystring"),
        EnvironKey.Of("webob._parsed_post_vars"), EnvironKey.Of("webob._parsed_query_vars"), EnvironKey.Of("werkzeug.request"),
    ];

    /// <summary>The environ of a GET without a body and without conditions (RFC 9110 §13, §14.2), beneath the same SCRIPT_NAME.</summary>
    /// <remarks>Everything else is shared with <paramref name="environ"/>: who the user is, the session, the registry.</remarks>
    /// <param name="environ">The request that it is made for; it stays as it is.</param>
    /// <param name="path">PATH_INFO: decoded, a native string, beginning with a slash.</param>
    /// <param name="query">QUERY_STRING.</param>
    public static Environ Of(Environ environ, string path, string query = "")
    {
        ArgumentNullException.ThrowIfNull(environ);
        var copy = environ.Copy();
        copy.RequestMethod = "GET";
        copy.PathInfo = path;
        copy.QueryString = query;
        copy.RequestUri = Encoded(copy.ScriptName + path) + (query.Length == 0 ? "" : "?" + query);
        copy.Input = Stream.Null;
        copy[EnvironKey.ContentLength] = "0";
        foreach (var key in (ReadOnlySpan<EnvironKey>)[.. OfTheBody, .. Conditions, .. Parsed])
        {
            copy[key] = null;
        }
        return copy;
    }

    // A native string holds a byte in every character.
    private static string Encoded(string path)
    {
        var text = new StringBuilder(path.Length);
        foreach (var c in path)
        {
            if (char.IsAsciiLetterOrDigit(c) || "/-._~!$&'()*+,;=:@".Contains(c, StringComparison.Ordinal))
            {
                text.Append(c);
            }
            else
            {
                text.Append('%').Append(((int)c).ToString("X2", System.Globalization.CultureInfo.InvariantCulture));
            }
        }
        return text.ToString();
    }
}
