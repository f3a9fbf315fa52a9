// SPDX-License-Identifier: MIT
namespace Composer;

/// <summary>A whole picture: title, drawing, unused sections, and what the shapes mean.</summary>
internal sealed class Picture
{
    /// <summary>Space around everything.</summary>
    public const double Margin = 28;

    private const double Narrowest = 560;
    private const double Gap = 28;
    private const double CardGap = 14;

    public Picture(Drawing drawing, DiagramDirection direction)
    {
        Drawing = drawing;
        var axis = new FlowAxis(direction);
        var tree = new Placed();
        BlockLayout.Of(drawing, axis).Place(0, tree);
        var bounds = tree.Bounds();
        var width = Math.Max(Narrowest, Math.Ceiling(bounds.Width));

        Title = TextStyle.Title.Wrap(ShortText.Of(drawing.File), width, 2);
        Summary = TextStyle.Summary.Wrap(ShortText.Of(drawing.Summary(), 1000), width, 3);
        var y = Margin + (Title.Count * TextStyle.Title.Line) + (Summary.Count * TextStyle.Summary.Line) + 16;
        var spare = axis.IsHorizontal ? 0 : Math.Floor((width - bounds.Width) / 2);
        Tree = tree.Moved(Margin + spare - bounds.X, y - bounds.Y);
        y += bounds.Height + Gap;
        y = PlaceUnused(y, width);
        Legend = new Legend(drawing, Margin, y, width);
        Width = Math.Ceiling(width + (2 * Margin));
        Height = Math.Ceiling(Legend.Bottom + Margin - 8);
    }

    public Drawing Drawing { get; }

    public IReadOnlyList<string> Title { get; }

    public IReadOnlyList<string> Summary { get; }

    public Placed Tree { get; }

    public PlacedCluster? UnusedFrame { get; private set; }

    public List<PlacedNode> Unused { get; } = [];

    public Legend Legend { get; }

    public double Width { get; }

    public double Height { get; }

    /// <summary>Unused sections stand in rows of equal cards.</summary>
    private double PlaceUnused(double y, double width)
    {
        if (Drawing.Unused.Count == 0)
        {
            return y;
        }
        var cards = Drawing.Unused.Select(node => (Node: node, Card: new Card(node, isShared: false, isCaption: false))).ToList();
        var widest = cards.Max(card => card.Card.Width);
        var columns = Math.Max(1, (int)((width - (2 * PlacedCluster.Padding) + CardGap) / (widest + CardGap)));
        var top = y;
        y += 28;
        foreach (var row in cards.Chunk(columns))
        {
            var height = row.Max(card => card.Card.Height);
            Unused.AddRange(row.Select((card, i) => new PlacedNode(card.Node, card.Card, new Rect(Margin + PlacedCluster.Padding + (i * (widest + CardGap)), y, widest, height))));
            y += height + CardGap;
        }
        UnusedFrame = new PlacedCluster("unused", new Rect(Margin, top, Unused.Max(node => node.Bounds.Right) + PlacedCluster.Padding - Margin, y - CardGap + PlacedCluster.Padding - top), ["not used"]);
        return UnusedFrame.Bounds.Bottom + Gap;
    }
}
