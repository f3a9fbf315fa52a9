// SPDX-License-Identifier: MIT
using Composer.Config;

namespace Composer;

/// <summary>Turns a graph into a drawing. Nothing is imported: what a Python composite does is read off its settings.</summary>
internal sealed class DrawingBuilder
{
    private readonly Graph _graph;
    private readonly DiagramOptions _options;
    private readonly Reached _reached = new();
    private readonly Dictionary<(string? File, string? Section, string Type), DrawnBlock> _drawn = [];
    private readonly DiagnosticList _problems = [];
    private readonly OwnComponent _own;
    private readonly NodeMaker _nodes;
    private readonly Children _children;

    public DrawingBuilder(Graph graph, Registry registry, DiagramOptions options)
    {
        _graph = graph;
        _options = options;
        _own = new OwnComponent(registry, new Replacements(registry, new NativeChoice(ComposerSection.Of(graph, []))));
        _nodes = new NodeMaker(_own, registry);
        _children = new Children(_own, _reached);
    }

    public Drawing Build()
    {
        var clients = new DrawnBlock(null);
        clients.Nodes.Add(_nodes.Clients());
        var roots = Roots();
        var last = AddServer(clients, roots);
        foreach (var (kind, name) in roots)
        {
            last.Branches.Add(new DrawnBranch(name == "main" ? "" : $"#{name}", Of(Whole(kind, name))));
        }
        return new Drawing(_graph.Document.File, clients, _options.Name is null ? Unused() : [], _problems.Sorted());
    }

    /// <summary>The named object; or main; or, of a file without main, every app that nothing else refers to.</summary>
    private List<(ObjectKind Kind, string Name)> Roots()
    {
        var apps = _graph.Objects.Where(found => found.Kind == ObjectKind.App).ToList();
        if (_options.Name is { } name)
        {
            var kind = _graph.Objects.Where(found => found.Name == name).Select(found => found.Kind).Order().FirstOrDefault(ObjectKind.App);
            return [(kind, name)];
        }
        if (apps.Exists(found => found.Name == "main"))
        {
            return [(ObjectKind.App, "main")];
        }
        var mounted = Mounted(apps);
        var free = apps.Where(found => !_graph.IsReached(found) && !mounted.Contains(found.Name)).ToList();
        return [.. (free.Count > 0 ? free : apps).Select(found => (found.Kind, found.Name))];
    }

    /// <summary>The names of the apps that composites lead to, also those that only Python knows to be composites.</summary>
    private HashSet<string> Mounted(List<GraphObject> apps)
    {
        var reached = new Reached();
        var children = new Children(_own, reached);
        foreach (var composite in apps.Select(found => found.Node).OfType<FactoryNode>())
        {
            children.Of(composite);
        }
        return reached.Sections.Select(section => section.Name).OfType<string>().ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>The server that the file names; Composer's own for an app that would be served without one.</summary>
    private DrawnBlock AddServer(DrawnBlock clients, List<(ObjectKind Kind, string Name)> roots)
    {
        var name = _options.Server ?? "main";
        var isWanted = _options.Server is not null || _graph.Document.Sections.Any(section => section.Kind == "server" && section.Name == name);
        var isServed = roots is [{ Kind: ObjectKind.App }] && (roots[0].Name == "main" || _options.Name is not null);
        if (roots.Exists(root => root.Kind != ObjectKind.App) || !(isWanted || isServed))
        {
            return clients;
        }
        var block = Of(isWanted ? Whole(ObjectKind.Server, name) : SitePlan.DefaultServer(_graph));
        clients.Branches.Add(new DrawnBranch("", block));
        return block;
    }

    private Node Whole(ObjectKind kind, string name)
    {
        var reference = new Reference(name, new Source(_graph.Document.File));
        _reached.AddRange(_graph.Scope is ConfigScope scope ? SectionLookup.Find(scope.File, kind, name) : []);
        return new Resolution(_reached).Whole(_graph.Scope, kind, reference, _graph.Variables);
    }

    private DrawnBlock Of(Node node) => node switch
    {
        { Kind: ObjectKind.Filter } => Filters(node),
        PipelineNode pipeline => Wrapped(node, pipeline.Filters, pipeline.App),
        FilterAppNode filterApp => Wrapped(node, [filterApp.Filter], filterApp.Next),
        FilterWithNode filterWith => Wrapped(node, [filterWith.Filter], filterWith.Next),
        FactoryNode factory => Once(node, null, block => Add(block, factory, _children.Of(factory))),
        _ => Once(node, null, block => Add(block, node, [])),
    };

    private DrawnBlock Filters(Node node)
    {
        var block = new DrawnBlock(null);
        block.Nodes.AddRange(Flat(node).Select(filter => Make(filter, [])));
        return block;
    }

    private DrawnBlock Wrapped(Node node, IReadOnlyList<Node> filters, Node app) =>
        filters.Count == 0 && app is PipelineNode or FilterAppNode or FilterWithNode
            ? Of(app)
            : Once(node, () => _nodes.Cluster(node.Type, node.Name, node.Source), block => AddChain(block, filters, app));

    private DrawnBlock OfChild(Child child)
    {
        if (child.Filters.Count == 0)
        {
            return Of(child.App);
        }
        var variant = new DrawnBlock(_nodes.Cluster("variant", child.Key, child.Source));
        AddChain(variant, child.Filters, child.App);
        return variant;
    }

    /// <summary>What leads to more than itself is drawn where it is met first; a reference to it is drawn elsewhere.</summary>
    private DrawnBlock Once(Node node, Func<DrawnCluster>? cluster, Action<DrawnBlock> fill)
    {
        var key = (node.File, node.Section, node.Type);
        if (node.Section is not null && _drawn.TryGetValue(key, out var drawn) && (drawn.Cluster is not null || drawn.Branches.Count > 0))
        {
            var reference = new DrawnBlock(null) { Target = drawn };
            reference.Nodes.Add(_nodes.Reference(node, drawn));
            return reference;
        }
        var block = new DrawnBlock(cluster?.Invoke());
        _drawn[key] = block;
        fill(block);
        return block;
    }

    private void AddChain(DrawnBlock block, IReadOnlyList<Node> filters, Node app)
    {
        foreach (var filter in filters.SelectMany(Flat))
        {
            block.Nodes.Add(Make(filter, [], block.Nodes.Count + 1));
        }
        var children = app is FactoryNode factory ? _children.Of(factory) : [];
        if (app is FactoryNode or ErrorNode && (children.Count == 0 || block.Nodes.Count == 0))
        {
            Add(block, app, children);
            return;
        }
        block.Branches.Add(new DrawnBranch("", Of(app)));
    }

    private void Add(DrawnBlock block, Node node, IReadOnlyList<Child> children)
    {
        block.Nodes.Add(Make(node, children));
        block.Branches.AddRange(children.Select(child => new DrawnBranch(MountLabel.Of(child.Key).Text, OfChild(child))));
    }

    private DrawnNode Make(Node node, IReadOnlyList<Child> children, int? number = null)
    {
        if (node is ErrorNode error)
        {
            _problems.AddRange(error.Diagnostics);
        }
        return _nodes.Make(node, children, number);
    }

    /// <summary>A filter with <c>filter-with</c> is several filters.</summary>
    private static IEnumerable<Node> Flat(Node filter) =>
        filter is FilterWithNode both ? [.. Flat(both.Filter), .. Flat(both.Next)] : [filter];

    private List<DrawnNode> Unused() =>
        [.. _graph.Document.Sections
            .Where(section => section.Name is not null && KindRules.SectionKinds.Contains(section.Kind) && !_reached.Contains(section))
            .Select(_nodes.Unused)];
}
