// SPDX-License-Identifier: MIT
using Composer.Wsgi;

namespace Composer;

/// <summary>A place within the filters of a config.</summary>
/// <param name="Names">The filters outside of it, outermost first.</param>
/// <param name="Told">What requests that come here say of their filters.</param>
/// <remarks>Only C# components tell them, the first of a row for the others: Python calls Python without a way through C#.</remarks>
internal sealed record FilterPlace(string[] Names, string[] Told)
{
    /// <summary>Outside of all.</summary>
    public static readonly FilterPlace Outermost = new([], []);

    /// <summary>The place behind the filters of a node.</summary>
    /// <param name="node">Filters and what they stand around.</param>
    /// <param name="filters">The filters.</param>
    /// <param name="tells">One of them is a C# component.</param>
    public FilterPlace Inside(Node node, IEnumerable<Node> filters, bool tells) =>
        new([.. Names, .. filters.SelectMany(FiltersOf)], tells ? Whole(node) : Told);

    /// <summary>The node's first C# component, with what is to be told of its filters.</summary>
    public IWsgiApp Tell(Node node, IWsgiApp app) =>
        Whole(node) is var names && (names.SequenceEqual(Told) || app is UnbuiltApp) ? app : new FilterNames(names, app);

    private string[] Whole(Node node) => [.. Names, .. FiltersOf(node)];

    private static IEnumerable<string> FiltersOf(Node node) => node switch
    {
        PipelineNode pipeline => [.. pipeline.Filters.SelectMany(FiltersOf), .. FiltersOf(pipeline.App)],
        FilterAppNode { Filter: var filter, Next: var next } => [.. FiltersOf(filter), .. FiltersOf(next)],
        FilterWithNode { Filter: var filter, Next: var next } => [.. FiltersOf(filter), .. FiltersOf(next)],
        { Kind: ObjectKind.Filter } => [node.Name],
        _ => [],
    };
}
