// SPDX-License-Identifier: MIT
namespace Composer.Middleware;

/// <summary>The routes of one host, segment by segment. A look-up costs what the path is long, however many routes there are.</summary>
/// <remarks>A text goes before a regular expression, that before any text, and that before the rest of the path. When a way leads nowhere, the next is tried.</remarks>
internal sealed class RouteTree
{
    private readonly Dictionary<string, RouteTree> _literals = new(StringComparer.Ordinal);
    private readonly Dictionary<string, RouteTree>.AlternateLookup<ReadOnlySpan<char>> _byText;
    private readonly List<(RouteSegment Segment, RouteTree Next)> _expressions = [];
    private readonly List<Route> _here = [];
    private readonly List<Route> _rest = [];
    private RouteTree? _any;

    public RouteTree() => _byText = _literals.GetAlternateLookup<ReadOnlySpan<char>>();

    public RouteTree(IEnumerable<Route> routes)
        : this()
    {
        foreach (var route in routes)
        {
            var tree = route.Pattern.Segments.Aggregate(this, (tree, segment) => tree.Below(segment));
            Add(route, route.Pattern.Rest is null ? tree._here : tree._rest);
        }
    }

    /// <summary>Finds the route of a path that answers the method of the search.</summary>
    public bool Find(RouteSearch search) => Find(search, search.Path.Length == 0 ? 1 : 0);

    // 'slash' is where the slash before the next segment is; beyond the end, when there is no further segment.
    private bool Find(RouteSearch search, int slash)
    {
        if (slash >= search.Path.Length)
        {
            return search.Take(_here, search.Path.Length) || search.Take(_rest.Where(route => route.Pattern.IsMount), search.Path.Length);
        }
        var start = slash + 1;
        var end = search.Path.IndexOf('/', start) is var next and >= 0 ? next : search.Path.Length;
        var segment = search.Path.AsSpan(start, end - start);

        return (_byText.TryGetValue(segment, out var literal) && literal.Find(search, end))
            || (end > start && (_expressions.Count > 0 || _any is not null) && FindCaptured(search, start, end))
            || search.Take(_rest, slash);
    }

    private bool FindCaptured(RouteSearch search, int start, int end)
    {
        var text = search.Decoded(start, end);
        foreach (var (segment, next) in _expressions)
        {
            if (Follow(segment, next))
            {
                return true;
            }
        }
        return _any is not null && Follow(RouteSegment.Any, _any);

        bool Follow(RouteSegment segment, RouteTree next)
        {
            var before = search.Captured.Count;
            if (segment.Match(text, search.Captured) && next.Find(search, end))
            {
                return true;
            }
            search.Captured.RemoveRange(before, search.Captured.Count - before);
            return false;
        }
    }

    private RouteTree Below(RouteSegment segment)
    {
        if (segment.IsAny)
        {
            return _any ??= new RouteTree();
        }
        if (segment.IsLiteral)
        {
            return _literals.TryGetValue(segment.Text, out var known) ? known : _literals[segment.Text] = new RouteTree();
        }
        var same = _expressions.Find(expression => expression.Segment.Text == segment.Text).Next;
        if (same is null)
        {
            _expressions.Add((segment, same = new RouteTree()));
        }
        return same;
    }

    private static void Add(Route route, List<Route> routes)
    {
        if (routes.Find(route.Overlaps) is { } same)
        {
            throw BadSetting.Of(route.Key, $"the route '{route.Key}' takes the same requests as '{same.Key}'");
        }
        // Whoever names the method goes before whoever takes all.
        routes.Insert(route.Methods is null ? routes.Count : 0, route);
    }
}
