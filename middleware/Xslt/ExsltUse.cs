// SPDX-License-Identifier: MIT
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;

namespace Composer.Middleware;

/// <summary>Finds calls of EXSLT functions that there are none of, before a request does.</summary>
internal static partial class ExsltUse
{
    private static readonly Dictionary<string, FunctionNamespace> Known =
        Exslt.All(TimeProvider.System).ToDictionary(functions => functions.Uri);

    /// <exception cref="StylesheetError">A function is called that does not exist.</exception>
    public static void Check(XElement root, string path)
    {
        if (root.DescendantsAndSelf().Attributes().Any(attribute => attribute.Value.Contains("function-available", StringComparison.Ordinal)))
        {
            return; // it looks before it calls
        }
        foreach (var element in root.DescendantsAndSelf())
        {
            foreach (var attribute in element.Attributes().Where(attribute => !attribute.IsNamespaceDeclaration))
            {
                CheckCalls(element, attribute.Value, path);
            }
        }
    }

    private static void CheckCalls(XElement element, string expression, string path)
    {
        foreach (Match call in Calls().Matches(Literals().Replace(expression, "''")))
        {
            var uri = element.GetNamespaceOfPrefix(call.Groups["prefix"].Value)?.NamespaceName;
            var name = call.Groups["name"].Value;
            if (uri is not null && Known.TryGetValue(uri, out var functions) && !functions.Has(name) && name != "node-set")
            {
                throw new StylesheetError($"{path}:{((IXmlLineInfo)element).LineNumber}: there is no function {call.Groups["prefix"].Value}:{name}()");
            }
        }
    }

    [GeneratedRegex("'[^']*'|\"[^\"]*\"")]
    private static partial Regex Literals();

    [GeneratedRegex(@"(?<prefix>[\w.-]+):(?<name>[\w.-]+)\s*\(")]
    private static partial Regex Calls();
}
