// SPDX-License-Identifier: MIT
using System.Buffers;
using System.Globalization;

namespace Composer.Wsgi;

/// <summary>The rules of PEP 3333 that can be checked by looking: each says what is wrong, or null.</summary>
internal static class LintRules
{
    private static readonly SearchValues<char> Token = SearchValues.Create("!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");

    private static readonly EnvironKey[] Required =
        [EnvironKey.RequestMethod, EnvironKey.ServerName, EnvironKey.ServerPort, EnvironKey.ServerProtocol, EnvironKey.UrlScheme];

    // RFC 2616 §13.5.1, which PEP 3333 ("Other HTTP Features") forbids to applications.
    private static readonly string[] HopByHop =
        ["Connection", "Keep-Alive", "Proxy-Authenticate", "Proxy-Authorization", "TE", "Trailer", "Trailers", "Transfer-Encoding", "Upgrade"];

    private static readonly string[] OnlyOnce = ["Content-Length", "Content-Type"];

    public static string? OfEnviron(Environ environ) =>
        MissingKey(environ) ?? WrongValue(environ) ?? OfMethod(environ.RequestMethod) ?? OfPaths(environ) ?? OfLength(environ.GetText(EnvironKey.ContentLength));

    public static string? OfResponse(Response response, string method)
    {
        if (Response.StatusProblem(response.Status) is { } problem)
        {
            return problem;
        }
        if (response.StatusCode < 200)
        {
            return $"status {response.StatusCode} is interim: a response must have a final status";
        }
        if (response.Body is null)
        {
            return "the body is null; an empty one is Body.Empty";
        }
        return OfHeaders(response.Headers) ?? OfBodilessHeaders(response) ?? OfLengths(response, method);
    }

    private static string? MissingKey(Environ environ)
    {
        foreach (var key in Required)
        {
            if (string.IsNullOrEmpty(environ.GetText(key)))
            {
                return $"the environ has no {key}";
            }
        }
        if (environ[EnvironKey.Input] is null or string or Stream { CanRead: false })
        {
            return "wsgi.input is not a readable stream";
        }
        return environ[EnvironKey.Errors] is null or string ? "wsgi.errors is not a text writer" : null;
    }

    private static string? WrongValue(Environ environ)
    {
        foreach (var (name, value) in environ)
        {
            if (name is "HTTP_CONTENT_TYPE" or "HTTP_CONTENT_LENGTH")
            {
                return $"the environ has {name}; it must be {name[5..]}";
            }
            if (value is not string text)
            {
                if (!name.Contains('.'))
                {
                    return $"environ variable {name} is not a string but a {value.GetType().Name}";
                }
                continue;
            }
            if (!name.Contains('.') && text.AsSpan().ContainsAnyExceptInRange('\0', '\xff'))
            {
                return $"environ variable {name} holds a character beyond latin-1: native strings hold one byte in each character";
            }
        }
        return environ.UrlScheme is "http" or "https" ? null : $"wsgi.url_scheme is '{environ.UrlScheme}', not http or https";
    }

    private static string? OfMethod(string method) =>
        method.AsSpan().ContainsAnyExcept(Token) ? "REQUEST_METHOD is not a token" : null;

    private static string? OfPaths(Environ environ)
    {
        var (script, path) = (environ.ScriptName, environ.PathInfo);
        if (script.Length > 0 && (script[0] != '/' || script[^1] == '/'))
        {
            return $"SCRIPT_NAME is '{script}': it must be empty, or begin with a slash and not end with one";
        }
        if (path.Length > 0 && path[0] != '/' && !(path == "*" && environ.RequestMethod == "OPTIONS"))
        {
            return $"PATH_INFO is '{path}': it must be empty or begin with a slash";
        }
        return null;
    }

    private static string? OfLength(string? text) =>
        text is null or "" || IsLength(text) ? null : $"CONTENT_LENGTH is '{text}': it must be digits, empty or absent";

    private static string? OfHeaders(HeaderList headers)
    {
        foreach (var (name, value) in headers)
        {
            if (HeaderList.Problem(name, value) is { } problem)
            {
                return $"response header '{name}': {problem}";
            }
            if (name[^1] is '-' or '_')
            {
                return $"response header '{name}' ends with '{name[^1]}'";
            }
            if (name.Equals("Status", StringComparison.OrdinalIgnoreCase))
            {
                return "a Status header is CGI's; the status has its own place";
            }
            if (HopByHop.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                return $"response header '{name}' is hop-by-hop: it belongs to the server";
            }
        }
        return OnlyOnce.FirstOrDefault(name => headers.GetAll(name).Count() > 1) is { } twice ? $"there is more than one {twice} header" : null;
    }

    private static string? OfBodilessHeaders(Response response)
    {
        if (response.AllowsBody)
        {
            return null;
        }
        var wrong = OnlyOnce.FirstOrDefault(response.Headers.Contains);
        return wrong is null ? null : $"a {response.StatusCode} response has no body, so it may not have a {wrong} header";
    }

    private static string? OfLengths(Response response, string method)
    {
        if (response.Headers["Content-Length"] is not { } claimed)
        {
            return null;
        }
        if (!IsLength(claimed))
        {
            return $"Content-Length is '{claimed}': it must be digits";
        }
        return method != "HEAD" && response.Body.Length is { } real && real != long.Parse(claimed, CultureInfo.InvariantCulture)
            ? $"Content-Length is {claimed}, but the body has {real} bytes"
            : null;
    }

    private static bool IsLength(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _);
}
