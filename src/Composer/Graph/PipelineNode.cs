// SPDX-License-Identifier: MIT
namespace Composer;

/// <summary>A <c>[pipeline:]</c>. Order of construction: the app, the filters' factories left to right, then the filters are applied right to left.</summary>
public sealed class PipelineNode : Node
{
    /// <inheritdoc/>
    public override string Type => "pipeline";

    /// <summary>The filters, outermost first.</summary>
    public required IReadOnlyList<Node> Filters { get; init; }

    /// <summary>The app at the end.</summary>
    public required Node App { get; init; }
}
