// SPDX-License-Identifier: MIT
using System.Xml.Linq;

namespace Composer.Middleware;

/// <summary>In which elements of a document whitespace alone means nothing: what <c>xsl:strip-space</c> and <c>xsl:preserve-space</c> say (XSLT 1.0 §3.4).</summary>
/// <remarks>.NET can apply them only while it reads a document into a form of its own, and so never gets to see them.</remarks>
internal sealed class WhitespaceRules
{
    private static readonly XNamespace Xsl = "http://www.w3.org/1999/XSL/Transform";
    private static readonly XNamespace Hidden = "urn:composer:xslt";

    private readonly Rule[] _rules;

    private WhitespaceRules(IEnumerable<Rule> rules) =>
        _rules = [.. rules.Reverse().OrderByDescending(rule => rule.Level).ThenByDescending(rule => rule.Exactness)];

    /// <summary>Those of a stylesheet.</summary>
    /// <param name="declarations">What stands in it, and in what it imports; see <see cref="StylesheetLoader.Declarations"/>.</param>
    public static WhitespaceRules Of(IEnumerable<(XElement Element, int Level)> declarations) => new(
        from declaration in declarations
        let name = declaration.Element.Name
        where name == Hidden + "strip-space" || name == Hidden + "preserve-space"
        from test in declaration.Element.Attribute("elements")?.Value.Split(default(char[]), StringSplitOptions.RemoveEmptyEntries) ?? []
        select Rule.Of(test, declaration.Element, declaration.Level));

    /// <summary>Renames the instructions in a stylesheet: elements of unknown namespaces mean nothing there.</summary>
    public static void Hide(XElement stylesheet)
    {
        foreach (var element in stylesheet.Elements().Where(element => element.Name == Xsl + "strip-space" || element.Name == Xsl + "preserve-space"))
        {
            element.Name = Hidden + element.Name.LocalName;
        }
    }

    /// <summary>Whether text that is whitespace alone is left out in an element.</summary>
    public bool IsLeftOutIn(TreeName element) => Array.Find(_rules, rule => rule.Fits(element))?.Strips == true;

    private sealed record Rule(bool Strips, string? Uri, string? Local, int Level)
    {
        public int Exactness => (Uri is null ? 0 : 1) + (Local is null ? 0 : 1);

        public static Rule Of(string test, XElement declaration, int level)
        {
            var colon = test.IndexOf(':', StringComparison.Ordinal);
            var local = test[(colon + 1)..] is var name && name == "*" ? null : name;
            var uri = colon < 0 ? (local is null ? null : "") : declaration.GetNamespaceOfPrefix(test[..colon])?.NamespaceName ?? "";
            return new Rule(declaration.Name.LocalName == "strip-space", uri, local, level);
        }

        public bool Fits(TreeName element) => (Uri is null || Uri == element.Uri) && (Local is null || Local == element.Local);
    }
}
