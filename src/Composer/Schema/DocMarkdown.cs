// SPDX-License-Identifier: MIT
using System.Xml.Linq;

namespace Composer;

/// <summary>Documentation comments as Markdown, in one line.</summary>
internal static class DocMarkdown
{
    /// <summary>The text of an element; code stands between backticks.</summary>
    public static string Of(XElement element) =>
        string.Join(' ', string.Concat(element.Nodes().Select(Text)).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    /// <summary>Markdown without its marks, for those who show it as it is.</summary>
    public static string Plain(string markdown) => markdown.Replace("`", "", StringComparison.Ordinal);

    private static string Text(XNode node) => node switch
    {
        XText text => text.Value,
        XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
        XElement element => Reference(element) ?? Of(element),
        _ => "",
    };

    // <see cref="P:Composer.Foo.Bar"/>, <see langword="null"/>, <paramref name="x"/>
    private static string? Reference(XElement element)
    {
        var target = (string?)element.Attribute("cref") ?? (string?)element.Attribute("langword") ?? (string?)element.Attribute("name");
        return target is null || !element.IsEmpty ? null : $"`{target[(target.LastIndexOfAny(['.', ':']) + 1)..]}`";
    }
}
