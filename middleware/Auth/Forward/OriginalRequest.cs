// SPDX-License-Identifier: MIT
using Composer.Wsgi;

namespace Composer.Middleware;

/// <summary>The headers that tell who is asked about the request that wants to pass; what the client sent under these names is not believed.</summary>
internal static class OriginalRequest
{
    /// <summary>Names and values.</summary>
    public static IEnumerable<(string Name, string Value)> Headers(Environ environ)
    {
        var host = environ.GetText(EnvironKey.HttpHost) ?? environ.GetText(EnvironKey.ServerName) ?? "";
        var target = environ.RequestUri.StartsWith('/') ? environ.RequestUri : UrlPath.TargetOf(environ);
        return
        [
            ("X-Forwarded-Method", environ.RequestMethod),
            ("X-Forwarded-Proto", environ.UrlScheme),
            ("X-Forwarded-Host", host),
            ("X-Forwarded-Uri", target),
            ("X-Forwarded-For", environ.GetText(EnvironKey.RemoteAddr) ?? ""),
            ("X-Original-Method", environ.RequestMethod),
            ("X-Original-URL", $"{environ.UrlScheme}://{host}{target}"),
        ];
    }
}
