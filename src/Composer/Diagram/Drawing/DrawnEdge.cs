// SPDX-License-Identifier: MIT
namespace Composer;

/// <summary>An arrow from node to node.</summary>
/// <param name="From">Where it starts.</param>
/// <param name="To">Where it ends.</param>
/// <param name="Label">What is written on it, or nothing.</param>
internal sealed record DrawnEdge(DrawnNode From, DrawnNode To, string Label)
{
    /// <summary>A request that goes this way crosses between C# and Python.</summary>
    public bool IsCrossing => From.Language != NodeLanguage.None && To.Language != NodeLanguage.None && From.Language != To.Language;
}
