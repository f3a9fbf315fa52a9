// SPDX-License-Identifier: MIT
using System.Globalization;
using System.Text;

namespace Composer;

/// <summary>Writes a drawing as a Mermaid flowchart that its strict mode takes: made-up ids, quoted labels, entities, no click handlers.</summary>
internal sealed class MermaidDiagram(Drawing drawing, DiagramDirection direction, DiagramTheme theme)
{
    private const int LongestLabel = 60;
    private const int LongestValue = 24;
    private const int MostSettings = 2;

    // Mermaid's default; a diagram cannot raise it.
    private const int MostEdges = 500;

    private readonly StringBuilder _text = new();

    public override string ToString()
    {
        _text.Clear();
        Line($"flowchart {Direction}");
        AddLimits();
        foreach (var block in drawing.Root.All())
        {
            AddBlock(block);
        }
        foreach (var edge in drawing.Edges)
        {
            Line($"  {edge.From.Id} {Arrow(edge)} {edge.To.Id}");
        }
        AddUnused();
        AddClasses();
        return _text.ToString();
    }

    private void AddLimits()
    {
        var edges = drawing.Edges.Count();
        if (edges > MostEdges)
        {
            Line(string.Create(CultureInfo.InvariantCulture, $"  %% {edges} arrows; mermaid draws {MostEdges} unless its maxEdges allows more: compose diagram --format svg draws all"));
        }
    }

    private string Direction => direction == DiagramDirection.LeftToRight ? "LR" : "TB";

    private void AddBlock(DrawnBlock block)
    {
        if (block.Cluster is not { } cluster)
        {
            AddNodes(block.Nodes, "  ");
            return;
        }
        Line($"  subgraph {cluster.Id}[\"{Escape(ShortText.Of(cluster.Title, LongestLabel))}{(drawing.IsShared(cluster.Id) ? $" ({cluster.Id})" : "")}\"]");
        Line($"    direction {Direction}");
        AddNodes(block.Nodes, "    ");
        Line("  end");
        Line($"  class {cluster.Id} frame");
    }

    private void AddUnused()
    {
        if (drawing.Unused.Count == 0)
        {
            return;
        }
        Line("  subgraph unused[\"not used\"]");
        AddNodes(drawing.Unused, "    ");
        Line("  end");
        Line("  class unused frame");
    }

    private void AddNodes(IEnumerable<DrawnNode> nodes, string indent)
    {
        foreach (var node in nodes)
        {
            Line($"{indent}{node.Id}{Shape(node)}:::{Class(node)}");
        }
    }

    private string Shape(DrawnNode node)
    {
        var label = string.Join("<br/>", Lines(node).Where(line => line.Length > 0).Select(line => Escape(ShortText.Of(line, LongestLabel))));
        return node.Role switch
        {
            NodeRole.Clients => $"([\"{label}\"])",
            NodeRole.Server => $"[[\"{label}\"]]",
            NodeRole.Filter => $"(\"{label}\")",
            NodeRole.Composite => $"{{\"{label}\"}}",
            _ => $"[\"{label}\"]",
        };
    }

    private IEnumerable<string> Lines(DrawnNode node) =>
    [
        (node.Number is { } number ? $"{number.ToString(CultureInfo.InvariantCulture)} · " : "") + node.Title,
        node.Address,
        node.Role == NodeRole.Unused ? $"[{node.Section}]" : node.Detail,
        .. node.Settings.Take(MostSettings).Select(setting => $"{setting.Key} = {ShortText.Of(setting.Value, LongestValue)}"),
        node.LanguageWord,
        node.SameAs is { } same ? $"same as {same}" : drawing.IsShared(node.Id) ? node.Id : "",
    ];

    private static string Arrow(DrawnEdge edge)
    {
        string[] words = [Escape(ShortText.Of(edge.Label, LongestLabel)), edge.IsCrossing ? "⇄" : ""];
        var label = string.Join(' ', words.Where(word => word.Length > 0));
        var arrow = edge.IsCrossing ? "==>" : "-->";
        return label.Length == 0 ? arrow : $"{arrow}|\"{label}\"|";
    }

    private static string Class(DrawnNode node) => Palette.ClassOf(node) + (node.Role == NodeRole.App ? "App" : "");

    private void AddClasses()
    {
        foreach (var used in drawing.Nodes.Concat(drawing.Unused).Select(Class).Distinct().Order(StringComparer.Ordinal))
        {
            var isApp = used.EndsWith("App", StringComparison.Ordinal);
            var colours = Palette.Of(isApp ? used[..^3] : used, theme == DiagramTheme.Dark);
            Line($"  classDef {used} fill:{colours.Fill},stroke:{colours.Line},color:{colours.Ink}{(isApp ? ",stroke-width:3px" : "")}");
        }
        if (drawing.Unused.Count > 0 || drawing.Clusters.Any())
        {
            Line("  classDef frame fill:none,stroke:#8c959f,stroke-dasharray:5 4");
        }
    }

    // Whatever Mermaid, its Markdown or HTML could take for its own becomes an entity; inside of a word, _ and - are nobody's.
    private static string Escape(string text)
    {
        var escaped = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            var isInWord = i > 0 && i < text.Length - 1 && char.IsAsciiLetterOrDigit(text[i - 1]) && char.IsAsciiLetterOrDigit(text[i + 1]);
            if (text[i] > 0x7F || char.IsAsciiLetterOrDigit(text[i]) || " .,:/?=+()".Contains(text[i], StringComparison.Ordinal) || (isInWord && text[i] is '_' or '-'))
            {
                escaped.Append(text[i]);
                continue;
            }
            escaped.Append(text[i] == '"' ? "#quot;" : string.Create(CultureInfo.InvariantCulture, $"#{(int)text[i]};"));
        }
        return escaped.ToString();
    }

    private void Line(string line) => _text.Append(line).Append('\n');
}
