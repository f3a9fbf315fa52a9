// SPDX-License-Identifier: MIT
namespace Composer;

/// <summary>The colours of a diagram.</summary>
public enum DiagramTheme
{
    /// <summary>Light or dark, as the reader's system is; where the format cannot ask, light.</summary>
    Auto,

    /// <summary>Dark text on white.</summary>
    Light,

    /// <summary>Light text on black.</summary>
    Dark,
}
