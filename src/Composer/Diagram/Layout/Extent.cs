// SPDX-License-Identifier: MIT
namespace Composer;

/// <summary>How far something reaches across the flow, from the line on which requests pass it.</summary>
/// <param name="Before">To the left or up.</param>
/// <param name="After">To the right or down.</param>
internal readonly record struct Extent(double Before, double After)
{
    public Extent Or(Extent other) => new(Math.Max(Before, other.Before), Math.Max(After, other.After));

    public Extent Plus(double before, double after) => new(Before + before, After + after);
}
