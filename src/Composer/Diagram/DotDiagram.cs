// SPDX-License-Identifier: MIT
using System.Globalization;
using System.Net;
using System.Text;

namespace Composer;

/// <summary>Writes a drawing for Graphviz: HTML-like labels, a cluster per pipeline, ids that stay in its SVG.</summary>
internal sealed class DotDiagram(Drawing drawing, DiagramDirection direction, DiagramTheme theme)
{
    private const int LongestLine = 60;

    private readonly StringBuilder _text = new();
    private readonly bool _dark = theme == DiagramTheme.Dark;

    public override string ToString()
    {
        _text.Clear();
        Line("digraph composer {");
        Line($"  graph [rankdir={(direction == DiagramDirection.LeftToRight ? "LR" : "TB")} bgcolor=\"{(_dark ? "#0d1117" : "transparent")}\" fontname=\"Helvetica,Arial\" fontcolor=\"{Ink}\" fontsize=11 nodesep=0.3 ranksep=0.5]");
        Line($"  node [fontname=\"Helvetica,Arial\" fontsize=11 style=filled margin=\"0.15,0.08\"]");
        Line($"  edge [fontname=\"Helvetica,Arial\" fontsize=10 fontcolor=\"{Ink}\" color=\"#64748b\" arrowsize=0.7]");
        foreach (var block in drawing.Root.All())
        {
            AddBlock(block);
        }
        AddUnused();
        foreach (var edge in drawing.Edges)
        {
            Line($"  {edge.From.Id} -> {edge.To.Id}{EdgeAttributes(edge)}");
        }
        Line("}");
        return _text.ToString();
    }

    private string Ink => _dark ? "#e6edf3" : "#1f2937";

    private void AddBlock(DrawnBlock block)
    {
        if (block.Cluster is not { } cluster)
        {
            AddNodes(block.Nodes, "  ");
            return;
        }
        AddCluster(cluster.Id, $"<B>{Escape(cluster.Title)}</B> {Escape(cluster.Place)}{(drawing.IsShared(cluster.Id) ? $" · {cluster.Id}" : "")}", block.Nodes);
    }

    private void AddUnused()
    {
        if (drawing.Unused.Count > 0)
        {
            AddCluster("unused", "not used", drawing.Unused);
        }
    }

    private void AddCluster(string id, string label, IEnumerable<DrawnNode> nodes)
    {
        Line($"  subgraph cluster_{id} {{");
        Line($"    graph [id={id} style=\"dashed,rounded\" color=\"#94a3b8\" labeljust=l label=<{label}>]");
        AddNodes(nodes, "    ");
        Line("  }");
    }

    private void AddNodes(IEnumerable<DrawnNode> nodes, string indent)
    {
        foreach (var node in nodes)
        {
            Line($"{indent}{node.Id} [id={node.Id} {Shape(node)} {Colours(node)} label=<{Label(node)}> tooltip=\"{Quote(NodeTip.Of(node))}\"]");
        }
    }

    private string Label(DrawnNode node)
    {
        var number = node.Number is { } n ? $"{n.ToString(CultureInfo.InvariantCulture)}  " : "";
        string[] rest =
        [
            node.Address,
            node.Role == NodeRole.Unused ? $"[{node.Section}]" : node.Detail,
            .. node.Settings.Take(Card.MostSettings).Select(setting => $"{setting.Key} = {setting.Value}"),
            string.Join(" · ", new[] { node.LanguageWord, node.Place, node.SameAs is { } same ? $"same as {same}" : drawing.IsShared(node.Id) ? node.Id : "" }.Where(word => word.Length > 0)),
        ];
        return $"<B>{number}{Escape(node.Title)}</B>" + string.Concat(rest.Where(line => line.Length > 0).Select(line => $"<BR/><FONT POINT-SIZE=\"9\">{Escape(line)}</FONT>"));
    }

    private static string Shape(DrawnNode node) => node.Role switch
    {
        NodeRole.Clients => "shape=box style=\"rounded,filled\"",
        NodeRole.Server => "shape=box3d",
        NodeRole.Filter => "shape=box style=\"rounded,filled\"",
        NodeRole.App => "shape=box penwidth=2.5",
        NodeRole.Composite => "shape=diamond margin=\"0.02,0.02\"",
        _ => "shape=box style=\"filled,dashed\"",
    };

    private string Colours(DrawnNode node)
    {
        var colours = Palette.Of(Palette.ClassOf(node), _dark);
        return $"fillcolor=\"{colours.Fill}\" color=\"{colours.Line}\" fontcolor=\"{colours.Ink}\"";
    }

    private static string EdgeAttributes(DrawnEdge edge)
    {
        var label = string.Join("  ", new[] { edge.Label, edge.IsCrossing ? "⇄" : "" }.Where(word => word.Length > 0));
        string[] attributes =
        [
            label.Length == 0 ? "" : $"label=<{Escape(label)}>",
            edge.IsCrossing ? "color=\"#8250df\" penwidth=1.8 tooltip=\"crosses between C# and Python\"" : "",
        ];
        return attributes.All(word => word.Length == 0) ? "" : $" [{string.Join(' ', attributes.Where(word => word.Length > 0))}]";
    }

    private static string Escape(string text) => WebUtility.HtmlEncode(ShortText.Of(text, LongestLine));

    private static string Quote(string text) => ShortText.Clean(text).Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);

    private void Line(string line) => _text.Append(line).Append('\n');
}
