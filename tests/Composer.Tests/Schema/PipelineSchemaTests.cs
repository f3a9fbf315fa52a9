// SPDX-License-Identifier: MIT
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Composer.Tests.Architecture;
using Composer.Tests.Cli;

namespace Composer.Tests.Schema;

public sealed class PipelineSchemaTests
{
    private static readonly string File = Repository.At("pipeline.schema.json");

    public static TheoryData<string> Negative => [.. Repository.Files("tests/cases/schema/negative", "*.yaml")];

    [Fact]
    public void The_file_at_the_root_is_what_the_command_prints()
    {
        if (Environment.GetEnvironmentVariable("UPDATE_CASES") == "1")
        {
            System.IO.File.WriteAllText(File, SchemaValidator.Schema);
        }

        Assert.True(SchemaValidator.Schema == System.IO.File.ReadAllText(File), "pipeline.schema.json is stale: compose schema > pipeline.schema.json");
    }

    [Fact]
    public async Task The_command_prints_the_schema()
    {
        var end = await ComposeProcess.RunAsync(Repository.Root, "schema");

        Assert.Equal((0, SchemaValidator.Schema), (end.ExitCode, end.Output));
    }

    [Fact]
    public async Task The_command_prints_the_table_of_one_component()
    {
        var end = await ComposeProcess.RunAsync(Repository.Root, "schema", "--docs", "gzip");

        Assert.Contains("| `level` (`compress_level`) | 1 to 9 | `6` |", end.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_command_knows_what_a_misspelt_component_is_called()
    {
        var end = await ComposeProcess.RunAsync(Repository.Root, "schema", "--docs", "compres");

        Assert.Equal(2, end.ExitCode);
        Assert.Contains("hint: compose schema --docs compress", end.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Everything_that_can_be_written_is_described()
    {
        var schema = JsonNode.Parse(SchemaValidator.Schema)!; // it is an object
        var properties = schema["definitions"]!.AsObject().SelectMany(definition => definition.Value!["properties"]?.AsObject().Select(property => (definition.Key, property)) ?? []);

        Assert.All(properties, found => Assert.Matches("[^:]$", (string?)found.property.Value?["description"] ?? ""));
    }

    [SkippableFact]
    public void Every_example_is_right()
    {
        var documents = Examples().ToDictionary(file => file, Document);

        Assert.All(SchemaValidator.Validate(documents), result => Assert.True(result.Value.Length == 0, $"{result.Key}: {string.Join(' ', result.Value)}"));
    }

    [SkippableFact]
    public void A_wrong_file_is_refused_at_the_place_that_is_wrong()
    {
        var documents = Repository.Files("tests/cases/schema/negative", "*.yaml").ToDictionary(file => file, Document);

        var results = SchemaValidator.Validate(documents);

        Assert.All(results, result => Assert.Equal(Expected(result.Key), result.Value));
    }

    [Theory]
    [MemberData(nameof(Negative))]
    public void A_wrong_file_is_refused_by_the_loader_too(string file)
    {
        using var folder = new ConfigFolder();

        var refusals = LoaderRefusals.Of(folder.Write("site.yaml", System.IO.File.ReadAllText(Repository.At(file))));

        Assert.NotEmpty(refusals);
    }

    [Theory]
    [InlineData(1, 9, "^([1-9])$")]
    [InlineData(0, 65535, null)]
    [InlineData(17, 4321, null)]
    [InlineData(200, 599, null)]
    [InlineData(256, 16777216, null)]
    public void A_pattern_takes_exactly_the_numbers_of_its_range(int least, int greatest, string? expected)
    {
        var pattern = $"^({DigitPattern.Between(least, greatest)})$";

        Assert.Equal(expected ?? pattern, pattern);
        int[] near = [0, 1, least - 1, least, least + 1, greatest - 1, greatest, greatest + 1, greatest * 10];
        Assert.All(
            near.Concat(Enumerable.Range(0, 3000).Select(i => i * 7)).Where(number => number >= 0),
            number => Assert.Equal(number >= least && number <= greatest, Regex.IsMatch($"{number}", pattern)));
    }

    private static IEnumerable<string> Examples() =>
        Repository.Files("config-examples", "*.ini").Concat(Repository.Files("config-examples", "*.yaml"));

    private static JsonNode Document(string file) =>
        file.EndsWith(".ini", StringComparison.Ordinal) ? IniProjection.Of(Repository.At(file)) : JsonValue.Create(System.IO.File.ReadAllText(Repository.At(file)));

    // The first line: # /filter/zip/levle
    private static string[] Expected(string file) => System.IO.File.ReadLines(Repository.At(file)).First()[2..].Split(' ');
}
