// SPDX-License-Identifier: MIT
namespace Composer;

/// <summary>A <c>[filter-app:]</c>: a filter and, as <c>next</c>, the app it wraps. Order of construction: next, then the filter.</summary>
public sealed class FilterAppNode : Node
{
    /// <inheritdoc/>
    public override string Type => "filter-app";

    /// <summary>The filter.</summary>
    public required Node Filter { get; set; }

    /// <summary>The app it wraps.</summary>
    public required Node Next { get; init; }
}
