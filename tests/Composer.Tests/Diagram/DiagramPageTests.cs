// SPDX-License-Identifier: MIT
using Composer.Tests.Architecture;

namespace Composer.Tests.Diagrams;

/// <summary>What docs/diagrams.md shows is what the command writes; UPDATE_CASES=1 writes it anew.</summary>
public sealed class DiagramPageTests
{
    private const string Example = "config-examples/site.ini";
    private const string Picture = "docs/diagrams/site.svg";
    private const string Page = "docs/diagrams.md";

    private static bool IsUpdate => Environment.GetEnvironmentVariable("UPDATE_CASES") == "1";

    [Fact]
    public void The_manual_shows_the_picture_of_an_example()
    {
        var actual = DiagramSource.Write(DiagramSource.Draw(Example), DiagramFormat.Svg);
        if (IsUpdate)
        {
            File.WriteAllText(Repository.At(Picture), actual);
        }

        Assert.Equal(File.ReadAllText(Repository.At(Picture)), actual);
    }

    [Fact]
    public void The_manual_shows_the_tree_of_the_same_example()
    {
        var blocks = File.ReadAllText(Repository.At(Page)).Split("```");
        var actual = "\n" + DiagramSource.Write(DiagramSource.Draw(Example), DiagramFormat.Text);
        if (IsUpdate)
        {
            blocks[3] = actual;
            File.WriteAllText(Repository.At(Page), string.Join("```", blocks));
        }

        Assert.Equal(blocks[3], actual);
    }
}
