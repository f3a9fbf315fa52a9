// SPDX-License-Identifier: MIT
using System.Text.Json;
using System.Xml.Linq;

namespace Composer.Tests.Diagrams;

/// <summary>What other programs make of diagrams: mermaid, Graphviz, a browser.</summary>
public sealed class DiagramReaderTests
{
    private static readonly NpmFolder Npm = new("tests/Composer.Tests/Diagram/npm");

    public static TheoryData<string> Names => [.. DiagramSource.Names];

    [SkippableFact]
    public void Mermaid_reads_every_diagram()
    {
        var diagrams = DiagramSource.Names.ToDictionary(name => name, name => Write(name, DiagramFormat.Mermaid, DiagramTheme.Auto));
        diagrams["dark"] = Write("tests/cases/diagram/mounts.ini", DiagramFormat.Mermaid, DiagramTheme.Dark);

        var errors = Npm.Run("mermaid.mjs", JsonSerializer.Serialize(diagrams));

        Assert.Equal("{}", errors.Trim());
    }

    [SkippableTheory]
    [MemberData(nameof(Names))]
    public void Graphviz_draws_every_diagram_with_its_ids(string name)
    {
        Skip.IfNot(File.Exists("/usr/bin/dot"), "needs graphviz");
        var drawing = DiagramSource.DrawNamed(name);

        var (exitCode, output, error) = Tool.Run("dot", Path.GetTempPath(), DiagramSource.Write(drawing, DiagramFormat.Dot), "-Tsvg");

        Assert.Equal((0, ""), (exitCode, error));
        var svg = XDocument.Parse(output);

        var ids = svg.Descendants().Select(part => (string?)part.Attribute("id")).ToHashSet();
        Assert.All(drawing.Nodes.Concat(drawing.Unused), node => Assert.Contains(node.Id, ids));
        Assert.All(drawing.Clusters, cluster => Assert.Contains(cluster.Id, ids));
    }

    [SkippableFact]
    public void A_page_shows_a_node_that_is_clicked_or_entered_and_finds_what_is_looked_for()
    {
        var page = Write("tests/cases/diagram/mounts.ini", DiagramFormat.Html, DiagramTheme.Auto);

        using var seen = JsonDocument.Parse(Npm.Run("page.mjs", page, "store"));

        var root = seen.RootElement;
        Assert.Equal("[]", root.GetProperty("errors").GetRawText());
        Assert.True(root.GetProperty("focusable").GetBoolean());
        var clicked = root.GetProperty("clicked");
        Assert.False(clicked.GetProperty("hidden").GetBoolean());
        Assert.Contains("egg:Store#main", clicked.GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.Contains("mounts.ini:35", clicked.GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.True(root.GetProperty("closed").GetProperty("hidden").GetBoolean());
        Assert.Equal(clicked.GetRawText(), root.GetProperty("entered").GetRawText());
        Assert.Equal("2 of 16", root.GetProperty("search").GetProperty("found").GetString());
        Assert.True(root.GetProperty("zoomed").GetBoolean());
    }

    [SkippableFact]
    public void A_page_is_a_picture_without_its_script()
    {
        var page = Write("tests/cases/diagram/mounts.ini", DiagramFormat.Html, DiagramTheme.Auto);

        using var seen = JsonDocument.Parse(Npm.Run("page.mjs", page, "store"));

        var still = seen.RootElement.GetProperty("withoutScript");
        Assert.True(still.GetProperty("bar").GetBoolean());
        Assert.Equal(16, still.GetProperty("nodes").GetInt32());
    }

    [SkippableFact]
    public void A_config_puts_nothing_into_a_page_but_text()
    {
        var page = Write("tests/cases/diagram/awkward.ini", DiagramFormat.Html, DiagramTheme.Auto);

        using var seen = JsonDocument.Parse(Npm.Run("page.mjs", page, "graph"));

        Assert.Equal("[]", seen.RootElement.GetProperty("errors").GetRawText());
        Assert.Contains("{{svg}} {{nodes}} #35; &amp; <b>bold</b> </script><script>alert(1)</script>", seen.RootElement.GetProperty("clicked").GetProperty("text").GetString(), StringComparison.Ordinal);
    }

    private static string Write(string name, DiagramFormat format, DiagramTheme theme) => DiagramSource.Write(DiagramSource.DrawNamed(name), format, new() { Theme = theme });
}
