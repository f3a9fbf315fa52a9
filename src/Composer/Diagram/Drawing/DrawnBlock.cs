// SPDX-License-Identifier: MIT
namespace Composer;

/// <summary>Nodes that a request passes one after another, and where it may go from there.</summary>
/// <param name="Cluster">The frame around them, or null.</param>
internal sealed record DrawnBlock(DrawnCluster? Cluster)
{
    /// <summary>Never empty once the drawing is made.</summary>
    public List<DrawnNode> Nodes { get; } = [];

    public List<DrawnBranch> Branches { get; } = [];

    /// <summary>The block that a single reference stands for, or null.</summary>
    public DrawnBlock? Target { get; init; }

    /// <summary>This block and those that it leads to, in the order of the drawing.</summary>
    public IEnumerable<DrawnBlock> All()
    {
        var left = new Stack<DrawnBlock>([this]);
        while (left.TryPop(out var block))
        {
            yield return block;
            foreach (var branch in Enumerable.Reverse(block.Branches))
            {
                left.Push(branch.Block);
            }
        }
    }
}
