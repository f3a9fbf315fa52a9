// SPDX-License-Identifier: MIT
using System.ComponentModel.DataAnnotations;
using Composer.Wsgi;

namespace Composer.Middleware;

/// <summary>Sends every request somewhere else.</summary>
[App("redirect")]
public sealed class Redirect : IWsgiApp
{
    private static readonly int[] Statuses = [301, 302, 303, 307, 308];

    private readonly RedirectOptions _options;
    private readonly string _path;
    private readonly string _query;
    private readonly string _fragment;

    /// <summary>Checks where to go.</summary>
    /// <exception cref="ArgumentException">The target is neither a path nor a URL, or the status does not redirect.</exception>
    public Redirect(RedirectOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (!Statuses.Contains(options.Status))
        {
            throw new ArgumentException($"status = {options.Status} does not redirect; use 301, 302, 303, 307 or 308", nameof(options.Status));
        }
        if (!IsPath(options.To) && !IsUrl(options.To))
        {
            throw new ArgumentException($"to = {options.To} is neither a path (/new/place) nor a URL (https://example.org/new)", nameof(options.To));
        }
        _options = options;
        (var rest, _fragment) = CutAt(UrlPath.EscapeQuery(NativeText.Of(options.To)).Replace("\\", "%5C", StringComparison.Ordinal), '#');
        (_path, _query) = CutAt(rest, '?');
    }

    /// <inheritdoc/>
    public ValueTask<Response> InvokeAsync(Environ environ)
    {
        var location = Path(environ) + Query(environ) + _fragment;
        var response = Response.Text(_options.Status, $"This is now at {location}\n");
        response.Headers.Add("Location", location);
        return new ValueTask<Response>(response);
    }

    private string Path(Environ environ)
    {
        if (!_options.KeepPath || environ.PathInfo.Length == 0)
        {
            return _path;
        }
        // One slash at the seam, however many the client sent: "//host" would be another site.
        return _path.TrimEnd('/') + "/" + EncodedSlashes.Escape(EncodedSlashes.Masked(environ).TrimStart('/', EncodedSlashes.Mask));
    }

    private string Query(Environ environ)
    {
        if (!_options.KeepQuery || environ.QueryString.Length == 0)
        {
            return _query;
        }
        return (_query.Length == 0 ? "?" : _query + "&") + UrlPath.EscapeQuery(environ.QueryString);
    }

    private static bool IsPath(string to) => to.StartsWith('/') && (to.Length == 1 || to[1] is not ('/' or '\\'));

    private static bool IsUrl(string to) => Uri.TryCreate(to, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url.Host.Length > 0;

    private static (string Before, string From) CutAt(string text, char mark) =>
        text.IndexOf(mark, StringComparison.Ordinal) is var at and >= 0 ? (text[..at], text[at..]) : (text, "");
}

/// <summary>Settings of the <c>redirect</c> app.</summary>
public sealed record RedirectOptions
{
    /// <summary>Where to: a path of this site (<c>/new/place</c>) or a URL (<c>https://example.org/new</c>); it becomes the Location as it is written.</summary>
    /// <example>/new</example>
    /// <example>https://example.org/new</example>
    public required string To { get; init; }

    /// <summary>301 and 308 are for ever (browsers remember them), 302, 303 and 307 are not; 307 and 308 keep the method.</summary>
    [AllowedValues(301, 302, 303, 307, 308)]
    public int Status { get; init; } = 302;

    /// <summary>Appends the rest of the path, so that <c>/old/a/b</c> leads to <c>/new/a/b</c> when the app is mounted at <c>/old</c>.</summary>
    public bool KeepPath { get; init; }

    /// <summary>Appends the query of the request.</summary>
    public bool KeepQuery { get; init; } = true;
}
