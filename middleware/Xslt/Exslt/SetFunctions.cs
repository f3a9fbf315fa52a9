// SPDX-License-Identifier: MIT
using System.Xml.XPath;

namespace Composer.Middleware;

/// <summary>EXSLT's <c>set</c> functions.</summary>
internal static class SetFunctions
{
    public static FunctionNamespace All { get; } = new("http://exslt.org/sets")
    {
        { "distinct", (XPathNodeIterator nodes) => Distinct(nodes) },
        { "difference", (XPathNodeIterator a, XPathNodeIterator b) => Difference(a, b) },
        { "intersection", (XPathNodeIterator a, XPathNodeIterator b) => Intersection(a, b) },
        { "has-same-node", (XPathNodeIterator a, XPathNodeIterator b) => Intersection(a, b).Count > 0 },
        { "leading", (XPathNodeIterator a, XPathNodeIterator b) => Before(a, b) },
        { "trailing", (XPathNodeIterator a, XPathNodeIterator b) => After(a, b) },
    };

    private static XPathNodeIterator Distinct(XPathNodeIterator nodes) =>
        NodeSet.From([.. NodeSet.Of(nodes).DistinctBy(node => node.Value)]);

    private static XPathNodeIterator Difference(XPathNodeIterator a, XPathNodeIterator b)
    {
        var others = NodeSet.Of(b).ToHashSet(SameNode.Comparer);
        return NodeSet.From([.. NodeSet.Of(a).Where(node => !others.Contains(node))]);
    }

    private static XPathNodeIterator Intersection(XPathNodeIterator a, XPathNodeIterator b)
    {
        var others = NodeSet.Of(b).ToHashSet(SameNode.Comparer);
        return NodeSet.From([.. NodeSet.Of(a).Where(others.Contains)]);
    }

    private static XPathNodeIterator Before(XPathNodeIterator nodes, XPathNodeIterator limits) => Split(nodes, limits, (all, at) => all[..at]);

    private static XPathNodeIterator After(XPathNodeIterator nodes, XPathNodeIterator limits) => Split(nodes, limits, (all, at) => all[(at + 1)..]);

    // Without a limit, all; with one that is not among the nodes, none.
    private static XPathNodeIterator Split(XPathNodeIterator nodes, XPathNodeIterator limits, Func<List<XPathNavigator>, int, List<XPathNavigator>> part)
    {
        var all = NodeSet.Of(nodes);
        if (NodeSet.Of(limits).FirstOrDefault() is not { } limit)
        {
            return NodeSet.From(all);
        }
        var at = all.FindIndex(limit.IsSamePosition);
        return NodeSet.From(at < 0 ? [] : part(all, at));
    }
}
