// SPDX-License-Identifier: MIT
using System.Net;
using System.Text.RegularExpressions;

namespace Composer;

/// <summary>A page around the picture: zoom, search, and what is known of a node. It needs no other file and, for the picture alone, no script.</summary>
internal sealed partial class HtmlDiagram(Picture picture, DiagramTheme theme)
{
    public override string ToString() => Slot().Replace(Read("page.html"), slot => Fill(slot.Groups[1].Value));

    private string Fill(string slot) => slot switch
    {
        "scheme" => theme == DiagramTheme.Auto ? "light dark" : theme == DiagramTheme.Dark ? "dark" : "light",
        "title" => WebUtility.HtmlEncode(ShortText.Of(picture.Drawing.File)),
        "style" => Read("page.css"),
        "svg" => new SvgDiagram(picture, theme).ToString(),
        "nodes" => JsonDiagram.ForPage(picture.Drawing),
        _ => Read("page.js"),
    };

    private static string Read(string name)
    {
        using var stream = typeof(HtmlDiagram).Assembly.GetManifestResourceStream($"Composer.Diagram.Page.{name}")!; // embedded in this assembly
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    [GeneratedRegex(@"\{\{(\w+)\}\}")]
    private static partial Regex Slot();
}
