// SPDX-License-Identifier: MIT
namespace Composer;

/// <summary>Lays out a tree of blocks: the layer of a node is its depth, siblings stand in the order in which they are matched, each subtree has a band of its own.</summary>
internal sealed class BlockLayout
{
    private const double ShortestArrow = 34;
    private const double ArrowTip = 16;
    private const double Bus = 16;
    private const double LabelGap = 8;
    private const double SiblingGap = 20;
    private const double TitleTop = 6;
    private const double NearlyStraight = 12;

    private readonly FlowAxis _axis;
    private readonly DrawnBlock _block;
    private readonly List<NodeShape> _shapes;
    private readonly List<(DrawnEdge Edge, BlockLayout Block, double At)> _branches = [];
    private readonly int _depth;
    private readonly Layers _layers;
    private IReadOnlyList<string> _title = [];
    private Extent _own;

    private BlockLayout(DrawnBlock block, Drawing drawing, FlowAxis axis, Layers layers, int depth)
    {
        (_block, _axis, _layers, _depth) = (block, axis, layers, depth);
        _shapes = [.. block.Nodes.Select(node => new NodeShape(node, drawing.IsShared(node.Id), axis))];
        _branches.AddRange(block.Branches.Select(branch => (
            new DrawnEdge(block.Nodes[^1], branch.Block.Nodes[0], branch.Label),
            Behind(branch.Block, drawing),
            0.0)));
    }

    /// <summary>All that the subtree covers.</summary>
    public Extent Extent { get; private set; }

    private bool HasFrame => _block.Cluster is not null;

    private int LastDepth => _depth + _shapes.Count - 1;

    // From left to right, equal depths stand in one column. From top to bottom, each pipeline is as close as its texts allow.
    private BlockLayout Behind(DrawnBlock block, Drawing drawing) => _axis.IsHorizontal
        ? new BlockLayout(block, drawing, _axis, _layers, LastDepth + 1)
        : new BlockLayout(block, drawing, _axis, new Layers(() => _layers.Next(LastDepth)), 0);

    /// <summary>Lays out a whole drawing.</summary>
    public static BlockLayout Of(Drawing drawing, FlowAxis axis)
    {
        var root = new BlockLayout(drawing.Root, drawing, axis, new Layers(() => 0), 0);
        root.Measure(drawing);
        root.Even();
        root.Spread();
        return root;
    }

    /// <summary>Everything in its place.</summary>
    /// <param name="across">The line on which a request enters.</param>
    /// <param name="picture">Takes it.</param>
    public void Place(double across, Placed picture)
    {
        if (_block.Cluster is { } cluster)
        {
            picture.Clusters.Add(new PlacedCluster(cluster.Id, Frame(across), _title) { Tip = $"{ShortText.Of(cluster.Title)}\n{cluster.Source with { Column = 0 }}" });
        }
        foreach (var (i, shape) in _shapes.Index())
        {
            picture.Nodes.Add(shape.Place(_layers.Start(_depth + i), across));
        }
        foreach (var (i, edge) in Drawing.EdgesOf(_block).Take(_shapes.Count - 1).Index())
        {
            picture.Edges.Add(Arrow(edge, i, across, _shapes[i + 1], across));
        }
        foreach (var (edge, block, at) in _branches)
        {
            picture.Edges.Add(Arrow(edge, _shapes.Count - 1, across, block._shapes[0], across + at));
            block.Place(across + at, picture);
        }
    }

    /// <summary>Finds how long the layers are and how far apart.</summary>
    private void Measure(Drawing drawing)
    {
        EvenBlock();
        _title = _block.Cluster is { } cluster ? TextStyle.Cluster.Wrap(ShortText.Of(cluster.Title + (drawing.IsShared(cluster.Id) ? $" ({cluster.Id})" : "")), TitleRoom(), 3) : [];
        foreach (var (i, shape) in _shapes.Index())
        {
            _layers.AddNode(_depth + i, shape.Length);
        }
        foreach (var (i, edge) in Drawing.EdgesOf(_block).Take(_shapes.Count - 1).Index())
        {
            _layers.AddArrow(_depth + i, ArrowLength(edge, 0, 0));
        }
        foreach (var (edge, block, _) in _branches)
        {
            block.Measure(drawing);
            _layers.AddArrow(LastDepth, ArrowLength(edge, OutPadding(), block.InPadding()));
        }
    }

    // From top to bottom, the title stands beside the arrow that comes in.
    private double TitleRoom() => _axis.IsHorizontal
        ? Math.Max(120, _shapes.Sum(shape => shape.Width) + ((_shapes.Count - 1) * ShortestArrow))
        : Math.Max(84, _shapes.Max(shape => shape.Extent.Before) - 8);

    private double InPadding() => !HasFrame ? 0 : _axis.IsHorizontal ? PlacedCluster.Padding : TitleTop + (_title.Count * TextStyle.Cluster.Line) + 6;

    private double OutPadding() => HasFrame ? PlacedCluster.Padding : 0;

    private double ArrowLength(DrawnEdge edge, double before, double after)
    {
        var bus = _branches.Count > 1 && ReferenceEquals(edge.From, _block.Nodes[^1]) ? Bus : 0;
        var label = edge.Label.Length == 0 ? 0 : _axis.Along(LabelWidth(edge), PlacedEdge.LabelHeight) + LabelGap;
        var mark = edge.IsCrossing ? (2 * PlacedEdge.MarkRadius) + LabelGap : 0;
        return Math.Ceiling(Math.Max(ShortestArrow, bus + LabelGap + label + mark + ArrowTip) + before + after);
    }

    private static double LabelWidth(DrawnEdge edge) => TextStyle.Label.Width(PlacedEdge.Text(edge)) + PlacedEdge.LabelPadding;

    /// <summary>From top to bottom, the cards of a pipeline are equally wide.</summary>
    private void EvenBlock()
    {
        var cards = _shapes.Where(shape => !shape.IsDiamond).ToList();
        foreach (var shape in _axis.IsHorizontal ? [] : cards)
        {
            shape.Width = cards.Max(card => card.Width);
        }
    }

    /// <summary>From left to right, the cards of a layer are equally wide.</summary>
    private void Even()
    {
        foreach (var (i, shape) in _shapes.Index())
        {
            shape.Width = _axis.IsHorizontal ? _layers.Length(_depth + i) : shape.Width;
        }
        foreach (var branch in _branches)
        {
            branch.Block.Even();
        }
    }

    /// <summary>Finds how much room each subtree needs across the flow, and where its branches begin.</summary>
    private void Spread()
    {
        _own = _shapes.Select(shape => shape.Extent).Aggregate((one, other) => one.Or(other));
        if (HasFrame)
        {
            _own = _axis.IsHorizontal ? _own.Plus(TitleTop + (_title.Count * TextStyle.Cluster.Line) + 6, PlacedCluster.Padding) : _own.Plus(PlacedCluster.Padding, PlacedCluster.Padding);
            var title = _axis.IsHorizontal ? 0 : _title.Max(TextStyle.Cluster.Width) + PlacedCluster.Padding + 6;
            _own = _own.Or(new Extent(title, title));
        }
        Extent = _own;
        var end = 0.0;
        for (var i = 0; i < _branches.Count; i++)
        {
            var (edge, block, _) = _branches[i];
            block.Spread();
            var need = block.Extent.Or(LabelExtent(edge));
            var at = i == 0 ? 0 : end + SiblingGap + need.Before;
            end = at + need.After;
            _branches[i] = (edge, block, at);
        }
        Centre();
    }

    private Extent LabelExtent(DrawnEdge edge)
    {
        var half = edge.Label.Length == 0 ? PlacedEdge.MarkRadius : _axis.Across(LabelWidth(edge), PlacedEdge.LabelHeight) / 2;
        return new Extent(half, half);
    }

    /// <summary>A request enters in the middle between the first and the last branch.</summary>
    private void Centre()
    {
        if (_branches.Count == 0)
        {
            return;
        }
        var middle = Middle();
        for (var i = 0; i < _branches.Count; i++)
        {
            var (edge, block, at) = _branches[i];
            _branches[i] = (edge, block, at - middle);
            var need = block.Extent.Or(LabelExtent(edge));
            Extent = Extent.Or(new Extent(need.Before - (at - middle), need.After + (at - middle)));
        }
    }

    // A branch that is nearly in the middle is the middle: its arrow is straight.
    private double Middle()
    {
        var exact = Math.Round(_branches[^1].At / 2);
        var nearest = _branches.MinBy(branch => Math.Abs(branch.At - exact)).At;
        return Math.Abs(nearest - exact) < NearlyStraight ? nearest : exact;
    }

    private Rect Frame(double across)
    {
        var start = _layers.Start(_depth) - InPadding();
        var end = (_axis.IsHorizontal ? _layers.End(LastDepth) : _layers.Start(LastDepth) + _shapes[^1].Length) + OutPadding();
        return _axis.Area(start, across - _own.Before, end - start, _own.Before + _own.After);
    }

    private PlacedEdge Arrow(DrawnEdge edge, int from, double across, NodeShape to, double toAcross)
    {
        var start = _shapes[from].Ports(_layers.Start(_depth + from)).Out;
        var isBranch = from == _shapes.Count - 1;
        var end = to.Ports(isBranch ? _layers.Next(LastDepth) : _layers.Start(_depth + from + 1)).In;
        var free = _layers.End(_depth + from) + (isBranch ? OutPadding() : 0);
        var bus = free + (isBranch && _branches.Count > 1 ? Bus : 0);
        IReadOnlyList<Point> points = across == toAcross
            ? [_axis.At(start, across), _axis.At(end, across)]
            : [_axis.At(start, across), _axis.At(bus, across), _axis.At(bus, toAcross), _axis.At(end, toAcross)];

        var at = bus + LabelGap;
        Rect? label = null;
        if (edge.Label.Length > 0)
        {
            var (length, breadth) = (_axis.Along(LabelWidth(edge), PlacedEdge.LabelHeight), _axis.Across(LabelWidth(edge), PlacedEdge.LabelHeight));
            label = _axis.Area(at, toAcross - (breadth / 2), length, breadth);
            at += length + LabelGap;
        }
        return new PlacedEdge(edge, points, label, edge.IsCrossing ? _axis.At(at + PlacedEdge.MarkRadius, toAcross) : null);
    }
}
