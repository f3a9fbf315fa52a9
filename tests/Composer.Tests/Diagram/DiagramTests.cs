// SPDX-License-Identifier: MIT
namespace Composer.Tests.Diagrams;

public sealed class DiagramTests
{
    private const string Compute = "tests/cases/diagram/compute.ini";

    [Fact]
    public void A_large_composite_of_python_is_drawn_from_its_settings()
    {
        var drawing = DiagramSource.Draw(Compute);

        Assert.Equal((70, 69), (drawing.Nodes.Count(), drawing.Edges.Count()));
        Assert.Equal(["keystone", "noauth2", "noauth2", "keystone"], drawing.Clusters.Where(cluster => cluster.Kind == "variant").Select(cluster => cluster.Name));
    }

    [Fact]
    public void A_file_without_main_is_drawn_from_the_apps_that_nothing_else_leads_to() =>
        Assert.Equal(["#metadata", "#osapi_compute"], DiagramSource.Draw(Compute).Root.Branches.Select(branch => branch.Label));

    [Fact]
    public void A_named_app_is_drawn_alone()
    {
        var drawing = DiagramSource.Draw("tests/cases/diagram/mounts.ini", new() { Name = "admin" });

        Assert.Equal(["clients", "main", "auth", "zip", "store"], drawing.Nodes.Select(node => node.Name));
        Assert.Empty(drawing.Unused);
    }

    [Fact]
    public void A_named_filter_is_drawn_without_a_server() =>
        Assert.Equal(["clients", "outermost", "outer"], DiagramSource.Draw("tests/cases/diagram/parts.ini", new() { Name = "outer" }).Nodes.Select(node => node.Name));

    [Fact]
    public void Another_server_is_drawn_when_it_is_named() =>
        Assert.Equal("127.0.0.1:8080", DiagramSource.Draw("tests/cases/diagram/parts.ini", new() { Server = "other" }).Nodes.Single(node => node.Role == NodeRole.Server).Address);

    [Theory]
    [InlineData("", "127.0.0.1:8080")]
    [InlineData("[server:main]\nuse = egg:waitress#main\n", "0.0.0.0:8080")]
    [InlineData("[server:main]\nuse = egg:gunicorn#main\nworkers = 4\n", "127.0.0.1:8000")]
    [InlineData("[server:main]\nuse = egg:waitress#main\nunix_socket = /run/shop\n", "unix:/run/shop")]
    [InlineData("[server:main]\nuse = composer:http\nbind = 127.0.0.1:1, [::1]:2\n", "127.0.0.1:1, [::1]:2")]
    public void A_server_says_where_it_listens(string server, string address) =>
        Assert.Equal(address, DiagramSource.DrawText($"[app:main]\nuse = composer:test\n{server}").Nodes.Single(node => node.Role == NodeRole.Server).Address);

    [Fact]
    public void Mounts_stand_in_the_order_in_which_they_are_matched() =>
        Assert.Equal(
            ["shop.example.org:8080/old", "static.example.org/", "/shop/admin", "/shop", "/", "not found"],
            DiagramSource.Draw("tests/cases/diagram/mounts.ini").Root.All().Single(block => block.Branches.Count > 1).Branches.Select(branch => branch.Label));

    [Fact]
    public void Languages_and_crossings_are_those_that_serve()
    {
        var drawing = DiagramSource.DrawText("""
            [pipeline:main]
            pipeline = zip stamp auth shop
            [filter:zip]
            use = egg:Paste#gzip
            [filter:stamp]
            use = call:stamps:filter
            [filter:auth]
            use = egg:wsgi-composer#auth_basic
            [app:shop]
            use = egg:Shop
            """);

        Assert.Equal(["C#", "C#", "Python", "C#", "Python"], drawing.Nodes.Select(node => node.LanguageWord).Where(word => word.Length > 0));
        Assert.Equal(["stamp", "auth", "shop"], drawing.Edges.Where(edge => edge.IsCrossing).Select(edge => edge.To.Name));
        Assert.EndsWith("crosses between C# and Python 3 times", drawing.Summary(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_stands_in_for_paste_is_python_where_the_config_says_so() =>
        Assert.Contains(
            DiagramSource.DrawText("[composer]\nnative = false\n[app:main]\nuse = egg:Paste#static\ndocument_root = .\n").Nodes,
            node => node is { Role: NodeRole.App, Language: NodeLanguage.Python });

    [Theory]
    [InlineData(6, DiagramDirection.LeftToRight)]
    [InlineData(7, DiagramDirection.TopToBottom)]
    public void More_than_six_filters_in_a_row_are_drawn_downwards(int filters, DiagramDirection direction)
    {
        var names = string.Join(' ', Enumerable.Repeat("f", filters));

        var drawing = DiagramSource.DrawText($"[pipeline:main]\npipeline = {names} a\n[filter:f]\nuse = composer:lint\n[app:a]\nuse = composer:test\n");

        Assert.Equal(direction, drawing.Direction);
    }

    [Fact]
    public void A_section_that_is_used_again_says_which_one_it_is()
    {
        var nodes = DiagramSource.Draw("tests/cases/diagram/mounts.ini").Nodes.Where(node => node.Name == "zip").ToList();

        Assert.Equal([null, nodes[0].Id, nodes[0].Id], nodes.Select(node => node.SameAs));
    }

    [Fact]
    public void A_composite_that_mounts_itself_is_drawn_once()
    {
        var drawing = DiagramSource.DrawText("[composite:main]\nuse = call:shop:root\n/ = main\n/shop = shop\n[app:shop]\nuse = wsgi:shop:app\n");

        Assert.Equal(["clients", "main", "main", "shop", "main"], drawing.Nodes.Select(node => node.Name));
        Assert.Equal(NodeRole.Reference, drawing.Nodes.Last().Role);
    }

    [Theory]
    [InlineData(DiagramFormat.Text)]
    [InlineData(DiagramFormat.Mermaid)]
    [InlineData(DiagramFormat.Dot)]
    [InlineData(DiagramFormat.Svg)]
    [InlineData(DiagramFormat.Html)]
    [InlineData(DiagramFormat.Json)]
    public void No_format_shows_a_secret(DiagramFormat format)
    {
        var text = DiagramSource.Write(DiagramSource.Draw("tests/cases/diagram/mounts.ini"), format);

        Assert.DoesNotContain("swordfish", text, StringComparison.Ordinal);
    }

    [Fact]
    public void On_a_terminal_lines_end_where_it_ends()
    {
        var lines = DiagramSource.Write(DiagramSource.Draw("tests/cases/diagram/mounts.ini"), DiagramFormat.Text, new() { Width = 100 }).Split('\n').TakeWhile(line => line.Length > 0).ToList();

        Assert.All(lines, line => Assert.InRange(line.Length, 1, 100));
        Assert.Contains(lines, line => line.EndsWith('…'));
    }

    [Fact]
    public void Languages_have_colours_where_they_are_wanted() =>
        Assert.Contains("\e[34mC#\e[0m", DiagramSource.Write(DiagramSource.Draw("tests/cases/diagram/mounts.ini"), DiagramFormat.Text, new() { Ansi = true }), StringComparison.Ordinal);

    [Fact]
    public void What_resembles_an_entry_point_that_is_replaced_is_still_python() =>
        Assert.Contains(DiagramSource.DrawText("[app:main]\nuse = call:Paste:static\n").Nodes, node => node is { Role: NodeRole.App, Language: NodeLanguage.Python });

    [Theory]
    [InlineData(490, false)]
    [InlineData(500, true)]
    public void A_mermaid_diagram_with_more_arrows_than_mermaid_draws_says_so(int mounts, bool says)
    {
        var keys = string.Concat(Enumerable.Range(0, mounts).Select(i => $"/{i} = a\n"));
        var drawing = DiagramSource.DrawText($"[composite:main]\nuse = egg:Paste#urlmap\n{keys}[app:a]\nuse = composer:test\n");

        var text = DiagramSource.Write(drawing, DiagramFormat.Mermaid);

        Assert.Equal(says, text.Contains("maxEdges", StringComparison.Ordinal));
    }

    [Fact]
    public void Problems_come_with_the_picture() =>
        Assert.Equal(["no-such-section", "no-such-section"], DiagramSource.Draw("tests/cases/diagram/broken.ini").Problems.Select(problem => problem.Code));
}
