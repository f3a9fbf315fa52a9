// SPDX-License-Identifier: MIT
using System.Text;
using System.Xml;
using System.Xml.XPath;

namespace Composer.Middleware;

/// <summary>Makes a tree of what a reader reads.</summary>
/// <param name="tree">The tree.</param>
/// <param name="reader">Reads the document.</param>
/// <param name="space">Which whitespace is left out.</param>
/// <param name="deepest">How deep elements may be nested.</param>
internal sealed class XmlTreeBuilder(XmlTree tree, XmlReader reader, WhitespaceRules space, int deepest)
{
    private const string Declarations = "http://www.w3.org/2000/xmlns/";

    // By a hash of their length and ends; two that fall together push each other out, which costs a few bytes and no more.
    private readonly TreeName?[] _names = new TreeName?[128];
    private int _parent;
    private int _last;
    private string? _text;
    private StringBuilder? _more;
    private bool _isSpace;

    /// <summary>Reads to the end.</summary>
    /// <exception cref="TransformLimit">Its elements are nested too deep.</exception>
    /// <exception cref="XmlException">It is no XML.</exception>
    public void Build()
    {
        while (reader.Read())
        {
            switch (reader.NodeType)
            {
                case XmlNodeType.Element:
                    EndText();
                    Element();
                    break;
                case XmlNodeType.EndElement:
                    EndText();
                    Leave();
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace:
                    Text(isSpace: false);
                    break;
                case XmlNodeType.Whitespace when reader.Depth > 0:
                    Text(isSpace: true);
                    break;
                case XmlNodeType.Comment:
                    EndText();
                    Append(new TreeNode { Type = XPathNodeType.Comment, Value = reader.Value });
                    break;
                case XmlNodeType.ProcessingInstruction:
                    EndText();
                    Append(new TreeNode { Type = XPathNodeType.ProcessingInstruction, Name = NameOf("", reader.LocalName, ""), Value = reader.Value });
                    break;
            }
        }
    }

    private void Element()
    {
        if (reader.Depth >= deepest)
        {
            var place = (IXmlLineInfo)reader; // .NET's own readers have it
            throw new TransformLimit($"line {place.LineNumber}, column {place.LinePosition}: its elements are nested deeper than {deepest} (max_depth)");
        }
        var element = Append(new TreeNode { Type = XPathNodeType.Element, Name = Name(), Scope = tree[_parent].Scope });
        var isEmpty = reader.IsEmptyElement;
        if (reader.MoveToFirstAttribute())
        {
            Attributes(element);
        }
        if (!isEmpty)
        {
            _parent = element;
            _last = 0;
        }
    }

    private void Leave()
    {
        _last = _parent;
        _parent = tree[_parent].Parent;
    }

    private void Attributes(int element)
    {
        var last = 0;
        do
        {
            if (ReferenceEquals(reader.NamespaceURI, Declarations) || reader.NamespaceURI == Declarations)
            {
                ref var scope = ref tree[element].Scope;
                scope = tree.Declare(reader.Prefix.Length == 0 ? "" : reader.LocalName, tree.Names.Add(reader.Value), scope);
                continue;
            }
            var attribute = tree.Add(new TreeNode { Type = XPathNodeType.Attribute, Parent = element, Name = Name(), Value = reader.Value });
            if (last != 0)
            {
                tree[last].Next = attribute;
            }
            last = attribute;
        }
        while (reader.MoveToNextAttribute());
    }

    private void Text(bool isSpace)
    {
        _isSpace = isSpace && (_text is null || _isSpace);
        if (_text is null)
        {
            _text = reader.Value;
            return;
        }
        _more ??= new StringBuilder(_text);
        _more.Append(reader.Value);
    }

    private void EndText()
    {
        if (_text is null)
        {
            return;
        }
        if (!_isSpace || !space.IsLeftOutIn(tree[_parent].Name!)) // text stands in elements only
        {
            Append(new TreeNode { Type = XPathNodeType.Text, Value = _more?.ToString() ?? _text });
        }
        _text = null;
        _more = null;
    }

    private int Append(in TreeNode made)
    {
        var node = tree.Add(made);
        tree[node].Parent = _parent;
        tree[node].Previous = _last;
        if (_last != 0)
        {
            tree[_last].Next = node;
        }
        else
        {
            tree[_parent].Child = node;
        }
        return _last = node;
    }

    private TreeName Name() => NameOf(reader.Prefix, reader.LocalName, reader.NamespaceURI);

    private TreeName NameOf(string prefix, string local, string uri)
    {
        ref var known = ref _names[(local.Length + (local[0] * 7) + (local[^1] * 31)) & 127];
        return known is not null && known.Is(prefix, local, uri) ? known : known = new TreeName(prefix, local, uri);
    }
}
