// SPDX-License-Identifier: MIT
using System.Globalization;
using Composer.Wsgi;

namespace Composer.Middleware;

/// <summary>Adds a Content-Length to answers whose size is known without reading them; streams stay as they are.</summary>
/// <remarks>Composer's own server does this by itself. Put it outside of what changes bodies.</remarks>
[OutsideOf("xslt", Otherwise = "the length is that of the body before it was changed")]
[Filter("content_length", "content-length")]
public sealed class ContentLength(IWsgiApp next) : IWsgiApp
{
    /// <inheritdoc/>
    public async ValueTask<Response> InvokeAsync(Environ environ)
    {
        ArgumentNullException.ThrowIfNull(environ);
        var response = await next.InvokeAsync(environ);
        // The empty body of an answer to HEAD says nothing about that of GET.
        if (response.AllowsBody && response.Body.Length is { } length && (length > 0 || environ.RequestMethod != "HEAD"))
        {
            response.Headers.TryAdd("Content-Length", length.ToString(CultureInfo.InvariantCulture));
        }
        return response;
    }
}
