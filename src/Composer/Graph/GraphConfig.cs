// SPDX-License-Identifier: MIT
using Composer.Config;

namespace Composer;

/// <summary>Makes one config out of a graph: every reference followed, every value as it is in the end, nothing included.</summary>
public sealed class GraphConfig
{
    private static readonly string[] OfTheFile = ["here", "__file__"];

    private readonly Document _document;
    private readonly SecretSettings _secrets;
    private readonly string _file;
    private readonly Conf _defaults;
    private readonly Dictionary<Node, string> _names = [];

    private GraphConfig(Graph graph, SecretSettings secrets)
    {
        _document = new Document(graph.Document.File) { Format = ConfigFormat.Toml };
        _secrets = secrets;
        _file = graph.File;
        _defaults = graph.Scope is ConfigScope scope ? scope.Defaults.Interpolated : new Conf();
    }

    /// <summary>The config of some objects of a file; those that cannot be loaded are left out.</summary>
    /// <param name="graph">The file.</param>
    /// <param name="objects">The objects.</param>
    /// <param name="secrets">What is masked.</param>
    public static Document Of(Graph graph, IEnumerable<GraphObject> objects, SecretSettings secrets)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(objects);
        ArgumentNullException.ThrowIfNull(secrets);
        var config = new GraphConfig(graph, secrets);
        foreach (var entry in config._defaults.Where(entry => !OfTheFile.Contains(entry.Key)))
        {
            Set(config._document.Defaults, entry.Key, secrets.Shown(null, entry.Key, entry.Text.Text));
        }
        foreach (var found in objects.Where(found => found.Node is not ErrorNode))
        {
            config.Reference(found.Node, found.Name, config._defaults);
        }
        return config.Sorted();
    }

    /// <summary>In the order of the file; what it includes comes last.</summary>
    private Document Sorted()
    {
        var sorted = new Document(_document.File) { Format = _document.Format };
        foreach (var setting in _document.Defaults.Settings)
        {
            sorted.Defaults.Set(setting);
        }
        foreach (var section in _document.Sections.OrderBy(section => section.Source.File != _document.File).ThenBy(section => section.Source.Line))
        {
            sorted.Add(section);
        }
        return sorted;
    }

    /// <summary>The name by which others refer to a node; its section is written first when it has none yet.</summary>
    /// <param name="node">The node.</param>
    /// <param name="name">What it is called where it is referred to.</param>
    /// <param name="globals">The global values there: only what the section itself changes of them is its own.</param>
    private string Reference(Node node, string name, Conf globals)
    {
        if (_names.TryGetValue(node, out var known))
        {
            return known;
        }
        var section = Section(node, globals);
        if (node is FactoryNode { Section: null } plain && section.Settings.Count == 1)
        {
            return plain.Factory.ToString();
        }
        name = NameOf(node, name);
        var same = _document.Sections.FirstOrDefault(other => other.Kind == section.Kind && IsNamed(other, name) && IsSame(other, section));
        return _names[node] = same?.Name ?? Add(section, name);
    }

    // What other files have says so in its name.
    private string NameOf(Node node, string name)
    {
        if (node.File is null || Composer.Reference.LooksLikeUri(name))
        {
            return node.Kind.ToString().ToLowerInvariant();
        }
        return node.File == _file ? name : $"{Path.GetFileNameWithoutExtension(node.File)}-{name}";
    }

    private string Add(Section section, string name)
    {
        var free = name;
        for (var i = 2; _document.Sections.Any(other => KindOf(other) == KindOf(section) && other.Name == free); i++)
        {
            free = $"{name}-{i}";
        }
        var named = new Section($"{section.Kind}:{free}", section.Source) { IsTyped = section.IsTyped };
        foreach (var setting in section.Settings)
        {
            named.Set(setting);
        }
        _document.Add(named);
        return free;
    }

    private Section Section(Node node, Conf globals)
    {
        var (inner, filters) = (node, new List<Node>());
        while (inner is FilterWithNode wrapped)
        {
            filters.Add(wrapped.Filter);
            inner = wrapped.Next;
        }
        var section = new Section(KindOf(inner), node.Source);
        switch (inner)
        {
            case PipelineNode pipeline:
                var members = pipeline.Filters.Append(pipeline.App).Select(member => Reference(member, member.Name, inner.GlobalConf));
                Set(section, "pipeline", string.Join(' ', members));
                break;
            case FilterAppNode filterApp:
                AddFactory(section, filterApp.Filter);
                Set(section, "next", Reference(filterApp.Next, filterApp.Next.Name, inner.GlobalConf));
                break;
            default:
                AddFactory(section, inner);
                break;
        }
        AddGlobals(section, inner, globals);
        if (filters.Count > 0)
        {
            Set(section, "filter-with", Reference(filters[0], filters[0].Name, inner.GlobalConf));
        }
        return section;
    }

    private void AddFactory(Section section, Node node)
    {
        if (node is not FactoryNode factory)
        {
            return;
        }
        var (key, value) = factory.Factory.Scheme == "import"
            ? (factory.Protocol ?? "use", $"{factory.Factory.Target}:{factory.Factory.Entry}")
            : ("use", factory.Factory.ToString());
        Set(section, key, value);
        section.IsTyped = factory.Origin?.Section.IsTyped == true;
        var children = factory.Children?.ToDictionary(child => child.Key, child => child.Value, StringComparer.Ordinal) ?? [];
        foreach (var entry in factory.LocalConf)
        {
            var text = _secrets.Shown(factory, entry.Key, entry.Text.Text);
            if (children.TryGetValue(entry.Key, out var child) && child is not ErrorNode)
            {
                text = Reference(child, child.Name, factory.GlobalConf);
            }
            var typed = text == entry.Text.Text ? entry.Typed : null;
            section.Set(new Setting(entry.Key, entry.KeySource, Literal(text)) { Typed = typed });
        }
    }

    private void AddGlobals(Section section, Node node, Conf globals)
    {
        foreach (var entry in node.GlobalConf.Where(entry => !OfTheFile.Contains(entry.Key) && globals.Text(entry.Key) != entry.Text.Text))
        {
            Set(section, $"set {entry.Key}", _secrets.Shown(null, entry.Key, entry.Text.Text));
        }
    }

    private static string KindOf(Node node) => node is FactoryNode { IsComposite: false, Kind: ObjectKind.App } ? "app" : node.Type;

    // Apps, pipelines, composites and filter-apps share their names.
    private static string KindOf(Section section) => section.Kind is "filter" or "server" ? section.Kind : "app";

    private static bool IsNamed(Section section, string name) =>
        section.Name == name || section.Name?.StartsWith(name + "-", StringComparison.Ordinal) == true;

    private static bool IsSame(Section a, Section b) =>
        a.Settings.Select(setting => (setting.Key, setting.Value.Text)).SequenceEqual(b.Settings.Select(setting => (setting.Key, setting.Value.Text)));

    private static void Set(Section section, string key, string value) => section.Set(new Setting(key, section.Source, Literal(value)));

    private static PlacedText Literal(string text) => new PlacedText(text, default).AsLiteral();
}
