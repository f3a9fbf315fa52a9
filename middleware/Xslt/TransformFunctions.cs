// SPDX-License-Identifier: MIT
using System.Text.RegularExpressions;
using System.Xml.Linq;
using System.Xml.XPath;

namespace Composer.Middleware;

/// <summary>Functions that run in place of those of .NET: its <c>generate-id</c> counts the siblings of a node, each time.</summary>
internal sealed partial class TransformFunctions
{
    /// <summary>Their namespace.</summary>
    public const string Uri = "urn:composer:xslt";

    private const string Alias = "composer-xslt";

    private static readonly XNamespace Xsl = "http://www.w3.org/1999/XSL/Transform";
    private static readonly HashSet<string> Expressions = ["select", "test", "match", "use", "count", "from", "value"];

    private readonly Dictionary<XPathNavigator, string> _others = new(SameNode.Comparer);

    /// <summary>Makes a stylesheet call them.</summary>
    public static void Install(XElement stylesheet)
    {
        var calls = stylesheet.DescendantsAndSelf().Attributes().Where(attribute => attribute.Value.Contains("generate-id", StringComparison.Ordinal)).ToList();
        if (calls.Count == 0)
        {
            return;
        }
        foreach (var attribute in calls)
        {
            var isExpression = attribute.Parent!.Name.Namespace == Xsl && Expressions.Contains(attribute.Name.LocalName); // it was found on an element
            attribute.Value = isExpression ? Called(attribute.Value) : InBraces().Replace(attribute.Value, template => Called(template.Value));
        }
        var excluded = stylesheet.Name.Namespace == Xsl ? "exclude-result-prefixes" : Xsl + "exclude-result-prefixes";
        stylesheet.SetAttributeValue(excluded, $"{stylesheet.Attribute(excluded)?.Value} {Alias}".Trim());
        stylesheet.Add(new XAttribute(XNamespace.Xmlns + Alias, Uri));
    }

    /// <summary><c>generate-id</c>.</summary>
    public string GenerateId(XPathNodeIterator nodes)
    {
        if (!nodes.MoveNext())
        {
            return "";
        }
        var node = nodes.Current!; // it was moved there
        if (node is XmlTreeNavigator own)
        {
            return own.Id;
        }
        if (!_others.TryGetValue(node, out var id))
        {
            _others[node.Clone()] = id = $"t{_others.Count}";
        }
        return id;
    }

    private static string Called(string expression) => Calls().Replace(expression, call =>
        !call.Groups["call"].Success ? call.Value : $"{Alias}:{nameof(GenerateId)}({(call.Groups["none"].Success ? ".)" : "")}");

    [GeneratedRegex(@"\{[^{}]*\}")]
    private static partial Regex InBraces();

    [GeneratedRegex("""'[^']*'|"[^"]*"|(?<![\w.:-])(?<call>generate-id\s*\(\s*(?<none>\))?)""", RegexOptions.ExplicitCapture)]
    private static partial Regex Calls();
}
