// SPDX-License-Identifier: MIT
using Composer.Wsgi;

namespace Composer.Middleware;

/// <summary>Answers around a login that are no page.</summary>
internal static class LoginAnswer
{
    /// <summary>Sends the browser somewhere else, which nobody may remember.</summary>
    public static Response Redirect(int status, string location)
    {
        var response = new Response(status);
        response.Headers.Add("Location", location);
        response.Headers.Add("Content-Length", "0");
        response.Headers.Add("Cache-Control", "no-store");
        return response;
    }

    /// <summary>The path is for pages and their forms.</summary>
    public static Response NotAllowed()
    {
        var response = Response.Text(405, "405 Method Not Allowed\n");
        response.Headers.Add("Allow", "GET, HEAD, POST");
        return response;
    }
}
