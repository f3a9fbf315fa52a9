// SPDX-License-Identifier: MIT
namespace Composer;

/// <summary>A point of the picture.</summary>
internal readonly record struct Point(double X, double Y);
