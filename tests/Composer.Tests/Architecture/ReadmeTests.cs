// SPDX-License-Identifier: MIT
using System.Text.RegularExpressions;
using Composer.Tests.Diagrams;

namespace Composer.Tests.Architecture;

public sealed class ReadmeTests
{
    private static string[] Readme => File.ReadAllLines(Repository.At("README.md"));

    [Fact]
    public void It_begins_with_an_example_that_the_tests_run()
    {
        var example = File.ReadAllLines(Repository.At("config-examples", "numbers.ini"));
        var header = example.TakeWhile(line => line.StartsWith('#')).ToList();
        var blocks = string.Join('\n', Readme).Split("```");

        Assert.Equal("ini\n" + string.Join('\n', example.Skip(header.Count)) + "\n", blocks[1]);
        Assert.Equal($"sh\n./{After(header, "# Run:")}\n{After(header, "# Try:")}\n", blocks[3]);
    }

    [Fact]
    public void It_carries_the_diagram_of_its_example()
    {
        var blocks = File.ReadAllText(Repository.At("README.md")).Split("```");
        var expected = $"mermaid\n{DiagramSource.Write(DiagramSource.Draw("config-examples/numbers.ini"), DiagramFormat.Mermaid)}";
        if (Environment.GetEnvironmentVariable("UPDATE_CASES") == "1")
        {
            blocks[5] = expected;
            File.WriteAllText(Repository.At("README.md"), string.Join("```", blocks));
        }

        Assert.Equal(expected, blocks[5]);
    }

    [Fact]
    public void It_is_no_longer_than_150_lines() => Assert.InRange(Readme.Length, 1, 150);

    [Theory]
    [InlineData("README.md")]
    [InlineData("docs")]
    public void Links_between_pages_lead_somewhere(string where)
    {
        var pages = where.EndsWith(".md", StringComparison.Ordinal) ? [where] : Repository.Files(where, "*.md");

        Assert.All(pages, page => Assert.All(Links(page), link => Assert.True(
            Path.Exists(Path.Combine(Repository.Root, Path.GetDirectoryName(page) ?? "", link)), $"{page} links to {link}")));
    }

    private static IEnumerable<string> Links(string page) =>
        Regex.Matches(Regex.Replace(File.ReadAllText(Repository.At(page)), "`[^`\n]*`", ""), @"\]\(([^)#:\s]+)(?:#[^)]*)?\)").Select(match => match.Groups[1].Value);

    private static string After(List<string> header, string word) => header.First(line => line.StartsWith(word, StringComparison.Ordinal))[word.Length..].Trim();
}
