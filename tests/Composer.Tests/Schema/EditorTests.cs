// SPDX-License-Identifier: MIT
using System.Text.Json.Nodes;
using Composer.Tests.Architecture;
using Composer.Tests.Cli;

namespace Composer.Tests.Schema;

/// <summary>What editors make of the schema: yaml-language-server (VS Code, Neovim …) and Taplo (Even Better TOML).</summary>
public sealed class EditorTests : IDisposable
{
    private const string Yaml = "# yaml-language-server: $schema=./pipeline.schema.json\n";
    private const string Toml = "#:schema ./pipeline.schema.json\n";

    private readonly ConfigFolder _folder = new();

    public EditorTests() => _folder.Write("pipeline.schema.json", SchemaValidator.Schema);

    public void Dispose() => _folder.Dispose();

    [SkippableFact]
    public void An_editor_for_YAML_completes_explains_and_checks()
    {
        var seen = Look(new()
        {
            ["table"] = "filter:\n  |",
            ["use"] = "filter:\n  zip:\n    use: |",
            ["settings"] = "filter:\n  zip:\n    use: composer:compress\n    |",
            ["words"] = "filter:\n  zip:\n    use: composer:compress\n    flush: |",
            ["examples"] = "app:\n  main:\n    use: composer:redirect\n    to: |",
            ["hover"] = "filter:\n  zip:\n    use: composer:compress\n    le|vel: 9\n",
            ["alias"] = "filter:\n  zip:\n    use: composer:gzip\n    br_le|vel: 9\n",
            ["python"] = "app:\n  main:\n    use: call:shop:make\n    anything: {a: [1, {b: 2}]}\n|",
            ["wrong"] = "filter:\n  zip:\n    use: composer:compress\n    levle: 9\n    level: 12\napp:\n  a:\n    use: composer:rspond\n  b:\n    use: composer:redirect\n|",
        });

        Assert.Contains("composer:compress", Labels(seen, "table"));
        Assert.Contains("composer:compress", Labels(seen, "use"));
        Assert.DoesNotContain("composer:respond", Labels(seen, "use"));
        Assert.Contains("minimum_size", Labels(seen, "settings"));
        Assert.DoesNotContain("compress_level", Labels(seen, "settings"));
        Assert.Equal(["auto", "always"], Labels(seen, "words"));
        Assert.Contains("https://example.org/new", Labels(seen, "examples"));
        Assert.Contains("Level of gzip: 1 is fastest, 9 is smallest.", Hover(seen, "hover"), StringComparison.Ordinal);
        Assert.Contains("1 to 9, default 6", Hover(seen, "hover"), StringComparison.Ordinal);
        Assert.Contains("Level of Brotli: 0 is fastest", Hover(seen, "alias"), StringComparison.Ordinal);
        Assert.Empty(Diagnostics(seen, "python"));
        Assert.Collection(
            Diagnostics(seen, "wrong"),
            one => Assert.Equal("5: Property levle is not allowed.", one),
            one => Assert.Equal("6: Value is above the maximum of 9.", one),
            one => Assert.StartsWith("9: Value is not accepted. Valid values: \"composer:", one, StringComparison.Ordinal),
            one => Assert.Equal("10: Missing property \"to\".", one));
    }

    [SkippableFact]
    public void Every_example_in_YAML_is_right_in_an_editor()
    {
        var texts = Repository.Files("config-examples", "*.yaml").ToDictionary(file => Path.GetFileNameWithoutExtension(file), file => File.ReadAllText(Repository.At(file)).Replace("|", "", StringComparison.Ordinal) + "|");

        Assert.All(Look(texts), seen => Assert.Empty(Diagnostics(seen.Value!)));
    }

    [SkippableFact]
    public void Every_example_in_TOML_is_right_for_Taplo()
    {
        foreach (var file in Repository.Files("config-examples", "*.toml"))
        {
            _folder.Write(Path.GetFileName(file), Toml + File.ReadAllText(Repository.At(file)));
        }

        var (exitCode, error) = Taplo("*.toml");

        Assert.True(exitCode == 0, error);
    }

    [SkippableFact]
    public void Taplo_refuses_what_is_wrong()
    {
        _folder.Write("wrong.toml", Toml + "[filter.zip]\nuse = 'composer:compress'\nlevle = 9\nlevel = 12\n");

        var (exitCode, error) = Taplo("wrong.toml");

        Assert.Equal(1, exitCode);
        Assert.Contains("12 is greater than the maximum of 9", error, StringComparison.Ordinal);
        Assert.Contains("'levle' was unexpected", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Yaml)]
    [InlineData(Toml)]
    public void The_manual_shows_the_line_that_works_here(string line) =>
        Assert.Contains($"`{line.TrimEnd()}`", File.ReadAllText(Repository.At("docs", "schema.md")), StringComparison.Ordinal);

    [SkippableFact]
    public void Taplo_finds_the_schema_as_the_manual_says()
    {
        var page = File.ReadAllText(Repository.At("docs", "schema.md"));
        _folder.Write("taplo.toml", page.Split("```toml\n")[1].Split("```")[0]);
        _folder.Write("site.toml", "[filter.zip]\nuse = 'composer:compress'\nlevel = 12\n");

        Assert.Equal(1, Taplo("site.toml").ExitCode);
    }

    private JsonObject Look(Dictionary<string, string> texts)
    {
        var input = new JsonObject { ["folder"] = _folder.Path, ["texts"] = new JsonObject(texts.Select(text => KeyValuePair.Create(text.Key, (JsonNode?)(Yaml + text.Value)))) };
        return JsonNode.Parse(SchemaValidator.Npm.Run("editor.mjs", input.ToJsonString()))!.AsObject(); // the script prints an object
    }

    private (int ExitCode, string Error) Taplo(string files)
    {
        var cli = Path.Combine(SchemaValidator.Npm.Path, "node_modules", "@taplo", "cli", "dist", "cli.js");
        var (exitCode, output, error) = Tool.Run("node", _folder.Path, "", cli, "lint", files);
        return (exitCode, output + error);
    }

    private static string[] Labels(JsonObject seen, string name) => Texts(seen[name]!["completion"]!);

    private static string Hover(JsonObject seen, string name) => (string)seen[name]!["hover"]!;

    private static string[] Diagnostics(JsonObject seen, string name) => Diagnostics(seen[name]!);

    private static string[] Diagnostics(JsonNode seen) => [.. Texts(seen["diagnostics"]!).OrderBy(text => int.Parse(text.Split(':')[0], System.Globalization.CultureInfo.InvariantCulture))];

    private static string[] Texts(JsonNode list) => [.. list.AsArray().Select(item => (string)item!)];
}
