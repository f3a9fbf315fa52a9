// SPDX-License-Identifier: MIT
using Composer.Wsgi;

namespace Composer.Middleware;

/// <summary>What a request tells of the browser that sent it.</summary>
internal static class Browser
{
    /// <summary>Whether somebody looks at a page, for whom a login page is an answer; scripts want a plain 401.</summary>
    public static bool ShowsPage(Environ environ)
    {
        if (environ.GetText(EnvironKey.HttpXRequestedWith) is { } script && script.Equals("XMLHttpRequest", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }
        if (environ.GetText(EnvironKey.HttpSecFetchMode) is { } mode && mode != "navigate")
        {
            return false;
        }
        return Accept.Choose(environ.GetText(EnvironKey.HttpAccept), "application/json", "text/html") == "text/html";
    }

    /// <summary>Whether a page of another site sent the form.</summary>
    public static bool IsFromElsewhere(Environ environ)
    {
        if (environ.GetText(EnvironKey.HttpSecFetchSite) is { } site)
        {
            return site is not ("same-origin" or "none");
        }
        return environ.GetText(EnvironKey.HttpOrigin) is { } origin && !IsOwn(origin, environ);
    }

    /// <summary>Whether a browser sent it at all: everything else cannot be made to by a page.</summary>
    public static bool IsBrowser(Environ environ) =>
        (environ.GetText(EnvironKey.HttpSecFetchSite) ?? environ.GetText(EnvironKey.HttpOrigin) ?? environ.GetText(EnvironKey.HttpReferer)) is not null;

    // Not the scheme: behind a proxy that speaks HTTPS the environ may have http.
    private static bool IsOwn(string origin, Environ environ) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
        && Uri.TryCreate($"{uri.Scheme}://{environ.GetText(EnvironKey.HttpHost)}", UriKind.Absolute, out var own)
        && uri.Authority.Equals(own.Authority, StringComparison.OrdinalIgnoreCase);
}
