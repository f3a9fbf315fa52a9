// SPDX-License-Identifier: MIT
using System.Text.RegularExpressions;
using Composer.Tests.Architecture;

namespace Composer.Tests.Formats;

/// <summary>docs/config.md shows one config in three formats: the examples that are run, without what stands above them.</summary>
public sealed partial class ConfigPageTests
{
    [Theory]
    [InlineData("ini")]
    [InlineData("toml")]
    [InlineData("yaml")]
    public void It_shows_the_example(string suffix)
    {
        var page = File.ReadAllText(Repository.At("docs", "config.md"));
        var shown = Block().Matches(page).Single(match => match.Groups["file"].Value == $"config-examples/formats.{suffix}").Groups["text"].Value;

        var example = File.ReadAllLines(Repository.At("config-examples", $"formats.{suffix}")).SkipWhile(line => line.StartsWith('#'));

        Assert.Equal(string.Join('\n', example) + "\n", shown);
    }

    [GeneratedRegex(@"<!-- (?<file>\S+) -->\n```\w+\n(?<text>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();
}
