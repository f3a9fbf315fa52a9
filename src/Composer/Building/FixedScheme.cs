// SPDX-License-Identifier: MIT
using Composer.Wsgi;

namespace Composer;

/// <summary>Sets <c>wsgi.url_scheme</c>, as waitress does when its <c>url_scheme</c> says that a proxy in front speaks TLS.</summary>
internal sealed class FixedScheme(string scheme, IWsgiApp next) : IWsgiApp
{
    public ValueTask<Response> InvokeAsync(Environ environ)
    {
        environ.UrlScheme = scheme;
        return next.InvokeAsync(environ);
    }
}
