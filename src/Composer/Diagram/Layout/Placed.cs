// SPDX-License-Identifier: MIT
namespace Composer;

/// <summary>Everything of a drawing in its place.</summary>
internal sealed class Placed
{
    public List<PlacedNode> Nodes { get; } = [];

    public List<PlacedCluster> Clusters { get; } = [];

    public List<PlacedEdge> Edges { get; } = [];

    /// <summary>The smallest rectangle around all of it.</summary>
    public Rect Bounds()
    {
        var all = Nodes.Select(node => node.Bounds).Concat(Clusters.Select(cluster => cluster.Bounds)).Concat(Edges.Select(edge => edge.Label).OfType<Rect>()).ToList();
        var (x, y) = (all.Min(rect => rect.X), all.Min(rect => rect.Y));
        return new Rect(x, y, all.Max(rect => rect.Right) - x, all.Max(rect => rect.Bottom) - y);
    }

    /// <summary>All of it, elsewhere.</summary>
    public Placed Moved(double x, double y)
    {
        var moved = new Placed();
        moved.Nodes.AddRange(Nodes.Select(node => node with { Bounds = node.Bounds.Moved(x, y), Front = node.Front.Moved(x, y), Centre = new(node.Centre.X + x, node.Centre.Y + y) }));
        moved.Clusters.AddRange(Clusters.Select(cluster => cluster with { Bounds = cluster.Bounds.Moved(x, y) }));
        moved.Edges.AddRange(Edges.Select(edge => edge with
        {
            Points = [.. edge.Points.Select(point => new Point(point.X + x, point.Y + y))],
            Label = edge.Label?.Moved(x, y),
            Mark = edge.Mark is { } mark ? new Point(mark.X + x, mark.Y + y) : null,
        }));
        return moved;
    }
}
