// SPDX-License-Identifier: MIT
namespace Composer;

/// <summary>A node in its place.</summary>
/// <param name="Node">The node.</param>
/// <param name="Card">Its text.</param>
/// <param name="Bounds">All that it covers.</param>
internal sealed record PlacedNode(DrawnNode Node, Card Card, Rect Bounds)
{
    /// <summary>Half the width and height of a composite's diamond.</summary>
    public const double Half = 36;

    /// <summary>How far the sides of a server's box are seen.</summary>
    public const double Depth = 7;

    /// <summary>Space between a diamond and its text.</summary>
    public const double CaptionGap = 8;

    /// <summary>The centre of the diamond.</summary>
    public Point Centre { get; init; }

    /// <summary>Where the card stands: the front of a server's box, the text beside a diamond, else all of it.</summary>
    public Rect Front { get; init; } = Bounds;
}
