// SPDX-License-Identifier: MIT
using System.Xml.XPath;

namespace Composer.Middleware;

/// <summary>One node of an <see cref="XmlTree"/>. Nodes refer to each other by their numbers, which are in document order; 0, the root, stands for none.</summary>
internal struct TreeNode
{
    /// <summary>Root, element, attribute, text, comment or processing instruction.</summary>
    public XPathNodeType Type;

    /// <summary>The parent; of an attribute, its element.</summary>
    public int Parent;

    /// <summary>The next sibling; of an attribute, the next attribute.</summary>
    public int Next;

    /// <summary>The sibling before it.</summary>
    public int Previous;

    /// <summary>The first child.</summary>
    public int Child;

    /// <summary>Of an element, the innermost of the namespaces that are in scope.</summary>
    public int Scope;

    /// <summary>Of an element, an attribute or a processing instruction.</summary>
    public TreeName? Name;

    /// <summary>The text of everything but elements and the root.</summary>
    public string? Value;
}
