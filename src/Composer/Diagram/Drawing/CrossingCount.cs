// SPDX-License-Identifier: MIT
namespace Composer;

/// <summary>Counts how often a request can cross between C# and Python on its way in.</summary>
internal sealed class CrossingCount
{
    private readonly Dictionary<DrawnBlock, int> _known = new(ReferenceEqualityComparer.Instance);

    /// <summary>The crossings of the worst way through a block.</summary>
    public int Most(DrawnBlock block)
    {
        if (_known.TryGetValue(block, out var known))
        {
            return known;
        }
        _known[block] = 0; // a composite may mount itself
        var inside = Drawing.EdgesOf(block).Take(block.Nodes.Count - 1).Count(edge => edge.IsCrossing);
        var onward = block.Target is { } target ? Most(target) : 0;
        foreach (var branch in block.Branches)
        {
            var step = new DrawnEdge(block.Nodes[^1], branch.Block.Nodes[0], "").IsCrossing ? 1 : 0;
            onward = Math.Max(onward, step + Most(branch.Block));
        }
        return _known[block] = inside + onward;
    }
}
