// SPDX-License-Identifier: MIT
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;

namespace Composer.Middleware;

/// <summary>Finds calls of functions that can only fail, before a request does.</summary>
internal static partial class StylesheetCalls
{
    private static readonly Dictionary<string, FunctionNamespace> Known =
        Exslt.All(TimeProvider.System).ToDictionary(functions => functions.Uri);

    /// <param name="root">The stylesheet.</param>
    /// <param name="path">Its file, for the message.</param>
    /// <param name="documents">Whether <c>document()</c> may read files.</param>
    /// <exception cref="StylesheetError">A function is called that does not exist here, or may do nothing.</exception>
    public static void Check(XElement root, string path, bool documents)
    {
        var looks = Expressions(root).Any(found => found.Text.Contains("function-available", StringComparison.Ordinal)); // before it calls
        foreach (var (element, text) in Expressions(root))
        {
            var expression = Literals().Replace(text, literal => literal.Length == 2 ? "''" : "'x'");
            if (!documents && DocumentCall().IsMatch(expression))
            {
                throw new StylesheetError($"{path}:{((IXmlLineInfo)element).LineNumber}: document() may read nothing but the stylesheet itself, document(''): write document_root = DIRECTORY to allow the files there");
            }
            if (!looks)
            {
                CheckCalls(element, expression, path);
            }
        }
    }

    private static IEnumerable<(XElement Element, string Text)> Expressions(XElement root) =>
        from element in root.DescendantsAndSelf()
        from attribute in element.Attributes()
        where !attribute.IsNamespaceDeclaration && (element.Name.NamespaceName == "http://www.w3.org/1999/XSL/Transform" || attribute.Value.Contains('{', StringComparison.Ordinal))
        select (element, attribute.Value);

    private static void CheckCalls(XElement element, string expression, string path)
    {
        foreach (Match call in Calls().Matches(expression))
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

    [GeneratedRegex(@"(?<![\w.:-])document\s*\(\s*(?!''\s*\))")]
    private static partial Regex DocumentCall();

    [GeneratedRegex(@"(?<prefix>[\w.-]+):(?<name>[\w.-]+)\s*\(")]
    private static partial Regex Calls();
}
