// SPDX-License-Identifier: MIT
using System.Xml.Linq;
using Composer.Tests.Loader;

namespace Composer.Tests.Diagrams;

/// <summary>The geometry of pictures: nothing overlaps, nothing is cut.</summary>
public sealed class PictureTests
{
    private const double Tolerance = 0.01;

    public static TheoryData<string, DiagramDirection> Pictures
    {
        get
        {
            var data = new TheoryData<string, DiagramDirection>();
            foreach (var name in DiagramSource.Names)
            {
                data.Add(name, DiagramDirection.LeftToRight);
                data.Add(name, DiagramDirection.TopToBottom);
            }
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Pictures))]
    public void No_two_nodes_overlap(string name, DiagramDirection direction)
    {
        var nodes = Nodes(Picture(name, direction));

        Assert.Empty(Pairs(nodes).Where(pair => pair.One.Bounds.Overlaps(pair.Other.Bounds)).Select(pair => $"{pair.One.Node.Id} {pair.Other.Node.Id}"));
    }

    [Theory]
    [MemberData(nameof(Pictures))]
    public void Every_text_is_inside_its_node(string name, DiagramDirection direction) =>
        Assert.All(Nodes(Picture(name, direction)), node => Assert.All(TextsOf(node), text => Assert.True(Grown(node.Front, Tolerance).Contains(text), $"{node.Node.Id}: {text} is not in {node.Front}")));

    [Theory]
    [MemberData(nameof(Pictures))]
    public void No_two_texts_of_a_node_overlap(string name, DiagramDirection direction) =>
        Assert.All(Nodes(Picture(name, direction)), node => Assert.DoesNotContain(Pairs([.. TextsOf(node)]), pair => pair.One.Overlaps(Grown(pair.Other, -0.5))));

    [Theory]
    [MemberData(nameof(Pictures))]
    public void No_label_lies_on_a_node_or_on_another_label(string name, DiagramDirection direction)
    {
        var picture = Picture(name, direction);
        var labels = picture.Tree.Edges.SelectMany(LabelsOf).ToList();

        Assert.DoesNotContain(labels, label => Nodes(picture).Exists(node => node.Bounds.Overlaps(label)));
        Assert.DoesNotContain(Pairs(labels), pair => pair.One.Overlaps(pair.Other));
    }

    [Theory]
    [MemberData(nameof(Pictures))]
    public void No_arrow_crosses_a_node(string name, DiagramDirection direction)
    {
        var picture = Picture(name, direction);

        Assert.All(picture.Tree.Edges, edge => Assert.Empty(
            from stretch in edge.Points.Zip(edge.Points.Skip(1), Stretch)
            from node in picture.Tree.Nodes
            where Grown(node.Bounds, -1).Overlaps(stretch) && node.Node != edge.Edge.From && node.Node != edge.Edge.To
            select node.Node.Id));
    }

    [Theory]
    [MemberData(nameof(Pictures))]
    public void A_frame_holds_its_nodes_and_no_other(string name, DiagramDirection direction)
    {
        var picture = Picture(name, direction);
        var owners = picture.Drawing.Root.All().Where(block => block.Cluster is not null).ToDictionary(block => block.Cluster!.Id, block => block.Nodes);

        Assert.All(picture.Tree.Clusters, frame => Assert.All(picture.Tree.Nodes, node =>
            Assert.Equal(owners[frame.Id].Contains(node.Node), frame.Bounds.Overlaps(node.Bounds) && frame.Bounds.Contains(node.Bounds))));
        Assert.DoesNotContain(Pairs(picture.Tree.Clusters), pair => pair.One.Bounds.Overlaps(pair.Other.Bounds));
        Assert.All(picture.Tree.Clusters, frame => Assert.All(frame.Title.Index(), line => Assert.True(frame.Bounds.Contains(frame.TitleLine(line.Index)))));
    }

    [Theory]
    [MemberData(nameof(Pictures))]
    public void Everything_is_inside_the_picture(string name, DiagramDirection direction)
    {
        var picture = Picture(name, direction);
        var all = new Rect(0, 0, picture.Width, picture.Height);

        Assert.All(Nodes(picture), node => Assert.True(all.Contains(node.Bounds)));
        Assert.All(picture.Tree.Edges.SelectMany(LabelsOf), label => Assert.True(all.Contains(label)));
        Assert.All(picture.Legend.Items, item => Assert.True(all.Contains(item.Bounds)));
    }

    [Theory]
    [MemberData(nameof(Pictures))]
    public void The_picture_is_xml_with_every_node_once(string name, DiagramDirection direction)
    {
        var picture = Picture(name, direction);

        var svg = XDocument.Parse(new SvgDiagram(picture, DiagramTheme.Auto).ToString());

        Assert.Equal(
            picture.Drawing.Nodes.Concat(picture.Drawing.Unused).Select(node => node.Id).Order(StringComparer.Ordinal),
            svg.Descendants().Where(part => ((string?)part.Attribute("class"))?.StartsWith("node ", StringComparison.Ordinal) == true).Select(part => (string?)part.Attribute("id")).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(DiagramDirection.LeftToRight)]
    [InlineData(DiagramDirection.TopToBottom)]
    public void Whatever_a_config_says_no_two_nodes_overlap(DiagramDirection direction)
    {
        for (var seed = 0; seed < 60; seed++)
        {
            var drawing = DiagramSource.DrawText(new ConfigGenerator(seed).Write("site.ini"));

            var nodes = Nodes(new Picture(drawing, direction));

            Assert.True(Pairs(nodes).All(pair => !pair.One.Bounds.Overlaps(pair.Other.Bounds)), $"seed {seed}");
            Assert.All(Enum.GetValues<DiagramFormat>(), format => Assert.NotEmpty(DiagramSource.Write(drawing, format)));
        }
    }

    private static Picture Picture(string name, DiagramDirection direction) =>
        new(DiagramSource.DrawNamed(name), direction);

    private static List<PlacedNode> Nodes(Picture picture) => [.. picture.Tree.Nodes, .. picture.Unused];

    private static IEnumerable<Rect> TextsOf(PlacedNode node)
    {
        foreach (var line in node.Card.Lines)
        {
            var x = line.IsRight ? node.Front.Right - line.X - line.Width : node.Front.X + line.X;
            yield return new Rect(x, node.Front.Y + line.Y - (line.Style.Size * 0.8), line.Width, line.Style.Size);
        }
        if (node.Card.Tag.Length > 0)
        {
            yield return SvgDiagram.TagOf(node);
        }
    }

    private static IEnumerable<Rect> LabelsOf(PlacedEdge edge)
    {
        if (edge.Label is { } label)
        {
            yield return label;
        }
        if (edge.Mark is { } mark)
        {
            yield return new Rect(mark.X - PlacedEdge.MarkRadius, mark.Y - PlacedEdge.MarkRadius, 2 * PlacedEdge.MarkRadius, 2 * PlacedEdge.MarkRadius);
        }
    }

    private static Rect Stretch(Point from, Point to) =>
        new(Math.Min(from.X, to.X), Math.Min(from.Y, to.Y), Math.Abs(from.X - to.X), Math.Abs(from.Y - to.Y));

    private static Rect Grown(Rect rect, double by) => new(rect.X - by, rect.Y - by, rect.Width + (2 * by), rect.Height + (2 * by));

    private static IEnumerable<(T One, T Other)> Pairs<T>(IReadOnlyList<T> all) =>
        all.SelectMany((one, i) => all.Skip(i + 1).Select(other => (one, other)));
}
