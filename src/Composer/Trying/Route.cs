// SPDX-License-Identifier: MIT
namespace Composer;

/// <summary>One place where an app of a config can be reached.</summary>
/// <param name="Host">The host that a composite asks for, as <c>example.org</c> or <c>example.org:8080</c>; null for any.</param>
/// <param name="Path">The prefix: <c>/</c>, <c>/api</c>.</param>
/// <param name="Steps">The filters and composites that a request passes, outermost first.</param>
/// <param name="App">The app.</param>
public sealed record Route(string? Host, string Path, IReadOnlyList<FactoryNode> Steps, Node App)
{
    /// <summary>The methods that a router asks for; none means all.</summary>
    public IReadOnlyList<string> Methods { get; init; } = [];

    /// <summary>The filters before the app, outermost first.</summary>
    public IEnumerable<FactoryNode> Filters => Steps.Where(step => step.Kind == ObjectKind.Filter);

    /// <summary>Every route of an app; what a Python composite mounts is known only to itself.</summary>
    public static IEnumerable<Route> Of(Node app)
    {
        ArgumentNullException.ThrowIfNull(app);
        return new Route(null, "/", [], app).Resolved();
    }

    private IEnumerable<Route> Resolved() => App switch
    {
        PipelineNode pipeline => Behind(pipeline.Filters, pipeline.App),
        FilterAppNode filterApp => Behind([filterApp.Filter], filterApp.Next),
        FilterWithNode filterWith => Behind([filterWith.Filter], filterWith.Next),
        FactoryNode { Children: { Count: > 0 } children } composite => children.SelectMany(child => Mounted(composite, child.Key, child.Value).Resolved()),
        _ => [this],
    };

    private IEnumerable<Route> Behind(IEnumerable<Node> filters, Node next) =>
        (this with { Steps = [.. Steps, .. filters.SelectMany(Single)], App = next }).Resolved();

    private static IEnumerable<FactoryNode> Single(Node filter) => Parts.Below(filter).OfType<FactoryNode>();

    // '/path', '[GET,POST] domain D [port P] [/path]' or 'http://host:port/path'; the keys of a cascade are names.
    private Route Mounted(FactoryNode composite, string key, Node app)
    {
        IReadOnlyList<FactoryNode> steps = [.. Steps, composite];
        var words = key.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (Uri.TryCreate(key, UriKind.Absolute, out var url) && url.Scheme is "http" or "https")
        {
            return this with { Steps = steps, Host = url.Authority, Path = Joined(url.AbsolutePath), App = app };
        }
        var host = After("domain");
        var port = After("port");
        var path = Array.Find(words, word => word[0] == '/') ?? "/";
        var methods = words.TakeWhile(word => word.All(c => char.IsAsciiLetterUpper(c) || c == ',')).SelectMany(word => word.Split(',')).ToArray();
        return this with { Steps = steps, Methods = methods.Length > 0 ? methods : Methods, Host = host is null ? Host : port is null ? host : $"{host}:{port}", Path = Joined(path), App = app };

        string? After(string word) => Array.IndexOf(words, word) is >= 0 and var at ? words.ElementAtOrDefault(at + 1) : null;
    }

    private string Joined(string path) => $"{Path.TrimEnd('/')}/{path.Trim('/')}" is { Length: > 1 } joined ? joined.TrimEnd('/') : "/";
}
