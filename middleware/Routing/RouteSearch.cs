// SPDX-License-Identifier: MIT
namespace Composer.Middleware;

/// <summary>A look-up of one request's route.</summary>
/// <param name="method">The method.</param>
/// <param name="pathInfo">PATH_INFO.</param>
/// <param name="path">The same with its encoded slashes masked, so that they end no segment.</param>
internal sealed class RouteSearch(string method, string pathInfo, string path)
{
    private readonly SortedSet<string> _allowed = new(StringComparer.Ordinal);
    private int _length;

    /// <summary>What is compared.</summary>
    public string Path { get; } = path;

    /// <summary>The texts of the route's names.</summary>
    public List<string> Captured { get; } = [];

    /// <summary>The route that was found.</summary>
    public Route? Found { get; private set; }

    /// <summary>The methods of routes that fit but for the method.</summary>
    public IReadOnlyCollection<string> Allowed => _allowed;

    /// <summary>What a route that mounts its app leaves of the path.</summary>
    public string RestOfPath => pathInfo[_length..];

    /// <summary>What it takes.</summary>
    public string Prefix => pathInfo[.._length];

    /// <summary>A part of the path as text; what is not UTF-8 becomes U+FFFD.</summary>
    public string Decoded(int start, int end) => NativeText.Read(pathInfo[start..end]);

    /// <summary>Takes the first route that answers the method, and remembers the methods of the others.</summary>
    /// <param name="routes">Routes that fit the path.</param>
    /// <param name="length">How much of the path is before the rest.</param>
    public bool Take(IEnumerable<Route> routes, int length)
    {
        foreach (var route in routes)
        {
            if (route.Answers(method))
            {
                (Found, _length) = (route, length);
                return true;
            }
            _allowed.UnionWith(route.Methods!); // who names no methods answers all
        }
        return false;
    }

    /// <summary>The names of the route with their texts.</summary>
    public Dictionary<string, string> Arguments()
    {
        var pattern = Found!.Pattern; // asked only when it was found
        var arguments = new Dictionary<string, string>(pattern.Names.Count + 1, StringComparer.Ordinal);
        foreach (var (i, name) in pattern.Names.Index())
        {
            arguments[name] = Captured[i];
        }
        if (pattern.Rest is not null && !pattern.IsMount)
        {
            arguments[pattern.Rest] = Decoded(_length + 1, pathInfo.Length);
        }
        return arguments;
    }
}
