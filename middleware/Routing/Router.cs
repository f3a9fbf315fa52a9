// SPDX-License-Identifier: MIT
using System.Collections.ObjectModel;
using System.Runtime.CompilerServices;
using Composer.Wsgi;

namespace Composer.Middleware;

/// <summary>Sends requests to apps by path patterns, methods and host names.</summary>
/// <remarks>
/// The app finds what the pattern captured in <c>wsgiorg.routing_args</c>, as text. Where two patterns fit, the more specific one wins, segment by segment:
/// a text, then a regular expression, then <c>{name}</c>, then <c>*rest</c>.
/// </remarks>
[Composite("router")]
public sealed class Router : IRouter
{
    private static readonly EnvironKey RoutingArgs = EnvironKey.Of("wsgiorg.routing_args");

    private readonly RouterOptions _options;
    private readonly (HostRule Host, RouteTree Routes)[] _hosts;

    /// <summary>Builds the table.</summary>
    /// <exception cref="ArgumentException">A key is not a route, or two take the same requests.</exception>
    public Router(RouterOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        var routes = options.Routes.Select(route => Route.Parse(route.Key, route.Value, options.Pattern)).ToList();
        if (options.Pattern.Keys.Except(routes.SelectMany(route => route.Pattern.Names)).FirstOrDefault() is { } unknown)
        {
            throw BadSetting.Of("pattern." + unknown, $"pattern.{unknown} is for no route: none has {{{unknown}}} in its path");
        }
        _hosts = [.. routes
            .GroupBy(route => route.Host)
            .OrderBy(group => group.Key.Order)
            .Select(group => (group.Key, new RouteTree(group)))];
    }

    /// <inheritdoc/>
    public ValueTask<Response> InvokeAsync(Environ environ)
    {
        var path = environ.PathInfo;
        var masked = EncodedSlashes.Masked(environ);
        var search = new RouteSearch(environ.RequestMethod, path, masked);
        if (Find(environ, search))
        {
            return Call(environ, search);
        }
        if (search.Allowed.Count > 0)
        {
            return new(WrongMethod(environ, search.Allowed));
        }
        if (OtherSlash(environ, path, masked) is not { } other)
        {
            return NotFound(environ);
        }
        if (!_options.StrictSlash)
        {
            return Call(environ, other);
        }
        return Location(environ, masked) is { } location ? new(Moved(environ, location)) : NotFound(environ);
    }

    private ValueTask<Response> NotFound(Environ environ) =>
        _options.NotFoundApp?.InvokeAsync(environ) ?? new(Refusal.Of(environ, 404, "No route leads here."));

    private bool Find(Environ environ, RouteSearch search)
    {
        foreach (var (host, routes) in _hosts)
        {
            if (host.Matches(environ) && routes.Find(search))
            {
                return true;
            }
        }
        return false;
    }

    private static ValueTask<Response> Call(Environ environ, RouteSearch search)
    {
        var route = search.Found!; // the search has found it
        environ[RoutingArgs] = (ValueTuple.Create(), Arguments(environ[RoutingArgs], search));
        return route.Pattern.IsMount
            ? MountedApp.InvokeAsync(route.App, environ, new PathSplit(environ.ScriptName + search.Prefix, search.RestOfPath))
            : route.App.InvokeAsync(environ);
    }

    // Those of a router further out stay.
    private static Dictionary<string, string> Arguments(object? outer, RouteSearch search)
    {
        var arguments = search.Arguments();
        foreach (var (name, value) in (outer as ITuple)?[^1] as IReadOnlyDictionary<string, string> ?? ReadOnlyDictionary<string, string>.Empty)
        {
            arguments.TryAdd(name, value);
        }
        return arguments;
    }

    /// <summary>The route of the path with a slash at its end, or without, where there is none for the path itself. In strict routes no slash is taken away.</summary>
    private RouteSearch? OtherSlash(Environ environ, string path, string masked)
    {
        var hasSlash = path.EndsWith('/');
        if (hasSlash && _options.StrictSlash)
        {
            return null;
        }
        var search = new RouteSearch(environ.RequestMethod, hasSlash ? path[..^1] : path + "/", hasSlash ? masked[..^1] : masked + "/");
        return Find(environ, search) ? search : null;
    }

    // Path-absolute, so that no Host header can lead elsewhere; "//" would be another site. An encoded slash stays one.
    private static string? Location(Environ environ, string masked)
    {
        var location = UrlPath.Escape(environ.ScriptName) + EncodedSlashes.Escape(masked) + "/";
        return location.StartsWith("//", StringComparison.Ordinal) ? null : location + Query(environ);
    }

    private static string Query(Environ environ) => environ.QueryString.Length == 0 ? "" : "?" + UrlPath.EscapeQuery(environ.QueryString);

    private static Response Moved(Environ environ, string location)
    {
        var response = Refusal.Of(environ, 308, "The path ends with a slash.");
        response.Headers.Add("Location", location);
        return response;
    }

    private static Response WrongMethod(Environ environ, IReadOnlyCollection<string> allowed)
    {
        var response = environ.RequestMethod == "OPTIONS" ? new Response(204) : Refusal.Of(environ, 405, "What is here does not answer this method.");
        var implied = allowed.Contains("GET") ? (ReadOnlySpan<string>)["HEAD", "OPTIONS"] : ["OPTIONS"];
        response.Headers.Add("Allow", string.Join(", ", allowed.Union(implied.ToArray())));
        return response;
    }
}

/// <summary>Settings of the <c>router</c> composite. Every other key is a route, its value the name of an app.</summary>
public sealed record RouterOptions
{
    /// <summary>The app for requests that no route takes; without it they get a plain 404.</summary>
    [Setting(Global = true)]
    public IWsgiApp? NotFoundApp { get; init; }

    /// <summary>A path with a slash at its end is not the one without: only the one that is written has a route, and who forgets the slash is redirected (308). Otherwise both are one.</summary>
    [Setting("strict_slashes")]
    public bool StrictSlash { get; init; } = true;

    /// <summary>Regular expressions of names in the routes: <c>pattern.id = [0-9]+</c> is the same as <c>{id:[0-9]+}</c>, which cannot be written in an INI key.</summary>
    public IReadOnlyDictionary<string, string> Pattern { get; init; } = new Dictionary<string, string>();

    /// <summary>The routes: <c>[METHOD[,METHOD …]] [domain D [port P]] /path/{name}/{name:regex}/*rest</c>.</summary>
    [Remaining]
    public IReadOnlyList<KeyValuePair<string, IWsgiApp>> Routes { get; init; } = [];
}
