// SPDX-License-Identifier: MIT
using Composer.Config;

namespace Composer;

/// <summary>Looks at every way that a request can take: filters in a wrong order, needless changes of language.</summary>
/// <param name="makers">Says what makes each object.</param>
/// <param name="rules">Which filter must be outside of which.</param>
internal sealed class WayCheck(MakerFinder makers, IReadOnlyList<OrderRule> rules)
{
    private const int MostWays = 2_000;

    private readonly DiagnosticList _found = new();
    private readonly Dictionary<FactoryNode, Maker?> _makers = [];
    private readonly HashSet<Source> _between = [];

    /// <summary>What is wrong with the ways through some apps.</summary>
    public IEnumerable<Diagnostic> Of(IEnumerable<Node> apps)
    {
        foreach (var route in apps.SelectMany(Route.Of).Take(MostWays))
        {
            LookAtOrder([.. route.Filters.OfType<FactoryNode>()]);
            LookAtLanguages([.. route.Steps, .. route.App is FactoryNode app ? new[] { app } : []]);
        }
        return _found;
    }

    private void LookAtOrder(List<FactoryNode> filters)
    {
        var names = filters.ConvertAll(NamesOf);
        for (var outer = 0; outer < filters.Count; outer++)
        {
            for (var inner = outer + 1; inner < filters.Count; inner++)
            {
                if (rules.FirstOrDefault(rule => rule.Inner.Any(names[outer].Contains) && rule.Outer.Any(names[inner].Contains)) is { } broken)
                {
                    var (first, last) = (filters[outer], filters[inner]);
                    _found.Warning(first.Source, "bad-order", $"{Owner.Of(first)} ({first.Factory}) is outside of '{last.Name}' ({last.Factory}): {broken.Otherwise}", $"name '{last.Name}' before '{first.Name}'");
                }
            }
        }
    }

    private void LookAtLanguages(List<FactoryNode> way)
    {
        FactoryNode? before = null, between = null;
        foreach (var node in way)
        {
            if (MakerOf(node) is null)
            {
                continue;
            }
            if (IsNative(node))
            {
                between = before is null ? null : node;
                continue;
            }
            if (between is not null && _between.Add(between.Source))
            {
                _found.Add(new Diagnostic(Severity.Hint, between.Source, "many-crossings", $"{Owner.Of(between)} is C# and stands between Python's '{before!.Name}' and '{node.Name}': a request changes the language twice more than it must", "where the order allows it, put what is Python side by side"));
            }
            (before, between) = (node, null);
        }
    }

    private HashSet<string> NamesOf(FactoryNode node) => MakerOf(node) switch
    {
        NativeMaker native => Names(OrderRule.NamesOf(native.Component)),
        _ when node.Factory.Scheme == "egg" => Names([$"{node.Factory.Target}#{node.Factory.Entry}"]),
        _ => [],
    };

    // Distributions are spelled in many ways.
    private static HashSet<string> Names(IEnumerable<string> names) => new(names, StringComparer.OrdinalIgnoreCase);

    private bool IsNative(FactoryNode node) => MakerOf(node) is NativeMaker;

    private Maker? MakerOf(FactoryNode node)
    {
        if (!_makers.TryGetValue(node, out var maker))
        {
            _makers[node] = maker = makers.Find(node);
        }
        return maker;
    }
}
