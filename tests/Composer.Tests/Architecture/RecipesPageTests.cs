// SPDX-License-Identifier: MIT
using System.Text.RegularExpressions;

namespace Composer.Tests.Architecture;

/// <summary>docs/recipes.md shows every recipe of config-examples as it is run, and what to try with it. <c>UPDATE_CASES=1</c> writes it anew.</summary>
public sealed partial class RecipesPageTests
{
    private static readonly string Page = Repository.At("docs", "recipes.md");

    [Fact]
    public void It_shows_every_recipe_and_what_to_try()
    {
        var page = File.ReadAllText(Page);
        var shown = Included().Replace(page, match => Shown(match.Groups["file"].Value));

        if (Environment.GetEnvironmentVariable("UPDATE_CASES") == "1")
        {
            File.WriteAllText(Page, shown);
            page = shown;
        }

        Assert.Equal(shown, page);
        Assert.Equal(Repository.Files("config-examples/recipes", "*.ini"), Included().Matches(page).Select(match => match.Groups["file"].Value).Order(StringComparer.Ordinal));
    }

    private static string Shown(string file)
    {
        var lines = File.ReadAllLines(Repository.At(file));
        var header = lines.TakeWhile(line => line.StartsWith('#')).ToList();
        var commands = header.Where(line => line.StartsWith("# Try:", StringComparison.Ordinal)).Select(line => line[6..].Trim());
        return $"<!-- {file} -->\n```ini\n{string.Join('\n', lines.Skip(header.Count))}\n```\n```sh\n{string.Join('\n', commands)}\n```\n";
    }

    [GeneratedRegex(@"<!-- (?<file>config-examples/recipes/\S+) -->\n(```ini\n.*?```\n```sh\n.*?```\n)?", RegexOptions.Singleline)]
    private static partial Regex Included();
}
