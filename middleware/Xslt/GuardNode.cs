// SPDX-License-Identifier: MIT
using System.Xml;
using System.Xml.Linq;
using System.Xml.XPath;

namespace Composer.Middleware;

/// <summary>Counts every template and every round of a loop: the first thing that each does is to ask this node for an attribute, which it never gets.</summary>
/// <remarks>An extension function could do the same, but .NET takes three times as long to call one.</remarks>
/// <param name="budget">What they are charged to.</param>
internal sealed class GuardNode(TransformBudget budget) : XPathNavigator
{
    private const string Alias = "composer";

    private static readonly XNamespace Xsl = "http://www.w3.org/1999/XSL/Transform";

    /// <summary>The name of the parameter that holds this node.</summary>
    public static XName Parameter { get; } = XName.Get("guard", TransformFunctions.Uri);

    public override XmlNameTable NameTable { get; } = new NameTable();

    public override XPathNodeType NodeType => XPathNodeType.Element;

    public override string LocalName => "guard";

    public override string Name => "guard";

    public override string NamespaceURI => "";

    public override string Prefix => "";

    public override string BaseURI => "";

    public override bool IsEmptyElement => true;

    public override string Value => "";

    /// <summary>Puts the question in front of every template's, and every loop's, content.</summary>
    /// <param name="stylesheet">Its root.</param>
    /// <param name="isMain">Whether it is the one that the others are imported into: there the parameter is declared.</param>
    public static void Install(XElement stylesheet, bool isMain)
    {
        if (stylesheet.Name.Namespace != Xsl)
        {
            return; // a page with a few instructions in it: no templates, no place for parameters
        }
        // Templates first: their params have to stay in front. A sort has to stay first in a for-each.
        foreach (var body in stylesheet.Descendants(Xsl + "template").Concat(stylesheet.Descendants(Xsl + "for-each")).ToList())
        {
            var first = body.Elements().LastOrDefault(child => child.Name == Xsl + "param" || child.Name == Xsl + "sort");
            if (first is null)
            {
                body.AddFirst(Question());
            }
            else
            {
                first.AddAfterSelf(Question());
            }
        }
        if (isMain)
        {
            stylesheet.Add(new XElement(Xsl + "param", Declaration(), new XAttribute("name", $"{Alias}:{Parameter.LocalName}")));
        }
    }

    /// <summary>Every clone would be the same.</summary>
    public override XPathNavigator Clone() => this;

    /// <exception cref="TransformLimit">The transformation may not go on.</exception>
    public override bool MoveToAttribute(string localName, string namespaceURI)
    {
        budget.Enter();
        return false;
    }

    public override bool IsSamePosition(XPathNavigator other) => ReferenceEquals(this, other);

    public override bool MoveTo(XPathNavigator other) => ReferenceEquals(this, other);

    public override bool MoveToFirstAttribute() => false;

    public override bool MoveToFirstChild() => false;

    public override bool MoveToFirstNamespace(XPathNamespaceScope namespaceScope) => false;

    public override bool MoveToId(string id) => false;

    public override bool MoveToNext() => false;

    public override bool MoveToNextAttribute() => false;

    public override bool MoveToNextNamespace(XPathNamespaceScope namespaceScope) => false;

    public override bool MoveToParent() => false;

    public override bool MoveToPrevious() => false;

    // It looks as if it depended on the current node, and as if something could come of it: else the compiler asks once for all rounds, or never.
    private static XElement Question() => new(
        Xsl + "if",
        Declaration(),
        new XAttribute("test", $"${Alias}:{Parameter.LocalName}[@of = current()]"),
        new XElement(Xsl + "value-of", new XAttribute("select", $"${Alias}:{Parameter.LocalName}")));

    private static XAttribute Declaration() => new(XNamespace.Xmlns + Alias, Parameter.NamespaceName);
}
