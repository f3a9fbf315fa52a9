// SPDX-License-Identifier: MIT
namespace Composer;

/// <summary>Writes a graph as the tree that <c>compose show</c> prints.</summary>
public sealed class GraphText
{
    private readonly List<(string Label, string Type, string Detail)> _rows = [];
    private readonly SecretSettings? _secrets;

    private GraphText(SecretSettings? secrets) => _secrets = secrets;

    /// <summary>Writes objects one after another, with an empty line between them.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="objects">What.</param>
    /// <param name="secrets">Which values are masked; null masks none.</param>
    public static void Write(TextWriter writer, IEnumerable<GraphObject> objects, SecretSettings? secrets = null)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(objects);
        var first = true;
        foreach (var found in objects)
        {
            writer.Write(first ? "" : "\n");
            first = false;
            Write(writer, found.Node, found.Name, secrets);
        }
    }

    /// <summary>Writes one object.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="node">What.</param>
    /// <param name="name">What to call it; null for its own name.</param>
    /// <param name="secrets">Which values are masked; null masks none.</param>
    public static void Write(TextWriter writer, Node node, string? name = null, SecretSettings? secrets = null)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(node);
        var text = new GraphText(secrets);
        text.Add(node, name ?? node.Name, "", "");
        text.WriteTo(writer);
    }

    private void WriteTo(TextWriter writer)
    {
        var label = Math.Max(20, _rows.Max(row => row.Label.Length));
        var type = Math.Max(11, _rows.Max(row => row.Type.Length));
        foreach (var row in _rows)
        {
            var line = $"{row.Label.PadRight(label)} {row.Type.PadRight(type)} {row.Detail}";
            writer.Write(line.TrimEnd() + "\n");
        }
    }

    /// <summary>Adds a node below its wrapper; returns the indentation of what it wraps.</summary>
    private string Add(Node node, string name, string mark, string indent)
    {
        switch (node)
        {
            case PipelineNode pipeline:
                AddRow(mark, name, node, Place(node));
                return AddChain([.. pipeline.Filters, pipeline.App], indent);
            case FilterAppNode filterApp:
                AddRow(mark, name, node, Place(node));
                return AddChain([filterApp.Filter, filterApp.Next], indent);
            case FilterWithNode filterWith:
                AddRow(mark, name, node, Place(node));
                return AddChain([filterWith.Filter, filterWith.Next], indent);
            case FactoryNode factory:
                AddRow(mark, name, node, Settings(factory));
                AddChildren(factory, indent);
                return indent;
            case ErrorNode error:
                AddRow(mark, name, node, $"{error.Error.Type}: {error.Error.Message.ReplaceLineEndings(" ")}");
                return indent;
            default:
                return indent;
        }
    }

    private string AddChain(IEnumerable<Node> nodes, string indent)
    {
        foreach (var node in nodes)
        {
            indent = Add(node, node.Name, indent + "└ ", indent + "  ");
        }
        return indent;
    }

    private void AddChildren(FactoryNode node, string indent)
    {
        var children = node.Children ?? [];
        for (var i = 0; i < children.Count; i++)
        {
            var last = i == children.Count - 1;
            Add(children[i].Value, children[i].Key, indent + (last ? "└ " : "├ "), indent + (last ? "  " : "│ "));
        }
    }

    private void AddRow(string mark, string name, Node node, string rest) => _rows.Add((mark + name, node.Type, rest));

    private static string Place(Node node) => (node.Source with { Column = 0 }).ToString();

    private string Settings(FactoryNode node)
    {
        var children = (node.Children ?? []).Select(child => child.Key).ToHashSet(StringComparer.Ordinal);
        var settings = node.LocalConf.Where(entry => !children.Contains(entry.Key)).Select(entry => $"{entry.Key}={Quoted(_secrets?.Shown(node, entry.Key, entry.Text.Text) ?? entry.Text.Text)}");
        return $"{node.Factory,-31} {string.Join(' ', settings)}";
    }

    private static string Quoted(string text)
    {
        var isPlain = text.Length > 0 && text.All(c => c > ' ' && c is not ('"' or '\\'));
        return isPlain ? text : $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)}\"";
    }
}
