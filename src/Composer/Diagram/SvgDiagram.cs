// SPDX-License-Identifier: MIT
using System.Globalization;
using System.Net;
using System.Text;

namespace Composer;

/// <summary>Draws a picture as SVG that needs no other file: it asks for no font, and each text states its width.</summary>
internal sealed class SvgDiagram(Picture picture, DiagramTheme theme)
{
    private const double Corner = 8;
    private const double TipLength = 8;
    private const double TipHalf = 4.5;
    private const string Sign = "M-5 -2.5H4.5M2 -5L4.5 -2.5L2 0M5 2.5H-4.5M-2 0L-4.5 2.5L-2 5";

    private readonly StringBuilder _svg = new();

    public override string ToString()
    {
        _svg.Clear();
        var (width, height) = (N(picture.Width), N(picture.Height));
        Line($"<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"composer-diagram\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" role=\"img\" aria-labelledby=\"diagram-title diagram-summary\">");
        Line($"<title id=\"diagram-title\">{E(string.Concat(picture.Title))}</title>");
        Line($"<desc id=\"diagram-summary\">{E(string.Join(' ', picture.Summary))}</desc>");
        Line($"<style>\n{SvgStyle.Of(theme)}</style>");
        Line($"<rect class=\"back\" width=\"{width}\" height=\"{height}\"/>");
        AddHeading();
        AddFrames();
        foreach (var edge in picture.Tree.Edges.OrderBy(edge => edge.Edge.IsCrossing))
        {
            AddEdge(edge);
        }
        foreach (var node in picture.Tree.Nodes.Concat(picture.Unused))
        {
            AddNode(node);
        }
        AddLegend();
        Line("</svg>");
        return _svg.ToString();
    }

    private void AddHeading()
    {
        var y = Picture.Margin + 4;
        foreach (var (style, line) in picture.Title.Select(line => (TextStyle.Title, line)).Concat(picture.Summary.Select(line => (TextStyle.Summary, line))))
        {
            Text(style, line, Picture.Margin, y + style.Size - 4);
            y += style.Line;
        }
    }

    private void AddFrames()
    {
        foreach (var cluster in picture.UnusedFrame is { } unused ? picture.Tree.Clusters.Append(unused) : picture.Tree.Clusters)
        {
            Line($"<g id=\"{cluster.Id}\">{(cluster.Tip.Length == 0 ? "" : $"<title>{E(ShortText.Clean(cluster.Tip))}</title>")}<rect class=\"frame\" {Box(cluster.Bounds)} rx=\"10\"/>");
            foreach (var (i, line) in cluster.Title.Index())
            {
                var at = cluster.TitleLine(i);
                Text(TextStyle.Cluster, line, at.X, at.Y + TextStyle.Cluster.Size);
            }
            Line("</g>");
        }
    }

    private void AddEdge(PlacedEdge edge)
    {
        var crossing = edge.Edge.IsCrossing ? " crossing" : "";
        Line($"<g class=\"edge\" data-from=\"{edge.Edge.From.Id}\" data-to=\"{edge.Edge.To.Id}\">");
        AddWay(edge, crossing);
        if (edge.Label is { } label)
        {
            Line($"<rect class=\"plate\" {Box(label)} rx=\"{N(label.Height / 2)}\"/>");
            Text(TextStyle.Label, PlacedEdge.Text(edge.Edge), label.X + (PlacedEdge.LabelPadding / 2), label.Y + 14);
        }
        if (edge.Mark is { } mark)
        {
            AddMark(mark);
        }
        Line("</g>");
    }

    // What several branches share is no crossing; only the last stretch is.
    private void AddWay(PlacedEdge edge, string crossing)
    {
        var split = crossing.Length > 0 && edge.Points.Count > 2;
        var shared = split ? $"<path class=\"line\" d=\"{Way([.. edge.Points.SkipLast(1), Towards(edge.Points[^2], edge.Points[^1], TipLength + Corner)])}\"/>" : "";
        var own = split ? [Towards(edge.Points[^2], edge.Points[^1], Corner), edge.Points[^1]] : edge.Points;
        Line($"{shared}<g class=\"way{crossing}\"><path class=\"line\" d=\"{Way(own)}\"/><path class=\"tip\" d=\"{Tip(edge.Points[^2], edge.Points[^1])}\"/></g>");
    }

    private void AddMark(Point at) =>
        Line($"<g class=\"crossing\" transform=\"translate({N(at.X)} {N(at.Y)})\"><title>crosses between C# and Python</title><circle class=\"mark\" r=\"{N(PlacedEdge.MarkRadius)}\"/><path class=\"sign\" d=\"{Sign}\"/></g>");

    private void AddNode(PlacedNode placed)
    {
        var node = placed.Node;
        Line($"<g id=\"{node.Id}\" class=\"node {Palette.ClassOf(node)} {node.Role.ToString().ToLowerInvariant()}\"><title>{E(NodeTip.Of(node))}</title>");
        AddShape(node.Role, placed.Bounds, placed.Front, placed.Centre);
        if (node.Role == NodeRole.Composite)
        {
            var word = node.LanguageWord;
            Text(TextStyle.Tag, word, placed.Centre.X - (TextStyle.Tag.Width(word) / 2), placed.Centre.Y + 4, "tag within");
        }
        AddCard(placed);
        Line("</g>");
    }

    private void AddShape(NodeRole role, Rect bounds, Rect front, Point centre)
    {
        switch (role)
        {
            case NodeRole.Composite:
                Line($"<path class=\"box\" d=\"{Diamond(centre, PlacedNode.Half, PlacedNode.Half)}\"/>");
                break;
            case NodeRole.Server:
                Line($"<path class=\"side\" d=\"{Sides(bounds, front)}\"/><rect class=\"box\" {Box(front)}/>");
                break;
            default:
                Line($"<rect class=\"box\" {Box(bounds)} rx=\"{N(Radius(role, bounds))}\"/>");
                break;
        }
    }

    private static double Radius(NodeRole role, Rect bounds) => role switch
    {
        NodeRole.Clients => bounds.Height / 2,
        NodeRole.Filter => Math.Min(14, bounds.Height / 2),
        NodeRole.App => 1,
        _ => 5,
    };

    private void AddCard(PlacedNode placed)
    {
        var (card, front) = (placed.Card, placed.Front);
        if (card.Tag.Length > 0)
        {
            var tag = TagOf(placed);
            Line($"<rect class=\"chip\" {Box(tag)} rx=\"8.5\"/>");
            Text(TextStyle.Tag, card.Tag, tag.X + ((card.TagWidth - TextStyle.Tag.Width(card.Tag)) / 2), tag.Y + 12.3);
        }
        if (placed.Node.Number is not null)
        {
            Line($"<circle class=\"chip\" cx=\"{N(front.X + 12 + (Card.Badge / 2))}\" cy=\"{N(front.Y + 18)}\" r=\"9\"/>");
        }
        // The text beside a diamond of a left-to-right picture stands under its middle.
        var isCentred = placed.Node.Role == NodeRole.Clients || (placed.Node.Role == NodeRole.Composite && front.Y > placed.Centre.Y);
        foreach (var line in card.Lines)
        {
            var x = isCentred && !line.IsRight ? front.X + ((front.Width - line.Width) / 2) : line.IsRight ? front.Right - line.X - line.Width : front.X + line.X;
            Text(line.Style, line.Text, x, front.Y + line.Y);
        }
    }

    /// <summary>The frame of a card's language.</summary>
    internal static Rect TagOf(PlacedNode placed) =>
        new(placed.Front.Right - 10 - placed.Card.TagWidth, placed.Front.Y + 9, placed.Card.TagWidth, 17);

    private void AddLegend()
    {
        Line("<g class=\"legend\">");
        foreach (var item in picture.Legend.Items)
        {
            AddLegendSign(item.Sign, new Rect(item.Bounds.X, item.Bounds.Y + 6, 24, 14));
            Text(TextStyle.Setting, item.Text, item.Bounds.X + Legend.Sign + 6, item.Bounds.Y + 17);
        }
        Line("</g>");
    }

    private void AddLegendSign(LegendSign sign, Rect at)
    {
        var middle = new Point(at.X + (at.Width / 2), at.Y + (at.Height / 2));
        Line(sign switch
        {
            LegendSign.CSharp => $"<g class=\"csharp\"><rect class=\"box\" {Box(at)} rx=\"3\"/></g>",
            LegendSign.Python => $"<g class=\"python\"><rect class=\"box\" {Box(at)} rx=\"3\"/></g>",
            LegendSign.Filter => $"<g class=\"plain\"><rect class=\"box\" {Box(at)} rx=\"7\"/></g>",
            LegendSign.App => $"<g class=\"plain app\"><rect class=\"box\" {Box(at)} rx=\"1\"/></g>",
            LegendSign.Reference => $"<g class=\"plain reference\"><rect class=\"box\" {Box(at)} rx=\"4\"/></g>",
            LegendSign.Composite => $"<g class=\"composite\"><path class=\"box\" d=\"{Diamond(middle, 12, 9)}\"/></g>",
            LegendSign.Server => $"<g class=\"plain\"><path class=\"side\" d=\"{Sides(at, new Rect(at.X, at.Y + 4, at.Width - 4, at.Height - 4))}\"/><rect class=\"box\" {Box(new Rect(at.X, at.Y + 4, at.Width - 4, at.Height - 4))}/></g>",
            _ => $"<g class=\"crossing\"><path class=\"line\" d=\"M{N(at.X)} {N(middle.Y)}H{N(at.Right)}\"/><g transform=\"translate({N(middle.X)} {N(middle.Y)})\"><circle class=\"mark\" r=\"9\"/><path class=\"sign\" d=\"{Sign}\"/></g></g>",
        });
    }

    private static string Diamond(Point centre, double halfWidth, double halfHeight) =>
        $"M{N(centre.X - halfWidth)} {N(centre.Y)}L{N(centre.X)} {N(centre.Y - halfHeight)}L{N(centre.X + halfWidth)} {N(centre.Y)}L{N(centre.X)} {N(centre.Y + halfHeight)}Z";

    private static string Sides(Rect bounds, Rect front) =>
        $"M{N(front.X)} {N(front.Y)}L{N(bounds.Right - front.Width)} {N(bounds.Y)}H{N(bounds.Right)}V{N(bounds.Bottom - (front.Y - bounds.Y))}L{N(front.Right)} {N(front.Bottom)}V{N(front.Y)}ZM{N(front.Right)} {N(front.Y)}L{N(bounds.Right)} {N(bounds.Y)}";

    /// <summary>Straight lines with round corners; it ends where its tip begins.</summary>
    private static string Way(IReadOnlyList<Point> points)
    {
        var way = new StringBuilder($"M{N(points[0].X)} {N(points[0].Y)}");
        for (var i = 1; i < points.Count - 1; i++)
        {
            var (before, corner, after) = (points[i - 1], points[i], points[i + 1]);
            var radius = Math.Min(Corner, Math.Min(Distance(before, corner), Distance(corner, after)) / 2);
            var (from, to) = (Towards(corner, before, radius), Towards(corner, after, radius));
            way.Append(CultureInfo.InvariantCulture, $"L{N(from.X)} {N(from.Y)}Q{N(corner.X)} {N(corner.Y)} {N(to.X)} {N(to.Y)}");
        }
        var end = Towards(points[^1], points[^2], TipLength - 1);
        return way.Append(CultureInfo.InvariantCulture, $"L{N(end.X)} {N(end.Y)}").ToString();
    }

    private static string Tip(Point from, Point to)
    {
        var root = Towards(to, from, TipLength);
        var (x, y) = from.X == to.X ? (TipHalf, 0.0) : (0.0, TipHalf);
        return $"M{N(to.X)} {N(to.Y)}L{N(root.X - x)} {N(root.Y - y)}L{N(root.X + x)} {N(root.Y + y)}Z";
    }

    private static Point Towards(Point from, Point to, double by)
    {
        var share = Distance(from, to) is > 0 and var distance ? by / distance : 0;
        return new Point(from.X + ((to.X - from.X) * share), from.Y + ((to.Y - from.Y) * share));
    }

    private static double Distance(Point a, Point b) => Math.Abs(a.X - b.X) + Math.Abs(a.Y - b.Y);

    private void Text(TextStyle style, string text, double x, double y, string? kind = null)
    {
        if (text.Length > 0)
        {
            Line($"<text class=\"{kind ?? style.Class}\" x=\"{N(x)}\" y=\"{N(y)}\" textLength=\"{N(style.Width(text))}\" lengthAdjust=\"spacingAndGlyphs\">{E(text)}</text>");
        }
    }

    private static string Box(Rect rect) => $"x=\"{N(rect.X)}\" y=\"{N(rect.Y)}\" width=\"{N(rect.Width)}\" height=\"{N(rect.Height)}\"";

    private static string N(double number) => Math.Round(number, 1).ToString(CultureInfo.InvariantCulture);

    private static string E(string text) => WebUtility.HtmlEncode(text);

    private void Line(string line) => _svg.Append(line).Append('\n');
}
