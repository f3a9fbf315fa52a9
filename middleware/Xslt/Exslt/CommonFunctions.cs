// SPDX-License-Identifier: MIT
using System.Xml.XPath;

namespace Composer.Middleware;

/// <summary>EXSLT's common functions beside <c>exsl:node-set</c>, which .NET has itself.</summary>
internal static class CommonFunctions
{
    public static FunctionNamespace All { get; } = new("http://exslt.org/common")
    {
        { "object-type", (object value) => TypeOf(value) },
    };

    private static string TypeOf(object value) => value switch
    {
        string => "string",
        bool => "boolean",
        double => "number",
        XPathNodeIterator => "node-set",
        XPathNavigator => "RTF",
        _ => "external",
    };
}
