// SPDX-License-Identifier: MIT
using System.Globalization;
using Composer.Wsgi;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace Composer.Servers.Kestrel;

/// <summary>Hands status and headers to Kestrel. How the message is framed is Kestrel's business, whatever the app's headers say.</summary>
internal static class ResponseHead
{
    /// <summary>The Content-Length that the app declared, or null.</summary>
    /// <exception cref="WsgiViolation">The head cannot be sent.</exception>
    public static long? DeclaredLength(Response response)
    {
        if (response.StatusCode < 200)
        {
            throw new WsgiViolation("the app", $"answers with {response.StatusCode}; a 1xx status is never the final one (RFC 9110 §15.2)");
        }
        long? length = null;
        foreach (var header in response.Headers)
        {
            if (!Is(header.Name, "Content-Length"))
            {
                continue;
            }
            if (length is not null)
            {
                throw new WsgiViolation("the app", "sends two Content-Length headers");
            }
            length = header.Value.Length <= 18 && long.TryParse(header.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
                ? value
                : throw new WsgiViolation("the app", $"sends a Content-Length that is not a number: '{header.Value}'");
        }
        return length;
    }

    /// <summary>Sets status and headers.</summary>
    /// <param name="feature">Kestrel's response.</param>
    /// <param name="response">The app's.</param>
    /// <param name="length">Content-Length to send, or null for none.</param>
    public static void Apply(IHttpResponseFeature feature, Response response, long? length)
    {
        feature.StatusCode = response.StatusCode;
        feature.ReasonPhrase = response.StatusCode == 200 && response.Status.Length == 6 ? null : response.Status[4..];
        var headers = feature.Headers;
        var list = response.Headers.AsSpan();
        for (var i = 0; i < list.Length; i++)
        {
            var (name, value) = list[i];
            if (!BelongsToConnection(name, value, headers))
            {
                headers[name] = IsRepeated(list[..i], name) ? StringValues.Concat(headers[name], value) : value;
            }
        }
        headers.ContentLength = length;
    }

    // PEP 3333: hop-by-hop headers are the server's. Of Connection, the wish to close is heard.
    private static bool BelongsToConnection(string name, string value, IHeaderDictionary headers)
    {
        switch (name.Length)
        {
            case 2 when Is(name, "TE"):
            case 7 when Is(name, "Trailer") || Is(name, "Upgrade"):
            case 10 when Is(name, "Keep-Alive"):
            case 14 when Is(name, "Content-Length"):
            case 16 when Is(name, "Proxy-Connection"):
            case 17 when Is(name, "Transfer-Encoding"):
                return true;
            case 10 when Is(name, "Connection"):
                if (value.Contains("close", StringComparison.OrdinalIgnoreCase))
                {
                    headers.Connection = "close";
                }
                return true;
            default:
                return false;
        }
    }

    private static bool IsRepeated(ReadOnlySpan<Header> before, string name)
    {
        foreach (var header in before)
        {
            if (Is(header.Name, name))
            {
                return true;
            }
        }
        return false;
    }

    private static bool Is(string a, string b) => a.Length == b.Length && a.Equals(b, StringComparison.OrdinalIgnoreCase);
}
