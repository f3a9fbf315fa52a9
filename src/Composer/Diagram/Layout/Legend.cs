// SPDX-License-Identifier: MIT
namespace Composer;

/// <summary>What the shapes and colours of a picture mean; only those that it has.</summary>
internal sealed class Legend
{
    /// <summary>Height of a row.</summary>
    public const double Row = 26;

    /// <summary>Width of a sign.</summary>
    public const double Sign = 26;

    private const double Gap = 22;

    public Legend(Drawing drawing, double x, double y, double width)
    {
        var (at, row) = (x, y);
        foreach (var (sign, text) in Entries(drawing))
        {
            var needed = Sign + 6 + TextStyle.Setting.Width(text);
            if (at > x && at + needed > x + width)
            {
                (at, row) = (x, row + Row);
            }
            Items.Add(new LegendItem(sign, text, new Rect(at, row, needed, Row)));
            at += needed + Gap;
        }
        Bottom = row + Row;
    }

    public List<LegendItem> Items { get; } = [];

    public double Bottom { get; }

    private static IEnumerable<(LegendSign Sign, string Text)> Entries(Drawing drawing)
    {
        var nodes = drawing.Nodes.ToList();
        (LegendSign Sign, string Text, bool IsUsed)[] all =
        [
            (LegendSign.CSharp, "C#", nodes.Exists(node => node.Language == NodeLanguage.CSharp)),
            (LegendSign.Python, "Python", nodes.Exists(node => node.Language == NodeLanguage.Python)),
            (LegendSign.Server, "server", Has(NodeRole.Server)),
            (LegendSign.Filter, "filter", Has(NodeRole.Filter)),
            (LegendSign.Composite, "composite", Has(NodeRole.Composite)),
            (LegendSign.App, "app", Has(NodeRole.App)),
            (LegendSign.Reference, "drawn elsewhere", Has(NodeRole.Reference)),
            (LegendSign.Crossing, "crosses between C# and Python", drawing.Edges.Any(edge => edge.IsCrossing)),
        ];
        return all.Where(entry => entry.IsUsed).Select(entry => (entry.Sign, entry.Text));

        bool Has(NodeRole role) => nodes.Exists(node => node.Role == role);
    }
}
