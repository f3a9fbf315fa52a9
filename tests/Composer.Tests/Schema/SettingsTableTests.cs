// SPDX-License-Identifier: MIT
using System.Reflection;
using Composer.Tests.Architecture;

namespace Composer.Tests.Schema;

/// <summary>The tables of settings in the manual, which are made from the options records.</summary>
public sealed class SettingsTableTests
{
    private const string Start = "<!-- settings: generated, UPDATE_CASES=1 dotnet test writes them -->\n";
    private const string End = "<!-- end of settings -->\n";

    private static readonly Registry Registry = new(Assembly.Load("Composer.Middleware"), Assembly.Load("Composer.Servers"));

    public static TheoryData<string> Names => [.. Registry.Components.Where(component => component.Settings.Count > 0).Select(component => component.Name).Distinct()];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_page_has_the_table_of_its_component(string name)
    {
        var components = Registry.Components.Where(component => component.Name == name).ToList();

        AssertCurrent(
            Repository.At("docs", components.TrueForAll(component => component.Kind == ComponentKind.Server) ? "servers" : "middleware", $"{name}.md"),
            string.Join('\n', components.Select(SettingsTable.Of)));
    }

    [Fact]
    public void The_page_of_the_config_file_has_the_table_of_the_whole_site() => AssertCurrent(Repository.At("docs", "config.md"), SettingsTable.OfWholeSite());

    [Theory]
    [InlineData("compress", "| `minimum_size` | size | `512` | Shorter bodies are left alone: they would grow. |")]
    [InlineData("compress", "| `level` (`compress_level`) | 1 to 9 | `6` | Level of gzip: 1 is fastest, 9 is smallest. |")]
    [InlineData("http", "| `max_request_body_size` | size | `1 GiB` |")]
    [InlineData("respond", "| `headers.NAME` (`header.NAME`) | text | none | More headers")]
    [InlineData("static", "| `document_root` (`root`) | text | required |")]
    [InlineData("static", "| `precompressed` | list of `br`, `gzip`, `zstd` | `br gzip` |")]
    [InlineData("static", "| `follow` | `within`, `all`, `none` | `within` |")]
    [InlineData("urlmap", "| any other | app | none |")]
    [InlineData("error_catcher", "`[DEFAULT]` counts, too. |")]
    public void A_row_says_name_type_default_and_meaning(string name, string row) =>
        Assert.Contains(row, SettingsTable.Of(Registry.Components.First(component => component.Name == name)), StringComparison.Ordinal);

    private static void AssertCurrent(string page, string table)
    {
        var text = File.ReadAllText(page);
        var (from, to) = (text.IndexOf(Start, StringComparison.Ordinal), text.IndexOf(End, StringComparison.Ordinal));
        Assert.True(0 <= from && from < to, $"{page} lacks the lines\n{Start}{End}");
        var current = text[..from] + Start + table + text[to..];

        if (Environment.GetEnvironmentVariable("UPDATE_CASES") == "1")
        {
            File.WriteAllText(page, current);
        }

        Assert.Equal(current, File.ReadAllText(page));
    }
}
