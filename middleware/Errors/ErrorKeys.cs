// SPDX-License-Identifier: MIT
using Composer.Wsgi;

namespace Composer.Middleware;

/// <summary>What the app of an error document learns of the answer that it stands in for.</summary>
internal static class ErrorKeys
{
    /// <summary>The status code.</summary>
    public static readonly EnvironKey Status = EnvironKey.Of("composer.error.status");

    private static readonly EnvironKey Message = EnvironKey.Of("composer.error.message");
    private static readonly EnvironKey Path = EnvironKey.Of("composer.error.path");
    private static readonly EnvironKey Query = EnvironKey.Of("composer.error.query");
    private static readonly EnvironKey ExceptionId = EnvironKey.Of("composer.error.exception_id");

    /// <summary>The environ of a request for the document.</summary>
    /// <param name="environ">The request that went wrong.</param>
    /// <param name="response">Its answer.</param>
    /// <param name="target">Path and query of the document; null for those of the request.</param>
    public static Environ SubRequest(Environ environ, Response response, string? target)
    {
        var (path, query) = target is null ? (environ.PathInfo, environ.QueryString) : target.Split('?', 2) is [var before, var after] ? (before, after) : (target, "");
        var inner = Wsgi.SubRequest.Of(environ, path, query);
        inner[Status] = response.StatusCode;
        inner[Message] = response.Status.Length > 4 ? response.Status[4..] : "";
        inner[Path] = environ.ScriptName + environ.PathInfo;
        inner[Query] = environ.QueryString;
        inner[ExceptionId] = response.StatusCode >= 500 ? environ.GetText(EnvironKey.RequestId) : null;
        ForwardedPaths.Add(inner, environ.PathInfo);
        return inner;
    }
}
