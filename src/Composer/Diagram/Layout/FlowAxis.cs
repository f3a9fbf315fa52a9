// SPDX-License-Identifier: MIT
namespace Composer;

/// <summary>Lays out along the flow of requests, whatever its direction: "along" is where they move, "across" is the other way.</summary>
/// <param name="direction">Where requests move.</param>
internal readonly struct FlowAxis(DiagramDirection direction)
{
    public bool IsHorizontal { get; } = direction == DiagramDirection.LeftToRight;

    /// <summary>The extent of something along the flow.</summary>
    public double Along(double width, double height) => IsHorizontal ? width : height;

    /// <summary>The extent of something across the flow.</summary>
    public double Across(double width, double height) => IsHorizontal ? height : width;

    public Point At(double along, double across) => IsHorizontal ? new(along, across) : new(across, along);

    public Rect Area(double along, double across, double length, double breadth) =>
        IsHorizontal ? new(along, across, length, breadth) : new(across, along, breadth, length);
}
