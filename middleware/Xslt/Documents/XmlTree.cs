// SPDX-License-Identifier: MIT
using System.Buffers;
using System.Xml;
using System.Xml.XPath;

namespace Composer.Middleware;

/// <summary>A document in one rented array, for one transformation. Faster to build than .NET's own, and every step in it counts against a <see cref="TransformBudget"/>.</summary>
internal sealed class XmlTree : IXPathNavigable, IDisposable
{
    private const string Nobody = " "; // no node has that name

    private readonly (string Asked, string Known)[] _known = new (string, string)[16];
    private readonly List<TreeNamespace> _namespaces = [new("xml", "http://www.w3.org/XML/1998/namespace", -1)];
    private TreeNode[] _nodes;

    /// <param name="expected">About how many nodes it will have.</param>
    /// <param name="names">Holds the names.</param>
    /// <param name="address">What relative addresses in it start from.</param>
    /// <param name="number">Tells the documents of one transformation apart.</param>
    /// <param name="budget">What walking in it is charged to.</param>
    public XmlTree(int expected, XmlNameTable names, string address, int number, TransformBudget budget)
    {
        _nodes = ArrayPool<TreeNode>.Shared.Rent(Math.Max(expected, 64));
        _nodes[0] = new TreeNode { Type = XPathNodeType.Root };
        Count = 1;
        Names = names;
        Address = address;
        Number = number;
        Budget = budget;
    }

    public XmlNameTable Names { get; }

    public string Address { get; }

    public int Number { get; }

    public TransformBudget Budget { get; }

    /// <summary>How many nodes there are.</summary>
    public int Count { get; private set; }

    /// <summary>A node.</summary>
    public ref TreeNode this[int node] => ref _nodes[node];

    /// <summary>A declaration.</summary>
    public TreeNamespace Namespace(int number) => _namespaces[number];

    /// <summary>A local name as it is in the document; else one that no node has.</summary>
    public string Known(string local)
    {
        ref var known = ref _known[local.Length == 0 ? 0 : (local.Length + (local[0] * 7) + (local[^1] * 31)) % _known.Length];
        if (!ReferenceEquals(local, known.Asked))
        {
            known = (local, Names.Get(local) ?? Nobody);
        }
        return known.Known;
    }

    /// <summary>Adds a node behind all others.</summary>
    public int Add(in TreeNode node)
    {
        if (Count == _nodes.Length)
        {
            Grow();
        }
        _nodes[Count] = node;
        return Count++;
    }

    /// <summary>Adds a declaration.</summary>
    public int Declare(string prefix, string uri, int outer)
    {
        _namespaces.Add(new TreeNamespace(prefix, uri, outer));
        return _namespaces.Count - 1;
    }

    /// <summary>The number behind the last node inside of a node.</summary>
    public int EndOf(int node)
    {
        if (_nodes[node].Type == XPathNodeType.Attribute)
        {
            return node + 1;
        }
        while (node != 0 && _nodes[node].Next == 0)
        {
            node = _nodes[node].Parent;
        }
        return node == 0 ? Count : _nodes[node].Next;
    }

    /// <summary>The text of a node (XPath 1.0 §5).</summary>
    public string TextOf(int node)
    {
        if (_nodes[node].Type is not (XPathNodeType.Element or XPathNodeType.Root))
        {
            return _nodes[node].Value ?? "";
        }
        var child = _nodes[node].Child;
        if (child == 0)
        {
            return "";
        }
        return _nodes[child] is { Type: XPathNodeType.Text, Next: 0 } only ? only.Value! : Joined(child, EndOf(node)); // a text has one
    }

    /// <inheritdoc/>
    public XPathNavigator CreateNavigator() => new XmlTreeNavigator(this);

    /// <summary>Gives the array back; nothing may look at the tree any more.</summary>
    public void Dispose()
    {
        var nodes = _nodes;
        _nodes = [];
        if (nodes.Length > 0)
        {
            Array.Clear(nodes, 0, Count);
            ArrayPool<TreeNode>.Shared.Return(nodes);
        }
    }

    private string Joined(int from, int end)
    {
        Budget.Spend(end - from);
        var length = 0;
        for (var i = from; i < end; i++)
        {
            length += _nodes[i].Type == XPathNodeType.Text ? _nodes[i].Value!.Length : 0; // a text has one
        }
        return string.Create(length, (Tree: this, from, end), static (text, source) =>
        {
            for (var i = source.from; i < source.end; i++)
            {
                if (source.Tree[i] is { Type: XPathNodeType.Text, Value: { } value })
                {
                    value.CopyTo(text);
                    text = text[value.Length..];
                }
            }
        });
    }

    private void Grow()
    {
        var larger = ArrayPool<TreeNode>.Shared.Rent(_nodes.Length * 2);
        _nodes.CopyTo(larger, 0);
        Array.Clear(_nodes);
        ArrayPool<TreeNode>.Shared.Return(_nodes);
        _nodes = larger;
    }
}
