// SPDX-License-Identifier: MIT
namespace Composer;

/// <summary>One sign of a legend.</summary>
/// <param name="Sign">Which.</param>
/// <param name="Text">What it means.</param>
/// <param name="Bounds">Where it is, with its text.</param>
internal sealed record LegendItem(LegendSign Sign, string Text, Rect Bounds);
