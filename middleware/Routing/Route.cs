// SPDX-License-Identifier: MIT
using Composer.Wsgi;

namespace Composer.Middleware;

/// <summary>One key of a router and its app.</summary>
/// <param name="Key">As the user wrote it.</param>
/// <param name="Methods">The methods that it answers; null means all.</param>
/// <param name="Host">The hosts that it is for.</param>
/// <param name="Pattern">The paths.</param>
/// <param name="App">Who answers.</param>
internal sealed record Route(string Key, IReadOnlyList<string>? Methods, HostRule Host, RoutePattern Pattern, IWsgiApp App)
{
    /// <summary>Understands <c>[GET,POST] [domain D [port P]] /path/{name}</c>.</summary>
    /// <param name="key">The key.</param>
    /// <param name="app">Its app.</param>
    /// <param name="patterns">The regular expressions of names that have none in the path.</param>
    /// <exception cref="ArgumentException">It is something else.</exception>
    public static Route Parse(string key, IWsgiApp app, IReadOnlyDictionary<string, string> patterns)
    {
        var words = key.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var count = words.TakeWhile(IsMethods).Count();
        var methods = words.Take(count).SelectMany(word => word.Split(',', StringSplitOptions.RemoveEmptyEntries)).Distinct().ToArray();
        var place = MountKey.Parse(key, words.AsSpan(count), "route");
        return new(key, methods.Length == 0 ? null : methods, new HostRule(place.Host, place.Port), RoutePattern.Parse(key, place.Path, patterns), app);
    }

    /// <summary>Whether it answers a method. Who answers GET answers HEAD (RFC 9110 §9.3.2).</summary>
    public bool Answers(string method) => Methods is null || Methods.Contains(method) || (method == "HEAD" && Methods.Contains("GET"));

    /// <summary>Whether no request could tell the two apart.</summary>
    public bool Overlaps(Route other) => Methods is null ? other.Methods is null : other.Methods is not null && Methods.Intersect(other.Methods).Any();

    private static bool IsMethods(string word) => word.All(c => char.IsAsciiLetterUpper(c) || c is ',' or '-');
}
