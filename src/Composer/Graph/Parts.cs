// SPDX-License-Identifier: MIT
namespace Composer;

/// <summary>What an object of the graph consists of.</summary>
public static class Parts
{
    /// <summary>The objects directly below one.</summary>
    public static IEnumerable<Node> Of(Node node) => node switch
    {
        PipelineNode pipeline => [.. pipeline.Filters, pipeline.App],
        FilterAppNode filterApp => [filterApp.Filter, filterApp.Next],
        FilterWithNode filterWith => [filterWith.Filter, filterWith.Next],
        FactoryNode { Children: { } children } => children.Select(child => child.Value),
        _ => [],
    };

    /// <summary>An object and all below it.</summary>
    public static IEnumerable<Node> Below(Node node) => Of(node).SelectMany(Below).Prepend(node);
}
