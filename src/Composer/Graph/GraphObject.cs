// SPDX-License-Identifier: MIT
namespace Composer;

/// <summary>A loadable name of a config file.</summary>
/// <param name="Kind">What it is loaded as.</param>
/// <param name="Name">The name, as in <c>site.ini#name</c>.</param>
/// <param name="Node">What it means, or why it means nothing.</param>
public sealed record GraphObject(ObjectKind Kind, string Name, Node Node);
