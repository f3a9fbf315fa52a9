// SPDX-License-Identifier: MIT
using System.Globalization;
using Composer.Wsgi;

namespace Composer.Middleware;

/// <summary>The headers of a response whose body gets a content coding (RFC 9110 §8.4).</summary>
internal static class EncodedHeaders
{
    // Of the bytes as they were.
    private static readonly string[] Stale = ["Accept-Ranges", "Content-MD5", "Digest", "Content-Digest", "Repr-Digest"];

    /// <summary>Announces the coding, and takes back what was said of the plain bytes.</summary>
    /// <param name="response">Whose headers they are.</param>
    /// <param name="coding">The coding.</param>
    /// <param name="length">The encoded length; null when it is not known.</param>
    public static void Announce(Response response, string coding, long? length)
    {
        response.Headers.Add("Content-Encoding", coding);
        RemoveStale(response.Headers);
        if (response.Headers["ETag"] is { } tag)
        {
            response.Headers["ETag"] = ETagSuffix.Encoded(tag, coding);
        }
        SetLength(response, length);
    }

    /// <summary>Takes back what was said of the bytes as they were; entity tags are left.</summary>
    public static void RemoveStale(HeaderList headers)
    {
        foreach (var header in Stale)
        {
            headers.Remove(header);
        }
    }

    /// <summary>Sets Content-Length, or removes it.</summary>
    public static void SetLength(Response response, long? length) =>
        response.Headers["Content-Length"] = length?.ToString(CultureInfo.InvariantCulture);

    /// <summary>The plain length that GET has or would have; null when it is not known.</summary>
    public static long? LengthOf(Environ environ, Response response)
    {
        if (response.Body.Length is { } known && (known > 0 || environ.RequestMethod != "HEAD"))
        {
            return known;
        }
        return long.TryParse(response.Headers["Content-Length"], NumberStyles.None, CultureInfo.InvariantCulture, out var claimed) ? claimed : null;
    }
}
