// SPDX-License-Identifier: MIT
using Composer.Config;

namespace Composer;

/// <summary>What all formats draw: a tree of blocks, and the sections that are not in it.</summary>
/// <param name="File">The config file as the user named it.</param>
/// <param name="Root">Where requests come from.</param>
/// <param name="Unused">Sections that nothing in the tree uses.</param>
/// <param name="Problems">Why some of it cannot be loaded, sorted by place.</param>
internal sealed record Drawing(string File, DrawnBlock Root, IReadOnlyList<DrawnNode> Unused, IReadOnlyList<Diagnostic> Problems)
{
    /// <summary>More filters in a row than this are drawn from top to bottom: from left to right they leave the screen.</summary>
    private const int LongChain = 6;

    private readonly Lazy<HashSet<string>> _shared = new(() => Ids(Root));

    /// <summary>Everything in the tree, in the order in which it is drawn.</summary>
    public IEnumerable<DrawnNode> Nodes => Root.All().SelectMany(block => block.Nodes);

    public IEnumerable<DrawnCluster> Clusters => Root.All().Select(block => block.Cluster).OfType<DrawnCluster>();

    public IEnumerable<DrawnEdge> Edges => Root.All().SelectMany(EdgesOf);

    public DiagramDirection Direction =>
        Root.All().Any(block => block.Nodes.Count(node => node.Role == NodeRole.Filter) > LongChain) ? DiagramDirection.TopToBottom : DiagramDirection.LeftToRight;

    /// <summary>Whether another node says that it is the same as this node or cluster.</summary>
    public bool IsShared(string id) => _shared.Value.Contains(id);

    /// <summary>The arrows out of a block's nodes.</summary>
    public static IEnumerable<DrawnEdge> EdgesOf(DrawnBlock block) =>
        block.Nodes.Zip(block.Nodes.Skip(1), (from, to) => new DrawnEdge(from, to, ""))
            .Concat(block.Branches.Select(branch => new DrawnEdge(block.Nodes[^1], branch.Block.Nodes[0], branch.Label)));

    /// <summary>What there is, in one line.</summary>
    public string Summary()
    {
        var nodes = Nodes.ToList();
        string[] counts =
        [
            Count(nodes.Count(node => node.Role == NodeRole.App), "app"),
            Count(nodes.Count(node => node.Role == NodeRole.Composite), "composite"),
            Count(nodes.Count(node => node.Role == NodeRole.Filter), "filter"),
            Count(nodes.Count(node => node.Role == NodeRole.Error), "error"),
        ];
        var most = new CrossingCount().Most(Root);
        var crossings = most == 0 ? "" : $"; a request crosses between C# and Python {(Edges.Count(edge => edge.IsCrossing) == most ? "" : "up to ")}{Times(most)}";
        return string.Join(", ", counts.Where(count => count.Length > 0)) + crossings;
    }

    private static HashSet<string> Ids(DrawnBlock root) =>
        root.All().SelectMany(block => block.Nodes).Select(node => node.SameAs).OfType<string>().ToHashSet(StringComparer.Ordinal);

    private static string Count(int number, string noun) => number switch { 0 => "", 1 => $"1 {noun}", _ => $"{number} {noun}s" };

    private static string Times(int number) => number switch { 1 => "once", 2 => "twice", _ => $"{number} times" };
}
