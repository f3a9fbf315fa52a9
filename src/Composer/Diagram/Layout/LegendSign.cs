// SPDX-License-Identifier: MIT
namespace Composer;

/// <summary>The signs that a legend explains.</summary>
internal enum LegendSign
{
    /// <summary>The colour of C#.</summary>
    CSharp,

    /// <summary>The colour of Python.</summary>
    Python,

    /// <summary>A box in three dimensions.</summary>
    Server,

    /// <summary>A rounded box.</summary>
    Filter,

    /// <summary>A diamond.</summary>
    Composite,

    /// <summary>A square box with a bold outline.</summary>
    App,

    /// <summary>A dashed box.</summary>
    Reference,

    /// <summary>Two arrows in a circle.</summary>
    Crossing,
}
