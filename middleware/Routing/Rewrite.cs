// SPDX-License-Identifier: MIT
using Composer.Wsgi;

namespace Composer.Middleware;

/// <summary>Changes paths by rules of regular expressions, for the app alone or by a redirect.</summary>
/// <remarks>The first rule that fits is applied. REQUEST_URI stays what the client sent.</remarks>
[Filter("rewrite")]
public sealed class Rewrite : IRouter
{
    private readonly IWsgiApp _next;
    private readonly RewriteRule[] _rules;

    /// <summary>Understands the rules.</summary>
    /// <exception cref="ArgumentException">A line is no rule.</exception>
    public Rewrite(RewriteOptions options, IWsgiApp next)
    {
        ArgumentNullException.ThrowIfNull(options);
        _next = next;
        _rules = [.. options.Rules.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Where(line => line[0] != '#').Select(RewriteRule.Parse)];
    }

    /// <inheritdoc/>
    public ValueTask<Response> InvokeAsync(Environ environ)
    {
        foreach (var rule in _rules)
        {
            if (rule.Apply(environ.PathInfo, environ.QueryString) is not { } target)
            {
                continue;
            }
            if (rule.Status is { } status)
            {
                return new(Moved(environ, status, target));
            }
            (environ.PathInfo, environ.QueryString) = (target.Path, target.Query);
            break;
        }
        return _next.InvokeAsync(environ);
    }

    private static Response Moved(Environ environ, int status, RewriteTarget target)
    {
        var place = target.Site.Length > 0 ? target.Site + UrlPath.Escape(target.Path) : UrlPath.Escape(environ.ScriptName + target.Path);
        var location = target.Query.Length == 0 ? place : place + "?" + UrlPath.EscapeQuery(target.Query);
        var response = Response.Text(status, $"This is now at {location}\n");
        response.Headers.Add("Location", location);
        if (environ.RequestMethod == "HEAD")
        {
            response.Body = Body.Empty;
        }
        return response;
    }
}

/// <summary>Settings of the <c>rewrite</c> filter.</summary>
public sealed record RewriteOptions
{
    /// <summary>A rule in each line: <c>REGEX TARGET [STATUS]</c>. <c>$1</c> and <c>${name}</c> in the target are what the expression captured; with a status (301, 302, 303, 307, 308) it is a redirect, and the target may be a URL.</summary>
    /// <example>^/old/(.*)$ /new/$1 301</example>
    public required string Rules { get; init; }
}
