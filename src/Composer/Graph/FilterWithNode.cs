// SPDX-License-Identifier: MIT
namespace Composer;

/// <summary>An app or a filter with <c>filter-with</c>. Order of construction: the filter, then what it wraps.</summary>
/// <remarks>Of kind <see cref="ObjectKind.Filter"/> it is two filters in one: <c>app</c> becomes <c>Filter(Next(app))</c>.</remarks>
public sealed class FilterWithNode : Node
{
    /// <inheritdoc/>
    public override string Type => "filter-with";

    /// <summary>The outer filter.</summary>
    public required Node Filter { get; init; }

    /// <summary>The app or filter that it wraps.</summary>
    public required Node Next { get; set; }
}
