// SPDX-License-Identifier: MIT
using Composer.Config;

namespace Composer;

/// <summary>Makes the boxes of a drawing, numbers them, and knows which section was drawn before.</summary>
/// <param name="own">Tells C# from Python.</param>
/// <param name="registry">Composer's own components.</param>
internal sealed class NodeMaker(OwnComponent own, Registry registry)
{
    private readonly SecretSettings _secrets = new(registry);
    private readonly Dictionary<(string? File, string Section), string> _first = [];
    private int _nodes;
    private int _clusters;

    public DrawnNode Clients() => new() { Id = NextId(), Role = NodeRole.Clients, Name = "clients" };

    /// <summary>A filter, app, composite or error.</summary>
    /// <param name="node">What is drawn.</param>
    /// <param name="children">What its settings lead to; these are arrows, not settings.</param>
    /// <param name="number">Its place in a pipeline, or null.</param>
    public DrawnNode Make(Node node, IReadOnlyList<Child> children, int? number = null) => node switch
    {
        ErrorNode error => Failed(error, number),
        FactoryNode factory => Make(factory, RoleOf(factory, children), children, number),
        _ => throw new ArgumentException($"{node.Type} is drawn as several nodes", nameof(node)),
    };

    /// <summary>Stands for what is drawn elsewhere.</summary>
    public DrawnNode Reference(Node node, DrawnBlock target) => new()
    {
        Id = NextId(),
        Role = NodeRole.Reference,
        Language = target.Nodes[0].Language,
        Name = node.Name,
        Section = node.Section,
        Detail = node.Type,
        Source = node.Source,
        SameAs = target.Cluster?.Id ?? target.Nodes[0].Id,
    };

    public DrawnNode Unused(Section section) => new()
    {
        Id = NextId(),
        Role = NodeRole.Unused,
        Name = section.Name ?? section.Header,
        Section = section.Header,
        Detail = section.Kind,
        Source = section.Source,
    };

    public DrawnCluster Cluster(string kind, string name, Source source) => new($"p{++_clusters}", kind, name, source);

    private DrawnNode Make(FactoryNode node, NodeRole role, IReadOnlyList<Child> children, int? number)
    {
        var id = NextId();
        return new DrawnNode
        {
            Id = id,
            Role = role,
            Language = own.LanguageOf(node),
            Name = node.Name,
            Section = node.Section,
            Detail = node.Factory.ToString(),
            Address = role == NodeRole.Server ? ServerAddress.Of(node, registry) : "",
            Settings = [.. node.LocalConf.Where(entry => children.All(child => child.Key != entry.Key)).Select(entry => Shown(node, entry))],
            Source = node.Source,
            Number = number,
            SameAs = SameAs(node, id),
        };
    }

    private DrawnNode Failed(ErrorNode node, int? number)
    {
        var problem = node.Diagnostics[0];
        return new() { Id = NextId(), Role = NodeRole.Error, Name = node.Name, Detail = $"{problem.Code}: {problem.Message}", Source = problem.Source, Number = number };
    }

    private static NodeRole RoleOf(FactoryNode node, IReadOnlyList<Child> children) => node.Kind switch
    {
        ObjectKind.Filter => NodeRole.Filter,
        ObjectKind.Server => NodeRole.Server,
        _ => node.IsComposite || children.Count > 0 ? NodeRole.Composite : NodeRole.App,
    };

    private DrawnSetting Shown(FactoryNode node, ConfEntry entry) =>
        new(entry.Key, _secrets.Shown(node, entry.Key, entry.Text.Text), entry.Text.Source with { Column = 0 });

    private string? SameAs(Node node, string id)
    {
        if (node.Section is null)
        {
            return null;
        }
        var first = (node.File, node.Section);
        return _first.TryAdd(first, id) ? null : _first[first];
    }

    private string NextId() => $"n{++_nodes}";
}
