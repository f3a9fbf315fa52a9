// SPDX-License-Identifier: MIT
using System.Text;
using System.Xml.XPath;

namespace Composer.Middleware;

/// <summary>EXSLT's <c>str</c> functions.</summary>
internal static class StringFunctions
{
    private const int LongestPadding = 1024 * 1024;
    private const string Unreserved = "-_.!~*'()";
    private const string Reserved = ";/?:@&=+$,[]%";

    public static FunctionNamespace All { get; } = new("http://exslt.org/strings")
    {
        { "tokenize", (string text) => Tokenize(text, "\t\r\n ") },
        { "tokenize", (string text, string delimiters) => Tokenize(text, delimiters) },
        { "split", (string text) => Split(text, " ") },
        { "split", (string text, string pattern) => Split(text, pattern) },
        { "concat", (XPathNodeIterator nodes) => string.Concat(NodeSet.Of(nodes).Select(node => node.Value)) },
        { "padding", (double length) => Padding(length, " ") },
        { "padding", (double length, string with) => Padding(length, with) },
        { "align", (string text, string padding) => Align(text, padding, "left") },
        { "align", (string text, string padding, string where) => Align(text, padding, where) },
        { "replace", (string text, object search, object replacement) => Replace(text, search, replacement) },
        { "encode-uri", (string text, bool escapeReserved) => EncodeUri(text, escapeReserved) },
        { "decode-uri", (string text) => Uri.UnescapeDataString(text) },
    };

    private static XPathNodeIterator Tokenize(string text, string delimiters) =>
        NodeSet.OfTokens(delimiters.Length == 0 ? Characters(text) : text.Split(delimiters.ToCharArray(), StringSplitOptions.RemoveEmptyEntries));

    private static XPathNodeIterator Split(string text, string pattern) =>
        NodeSet.OfTokens(pattern.Length == 0 ? Characters(text) : text.Split(pattern, StringSplitOptions.RemoveEmptyEntries));

    private static IEnumerable<string> Characters(string text) => text.EnumerateRunes().Select(rune => rune.ToString());

    private static string Padding(double length, string with)
    {
        if (double.IsNaN(length) || length < 1 || with.Length == 0)
        {
            return "";
        }
        if (length > LongestPadding)
        {
            throw new ArgumentException($"str:padding makes at most {LongestPadding} characters");
        }
        var wanted = (int)Math.Round(length);
        return string.Concat(Enumerable.Repeat(with, (wanted / with.Length) + 1))[..wanted];
    }

    private static string Align(string text, string padding, string where)
    {
        if (text.Length >= padding.Length)
        {
            return text[..padding.Length];
        }
        var before = where switch
        {
            "right" => padding.Length - text.Length,
            "center" => (padding.Length - text.Length) / 2,
            _ => 0,
        };
        return padding[..before] + text + padding[(before + text.Length)..];
    }

    // Several searches at once: at each place the longest one counts. What an empty one becomes goes in between the characters that stay.
    private static string Replace(string text, object search, object replacement)
    {
        var (from, to) = (Texts(search), Texts(replacement));
        var pairs = from.Select((one, i) => (From: one, To: i < to.Count ? to[i] : "")).OrderByDescending(pair => pair.From.Length).ToList();
        var result = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length;)
        {
            var hit = pairs.Find(pair => string.CompareOrdinal(text, i, pair.From, 0, pair.From.Length) == 0);
            var isKept = string.IsNullOrEmpty(hit.From);
            result.Append(isKept ? text[i].ToString() : hit.To);
            i += isKept ? 1 : hit.From!.Length; // it was found
            result.Append(isKept && i < text.Length ? hit.To : "");
        }
        return result.ToString();
    }

    private static List<string> Texts(object value) => value is XPathNodeIterator nodes
        ? NodeSet.Of(nodes).ConvertAll(node => node.Value)
        : [value is XPathNavigator tree ? tree.Value : Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture) ?? ""];

    private static string EncodeUri(string text, bool escapeReserved)
    {
        var result = new StringBuilder(text.Length);
        foreach (var octet in Encoding.UTF8.GetBytes(text))
        {
            var c = (char)octet;
            if (char.IsAsciiLetterOrDigit(c) || Unreserved.Contains(c, StringComparison.Ordinal) || (!escapeReserved && Reserved.Contains(c, StringComparison.Ordinal)))
            {
                result.Append(c);
                continue;
            }
            result.Append('%').Append(octet.ToString("X2", System.Globalization.CultureInfo.InvariantCulture));
        }
        return result.ToString();
    }
}
