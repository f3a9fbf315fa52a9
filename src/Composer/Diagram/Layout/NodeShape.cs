// SPDX-License-Identifier: MIT
namespace Composer;

/// <summary>The measures of a node before it has a place.</summary>
internal sealed class NodeShape
{
    private readonly FlowAxis _axis;

    public NodeShape(DrawnNode node, bool isShared, FlowAxis axis)
    {
        _axis = axis;
        Node = node;
        IsDiamond = node.Role == NodeRole.Composite;
        Card = new Card(node, isShared, IsDiamond);
        const double diamond = 2 * PlacedNode.Half;
        var depth = node.Role == NodeRole.Server ? PlacedNode.Depth : 0;
        (Width, Height) = (IsDiamond, axis.IsHorizontal) switch
        {
            (false, _) => (Card.Width + depth, Card.Height + depth),
            (true, true) => (Math.Max(diamond, Card.Width), diamond + PlacedNode.CaptionGap + Card.Height),
            (true, false) => (diamond + PlacedNode.CaptionGap + Card.Width, Math.Max(diamond, Card.Height)),
        };
    }

    public DrawnNode Node { get; }

    public Card Card { get; }

    public bool IsDiamond { get; }

    /// <summary>May be made wider, so that a row or column is even; never less.</summary>
    public double Width { get; set; }

    public double Height { get; }

    /// <summary>From the line of the flow through the node to its sides.</summary>
    public Extent Extent
    {
        get
        {
            if (IsDiamond)
            {
                return new(PlacedNode.Half, _axis.Across(Width, Height) - PlacedNode.Half);
            }
            var breadth = _axis.Across(Width, Height);
            var depth = Node.Role == NodeRole.Server ? PlacedNode.Depth : 0;
            return _axis.IsHorizontal ? new((breadth + depth) / 2, (breadth - depth) / 2) : new((breadth - depth) / 2, (breadth + depth) / 2);
        }
    }

    public double Length => _axis.Along(Width, Height);

    /// <summary>Puts the node somewhere.</summary>
    /// <param name="along">Where its layer begins.</param>
    /// <param name="across">The line of the flow.</param>
    public PlacedNode Place(double along, double across)
    {
        var bounds = _axis.Area(along, across - Extent.Before, Length, _axis.Across(Width, Height));
        if (IsDiamond)
        {
            var centre = _axis.At(along + (Length / 2), across);
            var text = _axis.IsHorizontal
                ? new Rect(bounds.X + ((Width - Card.Width) / 2), centre.Y + PlacedNode.Half + PlacedNode.CaptionGap, Card.Width, Card.Height)
                : new Rect(centre.X + PlacedNode.Half + PlacedNode.CaptionGap, centre.Y - (Card.Height / 2), Card.Width, Card.Height);
            return new PlacedNode(Node, Card, bounds) { Centre = centre, Front = text };
        }
        return Node.Role == NodeRole.Server
            ? new PlacedNode(Node, Card, bounds) { Front = new(bounds.X, bounds.Y + PlacedNode.Depth, bounds.Width - PlacedNode.Depth, bounds.Height - PlacedNode.Depth) }
            : new PlacedNode(Node, Card, bounds);
    }

    /// <summary>Where arrows end and start along the flow, in a layer that begins somewhere.</summary>
    public (double In, double Out) Ports(double along)
    {
        var middle = along + (Length / 2);
        return IsDiamond ? (middle - PlacedNode.Half, middle + PlacedNode.Half) : (along, along + Length);
    }
}
