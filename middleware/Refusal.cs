// SPDX-License-Identifier: MIT
using Composer.Wsgi;

namespace Composer.Middleware;

/// <summary>A plain answer of a component itself: status, reason and a sentence.</summary>
internal static class Refusal
{
    public static Response Of(Environ environ, int status, string text)
    {
        var response = Response.Text(status, $"{status} {Reason.Of(status)}\n\n{text}\n");
        if (environ.RequestMethod == "HEAD")
        {
            response.Body = Body.Empty;
        }
        return response;
    }
}
