// SPDX-License-Identifier: MIT
using System.Xml.XPath;

namespace Composer.Middleware;

/// <summary>Which nodes are looked for.</summary>
/// <param name="Type">Their type; all means everything but attributes.</param>
/// <param name="Local">Their local name, from the name table of the document; null means any.</param>
/// <param name="Uri">The namespace of the name.</param>
internal readonly record struct NodeTest(XPathNodeType Type, string? Local = null, string? Uri = null)
{
    /// <summary>Whether a node is one of them.</summary>
    public bool Fits(in TreeNode node) =>
        (Type == XPathNodeType.All ? node.Type != XPathNodeType.Attribute : node.Type == Type)
        && (Local is null || (ReferenceEquals(Local, node.Name!.Local) && (ReferenceEquals(Uri, node.Name.Uri) || Uri == node.Name.Uri))); // what has a type with names has a name
}
