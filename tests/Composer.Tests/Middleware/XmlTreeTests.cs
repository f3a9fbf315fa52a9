// SPDX-License-Identifier: MIT
using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using System.Xml.XPath;
using System.Xml.Xsl;
using Composer.Middleware;

namespace Composer.Tests.Middleware;

public sealed class XmlTreeTests
{
    private const string Document = """
        <?xml version="1.0"?><!-- before --><?style href="x"?>
        <shop xmlns="urn:shop" xmlns:m="urn:money" name="Harbour" m:currency="EUR">
          <book id="a" year="1914"><title>South</title> <m:price>9.50</m:price></book>
          <book id="b" year="1843" xml:lang="de"><title>Two <em>years</em> before<![CDATA[ <the> ]]>mast</title><?note here?><!--inside--></book>
          <empty/><x xmlns="" xmlns:m="urn:other" m:a="1"><y/>tail<y><y>deep</y></y></x>
          <book/>
        </shop><!-- after -->
        """;

    private static readonly string[] Axes =
    [
        "ancestor", "ancestor-or-self", "attribute", "child", "descendant", "descendant-or-self", "following", "following-sibling", "namespace", "parent", "preceding",
        "preceding-sibling", "self",
    ];

    private static readonly string[] NodeTests = ["node()", "*", "s:book", "y", "text()", "comment()", "processing-instruction()", "m:*"];

    [Fact]
    public void Every_axis_leads_where_it_does_in_an_XPathDocument()
    {
        var namespaces = new XmlNamespaceManager(new NameTable());
        namespaces.AddNamespace("s", "urn:shop");
        namespaces.AddNamespace("m", "urn:money");
        using var tree = Tree(Document);
        var ours = Everything(tree.CreateNavigator());
        var theirs = Everything(Reference(Document));
        Assert.Equal(theirs.Select(Describe), ours.Select(Describe));

        foreach (var path in Axes.SelectMany(axis => NodeTests, (axis, test) => $"{axis}::{test}"))
        {
            for (var i = 0; i < ours.Count; i++)
            {
                Assert.Equal(Found(theirs[i], path, namespaces), Found(ours[i], path, namespaces));
            }
        }
    }

    [Fact]
    public void Positions_are_those_of_the_document()
    {
        using var tree = Tree(Document);
        var ours = Everything(tree.CreateNavigator());
        var theirs = Everything(Reference(Document));

        for (var i = 0; i < ours.Count; i++)
        {
            for (var j = 0; j < ours.Count; j++)
            {
                Assert.Equal(i < j ? XmlNodeOrder.Before : i > j ? XmlNodeOrder.After : XmlNodeOrder.Same, ours[i].ComparePosition(ours[j]));
                Assert.Equal(theirs[i].IsDescendant(theirs[j]), ours[i].IsDescendant(ours[j]));
                Assert.Equal(i == j, ours[i].IsSamePosition(ours[j]));
            }
        }
    }

    [Theory]
    [InlineData("<xsl:template match='@*|node()'><xsl:copy><xsl:apply-templates select='@*|node()'/></xsl:copy></xsl:template>")]
    [InlineData("<xsl:template match='/'><xsl:copy-of select='.'/></xsl:template>")]
    [InlineData("<xsl:template match='/'><r><xsl:copy-of select='//*[local-name() = \"x\"]/namespace::*'/><xsl:copy-of select='//*[local-name() = \"x\"]/node()'/></r></xsl:template>")]
    [InlineData("<xsl:template match='/'><r><xsl:for-each select='//*|//@*|//text()'><xsl:sort select='name()'/><xsl:sort select='.'/><i n='{name()}' u='{namespace-uri()}' p='{position()}'><xsl:number level='any'/>:<xsl:number level='multiple' count='*'/></i></xsl:for-each></r></xsl:template>")]
    [InlineData("<xsl:key name='k' match='*' use='local-name()'/><xsl:template match='/'><r><xsl:for-each select='//*'><xsl:value-of select='count(key(\"k\", local-name())/preceding::text())'/>,<xsl:value-of select='lang(\"de\")'/>;</xsl:for-each></r></xsl:template>")]
    public void A_stylesheet_makes_the_same_of_both(string templates)
    {
        var transform = new XslCompiledTransform();
        using var stylesheet = XmlReader.Create(new StringReader($"<xsl:stylesheet version='1.0' xmlns:xsl='http://www.w3.org/1999/XSL/Transform'>{templates}</xsl:stylesheet>"));
        transform.Load(stylesheet);
        using var tree = Tree(Document);

        Assert.Equal(Result(transform, Reference(Document)), Result(transform, tree));
    }

    [Fact]
    public void A_document_of_many_nodes_fits_in()
    {
        var document = $"<a>{string.Concat(Enumerable.Range(0, 20_000).Select(i => $"<b n='{i}'>{i}</b>"))}</a>";
        using var tree = Tree(document);

        Assert.Equal(199_990_000.0, tree.CreateNavigator().Evaluate("sum(//b/@n)"));
        Assert.Equal("19999", tree.CreateNavigator().Evaluate("string(//b[last()])"));
    }

    [Theory]
    [InlineData("<xsl:strip-space elements='*'/>", "", "[a][b]x[/b][c]y[/c][/a]")]
    [InlineData("<xsl:strip-space elements='*'/><xsl:preserve-space elements='b'/>", "", "[a][b] x [/b][c]y[/c][/a]")]
    [InlineData("<xsl:preserve-space elements='b'/><xsl:strip-space elements='*'/>", "", "[a][b] x [/b][c]y[/c][/a]")]
    [InlineData("<xsl:strip-space elements='b n:c'/>", "", "[a] [b]x[/b] [c]y[/c][/a]")]
    [InlineData("<xsl:strip-space elements='b'/>", "<xsl:preserve-space elements='b'/><xsl:strip-space elements='n:c'/>", "[a] [b]x[/b] [c]y[/c][/a]")]
    [InlineData("<xsl:strip-space elements='n:*'/>", "", "[a] [b] x [/b] [c]y[/c][/a]")]
    [InlineData("", "", "[a] [b] x [/b] [c] y [/c][/a]")]
    public void Whitespace_alone_is_left_out_where_the_stylesheet_says_so(string own, string imported, string expected)
    {
        var space = WhitespaceRules.Of([.. Declared(imported, 0), .. Declared(own, 1)]);
        using var tree = Tree("<a> <b> <i>x</i> </b> <c xmlns='urn:n'> <i>y</i> </c></a>", space);
        var text = new StringBuilder();
        Write(tree.CreateNavigator(), text);

        Assert.Equal(expected, text.ToString());
    }

    [Fact]
    public void Whitespace_that_the_document_keeps_is_kept()
    {
        using var tree = Tree("<a xml:space='preserve'> <b/> </a>", WhitespaceRules.Of(Declared("<xsl:strip-space elements='*'/>", 0)));

        Assert.Equal("  ", tree.CreateNavigator().Value);
    }

    private static XmlTree Tree(string document, WhitespaceRules? space = null) => new XmlInput(XmlDtd.Ignore, 100, null).Read(
        Encoding.UTF8.GetBytes(document), null, space ?? WhitespaceRules.Of([]), 0, new TransformBudget(TimeProvider.System, TimeSpan.FromMinutes(1), default));

    private static XPathNavigator Reference(string document)
    {
        using var reader = XmlReader.Create(new StringReader(document));
        return new XPathDocument(reader, XmlSpace.Preserve).CreateNavigator();
    }

    private static List<(XElement, int)> Declared(string declarations, int level)
    {
        var root = XElement.Parse($"<xsl:stylesheet xmlns:xsl='http://www.w3.org/1999/XSL/Transform' xmlns:n='urn:n'>{declarations}</xsl:stylesheet>");
        WhitespaceRules.Hide(root);
        return [.. root.Elements().Select(element => (element, level))];
    }

    private static string Result(XslCompiledTransform transform, IXPathNavigable document)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        transform.Transform(document, null, text);
        return text.ToString();
    }

    private static List<XPathNavigator> Everything(XPathNavigator root)
    {
        List<XPathNavigator> all = [];
        foreach (XPathNavigator node in root.Select("//. | //@* | //namespace::*"))
        {
            all.Add(node.Clone());
        }
        return all;
    }

    private static string Found(XPathNavigator from, string path, XmlNamespaceManager namespaces) =>
        $"{Describe(from)} {path}: {string.Join(' ', from.Select(path, namespaces).Cast<XPathNavigator>().Select(Describe))}";

    private static string Describe(XPathNavigator node)
    {
        var type = node.NodeType is XPathNodeType.Whitespace or XPathNodeType.SignificantWhitespace ? XPathNodeType.Text : node.NodeType;
        return $"[{type} {node.Name} {{{node.NamespaceURI}}}{node.LocalName} '{node.Value}' {node.HasAttributes} {node.HasChildren} {node.IsEmptyElement}]";
    }

    private static void Write(XPathNavigator node, StringBuilder text)
    {
        var tag = node.NodeType == XPathNodeType.Element && node.LocalName != "i" ? node.LocalName : null;
        text.Append(tag is null ? "" : $"[{tag}]").Append(node.NodeType == XPathNodeType.Text ? node.Value : "");
        foreach (XPathNavigator child in node.SelectChildren(XPathNodeType.All))
        {
            Write(child, text);
        }
        text.Append(tag is null ? "" : $"[/{tag}]");
    }
}
