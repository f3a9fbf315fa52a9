// SPDX-License-Identifier: MIT
using System.Text.RegularExpressions;
using Composer.Tests.Cli;
using Composer.Tests.RealApps;

namespace Composer.Tests.Architecture;

/// <summary>The recipe of a skin over a site that runs elsewhere, as docs/recipes.md shows it.</summary>
public sealed partial class SkinRecipeTests
{
    [SkippableFact]
    public async Task A_site_that_runs_elsewhere_gets_its_skin()
    {
        Skip.IfNot(ServedSite.HasModule("paste"), "Debian's python3-paste is not installed");
        var recipes = Repository.At("config-examples", "recipes");
        var port = BackgroundProgram.FreePort();
        await using var elsewhere = await BackgroundProgram.StartAsync(
            "/usr/bin/python3", recipes, "Serving HTTP on", "-u", "-m", "http.server", $"{port}", "--bind", "127.0.0.1", "--directory", Path.Combine(recipes, "catalogue"));
        using var folder = new TemporaryFolder();
        File.Copy(Path.Combine(recipes, "catalogue.xsl"), Path.Combine(folder.Path, "catalogue.xsl"));
        var shown = Shown().Match(await File.ReadAllTextAsync(Repository.At("docs", "recipes.md"))).Groups["config"].Value;
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "site.ini"), shown.Replace("127.0.0.1:8081", $"127.0.0.1:{port}", StringComparison.Ordinal));

        await using var site = await ComposeProcess.ServeAsync(folder.Path, "--config", "site.ini", "serve", "-b", "127.0.0.1:0", "--python", "/usr/bin/python3");
        using var client = new HttpClient();
        using var answer = await client.GetAsync(new Uri(site.Address, "sea.xml"));
        var page = await answer.Content.ReadAsStringAsync();

        Assert.Equal("text/html", answer.Content.Headers.ContentType?.MediaType);
        Assert.Matches(@"<ul>\s*<li>", page);
    }

    [GeneratedRegex(@"```ini\n(?<config>\[pipeline:main\]\npipeline = skin elsewhere\n.*?)```", RegexOptions.Singleline)]
    private static partial Regex Shown();
}
