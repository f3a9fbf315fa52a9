// SPDX-License-Identifier: MIT
namespace Composer.Config;

/// <summary>What a name inside <c>%(name)s</c> stands for, before it is interpolated itself.</summary>
/// <param name="Text">The raw text.</param>
/// <param name="ForeignType">The Python type of a value that is not a string, which interpolation cannot use; else null.</param>
public readonly record struct Operand(PlacedText Text, string? ForeignType = null);
