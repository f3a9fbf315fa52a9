// SPDX-License-Identifier: MIT
using System.Xml;
using System.Xml.XPath;

namespace Composer.Middleware;

/// <summary>Walks in an <see cref="XmlTree"/>.</summary>
internal sealed class XmlTreeNavigator : XPathNavigator
{
    private const int None = -1;

    private XmlTree _tree;
    private int _node;
    private int _namespace = None;

    public XmlTreeNavigator(XmlTree tree) => _tree = tree;

    private XmlTreeNavigator(XmlTreeNavigator other) => (_tree, _node, _namespace) = (other._tree, other._node, other._namespace);

    public override XmlNameTable NameTable => _tree.Names;

    public override XPathNodeType NodeType => _namespace == None ? Node.Type : XPathNodeType.Namespace;

    public override string LocalName => _namespace == None ? Node.Name?.Local ?? "" : _tree.Namespace(_namespace).Prefix;

    public override string Name => _namespace == None ? Node.Name?.Qualified ?? "" : _tree.Namespace(_namespace).Prefix;

    public override string NamespaceURI => _namespace == None ? Node.Name?.Uri ?? "" : "";

    public override string Prefix => _namespace == None ? Node.Name?.Prefix ?? "" : "";

    public override string BaseURI => _tree.Address;

    public override bool IsEmptyElement => _namespace == None && Node is { Type: XPathNodeType.Element, Child: 0 };

    public override string Value => _namespace == None ? _tree.TextOf(_node) : _tree.Namespace(_namespace).Uri;

    public override bool HasAttributes => _namespace == None && FirstAttribute != 0;

    public override bool HasChildren => _namespace == None && Node.Child != 0;

    /// <summary>A name that no other node of the transformation has.</summary>
    public string Id => _namespace == None ? $"d{_tree.Number}n{_node}" : $"d{_tree.Number}n{_node}s{_namespace}";

    /// <summary>What .NET tells nodes apart by.</summary>
    public override object UnderlyingObject => (_tree.Number, _node, _namespace);

    private ref TreeNode Node => ref _tree[_node];

    // An element's attributes follow it at once.
    private int FirstAttribute => _node + 1 < _tree.Count && _tree[_node + 1] is { Type: XPathNodeType.Attribute } next && next.Parent == _node ? _node + 1 : 0;

    public override XPathNavigator Clone() => new XmlTreeNavigator(this);

    public override bool MoveTo(XPathNavigator other)
    {
        if (other is not XmlTreeNavigator there)
        {
            return false;
        }
        (_tree, _node, _namespace) = (there._tree, there._node, there._namespace);
        return true;
    }

    public override void MoveToRoot() => (_node, _namespace) = (0, None);

    public override bool MoveToParent()
    {
        _tree.Budget.Spend();
        if (_namespace != None)
        {
            _namespace = None;
            return true;
        }
        if (_node == 0)
        {
            return false;
        }
        _node = Node.Parent;
        return true;
    }

    public override bool MoveToFirstChild() => _namespace == None && To(Node.Child);

    public override bool MoveToNext() => IsAmongSiblings && To(Node.Next);

    public override bool MoveToPrevious() => IsAmongSiblings && To(Node.Previous);

    public override bool MoveToChild(string localName, string namespaceURI) => _namespace == None && ToSibling(Node.Child, Named(XPathNodeType.Element, localName, namespaceURI));

    public override bool MoveToChild(XPathNodeType type) => _namespace == None && ToSibling(Node.Child, new(type));

    public override bool MoveToNext(string localName, string namespaceURI) => IsAmongSiblings && ToSibling(Node.Next, Named(XPathNodeType.Element, localName, namespaceURI));

    public override bool MoveToNext(XPathNodeType type) => IsAmongSiblings && ToSibling(Node.Next, new(type));

    public override bool MoveToFollowing(string localName, string namespaceURI, XPathNavigator? end) => ToFollowing(end, Named(XPathNodeType.Element, localName, namespaceURI));

    public override bool MoveToFollowing(XPathNodeType type, XPathNavigator? end) => ToFollowing(end, new(type));

    public override bool MoveToFirstAttribute() => _namespace == None && To(FirstAttribute);

    public override bool MoveToNextAttribute() => NodeType == XPathNodeType.Attribute && To(Node.Next);

    public override bool MoveToAttribute(string localName, string namespaceURI) => _namespace == None && ToSibling(FirstAttribute, Named(XPathNodeType.Attribute, localName, namespaceURI));

    public override bool MoveToFirstNamespace(XPathNamespaceScope namespaceScope) =>
        _namespace == None && Node.Type == XPathNodeType.Element && ToNamespace(Node.Scope, namespaceScope);

    public override bool MoveToNextNamespace(XPathNamespaceScope namespaceScope) =>
        _namespace != None && ToNamespace(_tree.Namespace(_namespace).Outer, namespaceScope);

    public override bool MoveToId(string id) => false;

    public override bool IsSamePosition(XPathNavigator other) =>
        other is XmlTreeNavigator there && _node == there._node && _namespace == there._namespace && ReferenceEquals(_tree, there._tree);

    public override bool IsDescendant(XPathNavigator? nav) =>
        nav is XmlTreeNavigator there && ReferenceEquals(_tree, there._tree) && _namespace == None
        && (_node == there._node ? there._namespace != None : _node < there._node && there._node < _tree.EndOf(_node));

    public override XmlNodeOrder ComparePosition(XPathNavigator? nav)
    {
        if (nav is not XmlTreeNavigator there || !ReferenceEquals(_tree, there._tree))
        {
            return XmlNodeOrder.Unknown;
        }
        var order = _node != there._node ? _node.CompareTo(there._node) : NamespaceOrder.CompareTo(there.NamespaceOrder);
        return order < 0 ? XmlNodeOrder.Before : order > 0 ? XmlNodeOrder.After : XmlNodeOrder.Same;
    }

    // An element comes before its namespaces, the innermost of which is the first.
    private int NamespaceOrder => _namespace == None ? int.MinValue : -_namespace;

    private bool IsAmongSiblings => _namespace == None && Node.Type != XPathNodeType.Attribute;

    private bool To(int node)
    {
        _tree.Budget.Spend();
        if (node == 0)
        {
            return false;
        }
        _node = node;
        return true;
    }

    private bool ToSibling(int first, in NodeTest test)
    {
        var steps = 1;
        for (var node = first; node != 0; node = _tree[node].Next)
        {
            if (test.Fits(_tree[node]))
            {
                _tree.Budget.Spend(steps);
                _node = node;
                return true;
            }
            steps++;
        }
        _tree.Budget.Spend(steps);
        return false;
    }

    private bool ToFollowing(XPathNavigator? end, in NodeTest test)
    {
        var stop = end is XmlTreeNavigator there && ReferenceEquals(_tree, there._tree) ? there._node + (there._namespace == None ? 0 : 1) : _tree.Count;
        for (var node = _node + 1; node < stop; node++)
        {
            if (test.Fits(_tree[node]))
            {
                _tree.Budget.Spend(node - _node);
                (_node, _namespace) = (node, None);
                return true;
            }
        }
        _tree.Budget.Spend(Math.Max(stop - _node, 1));
        return false;
    }

    private bool ToNamespace(int from, XPathNamespaceScope scope)
    {
        var end = scope == XPathNamespaceScope.Local ? _tree[Node.Parent].Scope : scope == XPathNamespaceScope.ExcludeXml ? 0 : None;
        for (var found = from; found != end && found != None; found = _tree.Namespace(found).Outer)
        {
            _tree.Budget.Spend();
            if (_tree.Namespace(found).Uri.Length > 0 && !IsHidden(found))
            {
                _namespace = found;
                return true;
            }
        }
        return false;
    }

    private bool IsHidden(int declaration)
    {
        for (var inner = Node.Scope; inner != declaration; inner = _tree.Namespace(inner).Outer)
        {
            _tree.Budget.Spend();
            if (_tree.Namespace(inner).Prefix == _tree.Namespace(declaration).Prefix)
            {
                return true;
            }
        }
        return false;
    }

    private NodeTest Named(XPathNodeType type, string local, string uri) => new(type, _tree.Known(local), uri);
}
