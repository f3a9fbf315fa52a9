// SPDX-License-Identifier: MIT
using System.Globalization;
using Composer.Wsgi;

namespace Composer.Middleware;

/// <summary>Takes the body off the answers to HEAD requests, for apps that send one; the headers stay those of GET.</summary>
/// <remarks>Put it outside of what looks at bodies, so that length and entity tag are the same for GET and HEAD.</remarks>
[OutsideOf("compress", "xslt", "etag", Otherwise = "they see no body, and HEAD gets other headers than GET")]
[Filter("head")]
public sealed class Head(IWsgiApp next) : IWsgiApp
{
    /// <inheritdoc/>
    public async ValueTask<Response> InvokeAsync(Environ environ)
    {
        ArgumentNullException.ThrowIfNull(environ);
        var response = await next.InvokeAsync(environ);
        if (environ.RequestMethod != "HEAD")
        {
            return response;
        }
        if (response.AllowsBody && response.Body.Length is { } length and > 0)
        {
            response.Headers.TryAdd("Content-Length", length.ToString(CultureInfo.InvariantCulture));
        }
        response.Body = new UnreadBody(response.Body);
        return response;
    }
}
