// SPDX-License-Identifier: MIT
using System.Xml.XPath;

namespace Composer.Middleware;

/// <summary>Navigators are equal that stand on the same node.</summary>
internal sealed class SameNode : IEqualityComparer<XPathNavigator>
{
    public static readonly SameNode Comparer = new();

    public bool Equals(XPathNavigator? a, XPathNavigator? b) => a is not null && b is not null && a.IsSamePosition(b);

    public int GetHashCode(XPathNavigator node) => XPathNavigator.NavigatorComparer.GetHashCode(node);
}
