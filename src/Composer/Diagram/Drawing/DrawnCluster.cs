// SPDX-License-Identifier: MIT
using Composer.Config;

namespace Composer;

/// <summary>A frame around the nodes of one pipeline.</summary>
/// <param name="Id">Unique in the drawing: <c>p1</c>, <c>p2</c> …</param>
/// <param name="Kind"><c>pipeline</c>, <c>filter-app</c>, <c>filter-with</c> or <c>variant</c>.</param>
/// <param name="Name">The section's name.</param>
/// <param name="Source">Where it is written.</param>
internal sealed record DrawnCluster(string Id, string Kind, string Name, Source Source)
{
    public string Title => $"{Kind} {Name}";

    public string Place => DrawnNode.PlaceOf(Source);
}
