// SPDX-License-Identifier: MIT
using System.Globalization;
using Composer.Wsgi;

namespace Composer.Middleware;

/// <summary>Lets scripts of other sites use this one (CORS, the Fetch standard): answers their preflight requests, and says on every answer who may read it.</summary>
/// <remarks>Put it outside of authentication, because a preflight has no credentials, and outside of error pages, so that scripts can read them.</remarks>
[OutsideOf("auth_basic", "auth_digest", "auth_jwt", "auth_form", "auth_cookie", "auth_tkt", "authorize", "forward_auth", "grantip", Otherwise = "preflight requests, which have no credentials, are refused")]
[Filter("cors")]
public sealed class Cors : IWsgiApp
{
    private const string AllowOrigin = "Access-Control-Allow-Origin";
    private const string AllowCredentials = "Access-Control-Allow-Credentials";
    private const string Expose = "Access-Control-Expose-Headers";
    private static readonly EnvironKey RequestedMethod = EnvironKey.Of("HTTP_ACCESS_CONTROL_REQUEST_METHOD");
    private static readonly EnvironKey RequestedHeaders = EnvironKey.Of("HTTP_ACCESS_CONTROL_REQUEST_HEADERS");

    private readonly IWsgiApp _next;
    private readonly Origins _origins;
    private readonly bool _hasCredentials;
    private readonly string _methods;
    private readonly string _headers;
    private readonly string _exposed;
    private readonly string _maxAge;

    /// <summary>Checks the settings.</summary>
    /// <exception cref="ArgumentException">An origin is none, or everybody would have credentials.</exception>
    public Cors(CorsOptions options, IWsgiApp next)
    {
        ArgumentNullException.ThrowIfNull(options);
        _next = next;
        _origins = new Origins(options.AllowOrigins, options.AllowOriginPatterns);
        _hasCredentials = options.AllowCredentials;
        if (_hasCredentials && _origins.TakesAll)
        {
            throw BadSetting.Of(nameof(options.AllowCredentials), "allow_credentials with allow_origins = * would let every site act for its visitors; browsers refuse it. Name the origins");
        }
        _methods = Joined(nameof(options.AllowMethods), options.AllowMethods);
        _headers = Joined(nameof(options.AllowHeaders), options.AllowHeaders);
        _exposed = Joined(nameof(options.ExposeHeaders), options.ExposeHeaders);
        if (_hasCredentials && _exposed == "*")
        {
            throw BadSetting.Of(nameof(options.ExposeHeaders), "expose_headers = * with allow_credentials exposes nothing, as browsers read it; name the headers");
        }
        _maxAge = ((long)options.MaxAge.TotalSeconds).ToString(CultureInfo.InvariantCulture);
    }

    /// <inheritdoc/>
    public ValueTask<Response> InvokeAsync(Environ environ)
    {
        ArgumentNullException.ThrowIfNull(environ);
        var origin = environ.GetText(EnvironKey.HttpOrigin);
        return origin is not null && environ.RequestMethod == "OPTIONS" && environ.GetText(RequestedMethod) is not null
            ? new ValueTask<Response>(Preflight(environ, origin))
            : AnswerAsync(environ, origin);
    }

    private Response Preflight(Environ environ, string origin)
    {
        var response = new Response(204);
        var headers = response.Headers;
        Allow(headers, origin);
        headers.Append("Vary", "Access-Control-Request-Headers");
        if (_origins.Contains(origin))
        {
            Grant(headers, "Access-Control-Allow-Methods", _methods, environ.GetText(RequestedMethod));
            Grant(headers, "Access-Control-Allow-Headers", _headers, environ.GetText(RequestedHeaders));
            headers.Add("Access-Control-Max-Age", _maxAge);
        }
        return response;
    }

    // A star of their own means nothing to browsers when the request has credentials.
    private static void Grant(HeaderList headers, string name, string allowed, string? asked)
    {
        var granted = allowed == "*" ? asked : allowed;
        if (granted is { Length: > 0 } && HeaderList.ValueProblem(granted) is null)
        {
            headers.Add(name, granted);
        }
    }

    private async ValueTask<Response> AnswerAsync(Environ environ, string? origin)
    {
        if (origin is not null && _origins.Contains(origin))
        {
            NoteForFailure(environ, origin);
        }
        var response = await _next.InvokeAsync(environ);
        Allow(response.Headers, origin);
        return response;
    }

    /// <summary>Says who may read the answer. Caches must know that it depends on who asks, also where nobody did (Fetch, "CORS protocol and HTTP caches").</summary>
    private void Allow(HeaderList headers, string? origin)
    {
        if (!_origins.TakesAll)
        {
            headers.Append("Vary", "Origin");
        }
        if (!_origins.TakesAll && (origin is null || !_origins.Contains(origin)))
        {
            return;
        }
        foreach (var (name, value) in Granted(origin))
        {
            headers[name] = value;
        }
    }

    // The server's own error pages are answers, too.
    private void NoteForFailure(Environ environ, string origin)
    {
        foreach (var (name, value) in Granted(origin))
        {
            FailureHeaders.Note(environ, name, value);
        }
        if (!_origins.TakesAll)
        {
            FailureHeaders.Note(environ, "Vary", "Origin");
        }
    }

    private IEnumerable<(string Name, string Value)> Granted(string? origin)
    {
        yield return (AllowOrigin, _origins.TakesAll ? "*" : origin!); // all are granted it, or this one is
        if (_hasCredentials)
        {
            yield return (AllowCredentials, "true");
        }
        if (_exposed.Length > 0)
        {
            yield return (Expose, _exposed);
        }
    }

    private static string Joined(string setting, IEnumerable<string> names)
    {
        foreach (var name in names)
        {
            if (HeaderList.Problem(name, "") is not null)
            {
                throw BadSetting.Of(setting, $"'{name}' is neither a method nor a header");
            }
        }
        return string.Join(", ", names);
    }
}

/// <summary>Settings of the <c>cors</c> filter.</summary>
public sealed record CorsOptions
{
    /// <summary>The sites whose scripts may use this one, each with its scheme: <c>https://shop.example.org</c>; <c>https://*.example.org</c> for all below a domain, <c>*</c> for everybody.</summary>
    /// <example>https://shop.example.org https://*.example.net</example>
    [Setting("origins")]
    public IReadOnlyList<string> AllowOrigins { get; init; } = [];

    /// <summary>Regular expressions for more of them, one a line; one must match the whole origin.</summary>
    /// <example>https://pr-[0-9]+\.preview\.example\.org</example>
    [Setting(Lines = true)]
    public IReadOnlyList<string> AllowOriginPatterns { get; init; } = [];

    /// <summary>The methods that their scripts may use; <c>*</c> for those that they ask for.</summary>
    [Setting("methods")]
    public IReadOnlyList<string> AllowMethods { get; init; } = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"];

    /// <summary>The request headers that they may set beside the harmless ones; <c>*</c> for those that they ask for.</summary>
    public IReadOnlyList<string> AllowHeaders { get; init; } = ["Content-Type", "Authorization", "X-Requested-With"];

    /// <summary>The response headers that they may read beside the harmless ones.</summary>
    public IReadOnlyList<string> ExposeHeaders { get; init; } = [];

    /// <summary>Cookies and passwords go with their requests; only for origins that are named.</summary>
    [Setting("credentials")]
    public bool AllowCredentials { get; init; }

    /// <summary>How long browsers may remember the answer to a preflight.</summary>
    public TimeSpan MaxAge { get; init; } = TimeSpan.FromMinutes(10);
}
