// SPDX-License-Identifier: MIT
namespace Composer;

/// <summary>An arrow in its place.</summary>
/// <param name="Edge">The arrow.</param>
/// <param name="Points">Its corners, from its start to its tip.</param>
/// <param name="Label">The frame of its label; null without one.</param>
/// <param name="Mark">The centre of the sign that it crosses between languages; null when it does not.</param>
internal sealed record PlacedEdge(DrawnEdge Edge, IReadOnlyList<Point> Points, Rect? Label, Point? Mark)
{
    /// <summary>Radius of the sign.</summary>
    public const double MarkRadius = 9;

    /// <summary>Height of a label.</summary>
    public const double LabelHeight = 20;

    /// <summary>How much wider than its text a label is.</summary>
    public const double LabelPadding = 14;

    /// <summary>What a label says.</summary>
    public static string Text(DrawnEdge edge) => ShortText.Of(edge.Label, 40);
}
