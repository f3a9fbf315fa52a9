// SPDX-License-Identifier: MIT
namespace Composer;

/// <summary>Where a request moves in the picture.</summary>
public enum DiagramDirection
{
    /// <summary>From left to right.</summary>
    LeftToRight,

    /// <summary>From top to bottom.</summary>
    TopToBottom,
}
