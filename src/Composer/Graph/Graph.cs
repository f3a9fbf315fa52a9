// SPDX-License-Identifier: MIT
using Composer.Config;

namespace Composer;

/// <summary>What a config file means: every reference followed, nothing imported, nothing built.</summary>
/// <remarks>Problems do not throw: what cannot be loaded is an <see cref="ErrorNode"/>. Each file is read once in a graph's life.</remarks>
public sealed class Graph
{
    private readonly ConfigFiles _files;
    private readonly ConfigFile _file;
    private readonly Dictionary<string, Node> _resolved = new(StringComparer.Ordinal);
    private readonly Reached _reached = new();
    private readonly Lazy<IReadOnlyList<GraphObject>> _objects;

    private Graph(ConfigFiles files, ConfigFile file, Conf variables)
    {
        _files = files;
        _file = file;
        Variables = variables;
        Scope = new ConfigScope(files, file, variables);
        _objects = new(AllObjects);
    }

    /// <summary>Absolute path of the config file.</summary>
    public string File => _file.AbsolutePath;

    /// <summary>The file as it is written, for sections that are not objects (<c>[composer]</c>, <c>[loggers]</c>).</summary>
    public Document Document => _file.Document;

    /// <summary>What the caller passed: Paste Deploy's <c>global_conf</c>, <c>name=value</c> on the command line.</summary>
    public Conf Variables { get; }

    /// <summary>Looks names up in this file, later and with another global_conf.</summary>
    public Scope Scope { get; }

    /// <summary>Absolute paths of all files read so far, and of those that were asked for and are missing.</summary>
    public IReadOnlyCollection<string> Files => _files.Paths;

    /// <summary>Every loadable name of the file, in the file's order.</summary>
    public IReadOnlyList<GraphObject> Objects => _objects.Value;

    /// <summary>Everything that <c>compose check</c> has to say about the file and those it includes, sorted by place.</summary>
    public IReadOnlyList<Diagnostic> Diagnostics => GraphCheck.Of(this, _reached);

    /// <summary>Sections that others refer to, as far as it was resolved.</summary>
    internal Reached Reached => _reached;

    /// <summary>The files read so far, as they are written.</summary>
    internal IEnumerable<Document> Documents => _files.Documents;

    /// <summary>Whether something refers to an object, so that it is looked at there, with the settings that it has there.</summary>
    internal bool IsReached(GraphObject found) =>
        KindRules.Prefixes(found.Kind).SelectMany(group => group).Any(prefix => _file.Find(prefix, found.Name).Any(_reached.Contains));

    /// <summary>Reads a config file.</summary>
    /// <param name="file">Its path, as the user wrote it.</param>
    /// <param name="variables">What the caller passes.</param>
    /// <param name="options">What else the file may refer to.</param>
    public static Graph Load(string file, Conf? variables = null, GraphOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(file);
        var files = new ConfigFiles(options ?? new GraphOptions());
        var read = files.OpenFirst(PosixPath.Absolute(file), file);
        return new Graph(files, read, variables ?? new Conf());
    }

    /// <summary>Resolves a URI as Paste Deploy's <c>loadapp(uri, name, relative_to, global_conf)</c> does.</summary>
    public static Node Resolve(ObjectKind kind, string uri, string? name = null, string? relativeTo = null, Conf? globalConf = null, GraphOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(uri);
        var scope = new UriScope(new ConfigFiles(options ?? new GraphOptions()), name, relativeTo);
        return scope.Resolve(kind, uri, globalConf);
    }

    /// <summary>The same, with the graph of the file that the URI leads to: null when it leads to no file.</summary>
    internal static (Node Node, Graph? Graph) Find(ObjectKind kind, string uri, string? name, string? relativeTo, Conf? globalConf, GraphOptions options)
    {
        var files = new ConfigFiles(options);
        var node = new UriScope(files, name, relativeTo).Resolve(kind, uri, globalConf);
        var graph = node.File is { } path ? new Graph(files, files.Open(path, path), globalConf ?? new Conf()) : null;
        return (node, graph);
    }

    /// <summary>The app of a name.</summary>
    public Node App(string name = "main") => Resolve(ObjectKind.App, name, Place);

    /// <summary>The filter of a name.</summary>
    public Node Filter(string name = "main") => Resolve(ObjectKind.Filter, name, Place);

    /// <summary>The server of a name.</summary>
    public Node Server(string name = "main") => Resolve(ObjectKind.Server, name, Place);

    private Source Place => new(Document.File);

    private Node Resolve(ObjectKind kind, string name, Source source)
    {
        if (!_resolved.TryGetValue(Key(kind, name), out var node))
        {
            node = new Resolution(_reached).Whole(Scope, kind, new Reference(name, source), Variables);
            _resolved[Key(kind, name)] = node;
        }
        return node;
    }

    private static string Key(ObjectKind kind, string name) => $"{kind}:{name}";

    // Loops and texts as keys, because every command begins here: what is generic over tuples is compiled at each start, and costs more than the work.
    private List<GraphObject> AllObjects()
    {
        if (Document.Failure is not null)
        {
            return [new GraphObject(ObjectKind.App, "main", Resolve(ObjectKind.App, "main", Place))];
        }
        var objects = new List<GraphObject>();
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var section in Document.Sections.Where(section => section.Name is not null))
        {
            foreach (var kind in KindRules.All)
            {
                var name = section.Name!; // looked at above
                if (KindRules.Prefixes(kind).Any(prefixes => prefixes.Contains(section.Kind)) && known.Add(Key(kind, name)))
                {
                    objects.Add(new GraphObject(kind, name, Resolve(kind, name, section.Source)));
                }
            }
        }
        return objects;
    }
}
