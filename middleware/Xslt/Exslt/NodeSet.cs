// SPDX-License-Identifier: MIT
using System.Xml.Linq;
using System.Xml.XPath;

namespace Composer.Middleware;

/// <summary>Nodes that a function returns to a stylesheet.</summary>
internal sealed class NodeSet(IReadOnlyList<XPathNavigator> nodes) : XPathNodeIterator
{
    private int _position;

    public override XPathNavigator? Current => _position == 0 ? null : nodes[_position - 1];

    public override int CurrentPosition => _position;

    public override int Count => nodes.Count;

    public override XPathNodeIterator Clone() => new NodeSet(nodes) { _position = _position };

    public override bool MoveNext()
    {
        if (_position >= nodes.Count)
        {
            return false;
        }
        _position++;
        return true;
    }

    /// <summary>Some nodes, in the type that stylesheets know.</summary>
    public static XPathNodeIterator From(IReadOnlyList<XPathNavigator> nodes) => new NodeSet(nodes);

    /// <summary>The nodes of an iterator, from its beginning.</summary>
    public static List<XPathNavigator> Of(XPathNodeIterator iterator)
    {
        var nodes = new List<XPathNavigator>();
        for (var copy = iterator.Clone(); copy.MoveNext();)
        {
            nodes.Add(copy.Current!.Clone()); // it was moved to a node
        }
        return nodes;
    }

    /// <summary>An element <c>token</c> for each text.</summary>
    public static XPathNodeIterator OfTokens(IEnumerable<string> texts)
    {
        var root = new XElement("tokens", texts.Select(text => new XElement("token", text)));
        return root.CreateNavigator().Select("token");
    }
}
