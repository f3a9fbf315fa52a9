// SPDX-License-Identifier: MIT
using System.Text.RegularExpressions;
using System.Xml;

namespace Composer.Middleware;

/// <summary>The stylesheet that a document asks for itself: <c>&lt;?xml-stylesheet type="text/xsl" href="feed.xsl"?&gt;</c>.</summary>
internal static partial class StylesheetInstruction
{
    private static readonly string[] Types = ["text/xsl", "text/xml", "application/xml", "application/xslt+xml"];

    /// <summary>Its address as written; null when the document asks for none.</summary>
    public static string? AddressIn(XmlReader document)
    {
        while (document.Read() && document.NodeType != XmlNodeType.Element)
        {
            if (document is { NodeType: XmlNodeType.ProcessingInstruction, Name: "xml-stylesheet" } && AddressOf(document.Value) is { } address)
            {
                return address;
            }
        }
        return null;
    }

    private static string? AddressOf(string text)
    {
        var said = Pairs().Matches(text).ToLookup(match => match.Groups["name"].Value, match => match.Groups["value"].Value);
        var isOurs = said["type"].Any(type => Types.Contains(type, StringComparer.OrdinalIgnoreCase)) && !said["alternate"].Contains("yes");
        return isOurs ? said["href"].FirstOrDefault() : null;
    }

    [GeneratedRegex("""(?<name>[\w-]+)\s*=\s*(?<quote>["'])(?<value>.*?)\k<quote>""", RegexOptions.Singleline)]
    private static partial Regex Pairs();
}
