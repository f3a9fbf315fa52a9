// SPDX-License-Identifier: MIT
using System.Globalization;
using System.Text.Json;
using Composer.Config;
using Composer.Config.Toml;
using Composer.Tests.Architecture;

namespace Composer.Tests.Toml;

/// <summary>The public conformance suite of TOML 1.0, which lies beside the repository where it is present.</summary>
public sealed class TomlSuiteTests
{
    private static readonly string Suite = Path.GetFullPath(Repository.At("..", "shared", "data", "toml-test", "tests"));

    [SkippableFact]
    public void Every_valid_file_has_the_values_that_the_suite_expects()
    {
        var wrong = Files("valid/", ".toml").Where(file => Mistake(file) is not null).Select(file => $"{file}: {Mistake(file)}").ToList();

        Assert.Empty(wrong);
    }

    [SkippableFact]
    public void Every_invalid_file_is_refused_with_its_place()
    {
        var accepted = Files("invalid/", ".toml").Where(file => !IsRefused(file)).ToList();

        Assert.Empty(accepted);
    }

    private static List<string> Files(string prefix, string suffix)
    {
        Skip.IfNot(Directory.Exists(Suite), $"no {Suite}");
        var files = File.ReadAllLines(Path.Combine(Suite, "files-toml-1.0.0"))
            .Where(file => file.StartsWith(prefix, StringComparison.Ordinal) && file.EndsWith(suffix, StringComparison.Ordinal))
            .ToList();
        Assert.True(files.Count > 150, $"{files.Count} files");
        return files;
    }

    private static (TableValue Root, SyntaxProblems Problems) Read(string file)
    {
        var problems = new SyntaxProblems(file);
        var text = problems.Decode(File.ReadAllBytes(Path.Combine(Suite, file)));
        var root = text is null ? new TableValue(new Source(file)) : TomlParser.Parse(text, file, problems).Root;
        return (root, problems);
    }

    private static bool IsRefused(string file)
    {
        var problems = Read(file).Problems;
        return problems.HasErrors && problems.Sorted.All(problem => problem.Source.Line > 0);
    }

    private static string? Mistake(string file)
    {
        var (root, problems) = Read(file);
        if (problems.HasErrors)
        {
            return problems.Sorted[0].ToString();
        }
        using var expected = JsonDocument.Parse(File.ReadAllText(Path.Combine(Suite, Path.ChangeExtension(file, ".json"))));
        return IsSame(root, expected.RootElement) ? null : "other values";
    }

    private static bool IsSame(ConfigValue value, JsonElement expected) => value switch
    {
        Scalar scalar => expected.ValueKind == JsonValueKind.Object && expected.TryGetProperty("type", out var type) && IsSame(scalar, type.GetString(), expected.GetProperty("value").GetString()),
        ListValue list => expected.ValueKind == JsonValueKind.Array && list.Items.Count == expected.GetArrayLength() && list.Items.Zip(expected.EnumerateArray(), IsSame).All(same => same),
        TableValue table => expected.ValueKind == JsonValueKind.Object && table.Entries.Count == expected.EnumerateObject().Count()
            && expected.EnumerateObject().All(entry => table[entry.Name] is { } found && IsSame(found.Value, entry.Value)),
        _ => false,
    };

    private static bool IsSame(Scalar scalar, string? type, string? text) => (type, scalar.Kind) switch
    {
        ("string", ScalarKind.String) => Equals(scalar.Value, text),
        ("integer", ScalarKind.Integer) => Equals(scalar.Value, long.Parse(text!, CultureInfo.InvariantCulture)),
        ("float", ScalarKind.Float) => Equals(scalar.Value, Double(text!)),
        ("bool", ScalarKind.Boolean) => Equals(scalar.Value, text == "true"),
        ("datetime", ScalarKind.OffsetDateTime) => Equals(scalar.Value, DateTimeOffset.Parse(text!, CultureInfo.InvariantCulture)),
        ("datetime-local", ScalarKind.LocalDateTime) => Equals(scalar.Value, DateTime.Parse(text!, CultureInfo.InvariantCulture)),
        ("date-local", ScalarKind.LocalDate) => Equals(scalar.Value, DateOnly.Parse(text!, CultureInfo.InvariantCulture)),
        ("time-local", ScalarKind.LocalTime) => Equals(scalar.Value, TimeOnly.Parse(text!, CultureInfo.InvariantCulture)),
        _ => false,
    };

    private static double Double(string text) => text switch
    {
        "inf" or "+inf" => double.PositiveInfinity,
        "-inf" => double.NegativeInfinity,
        "nan" or "+nan" or "-nan" => double.NaN,
        _ => double.Parse(text, CultureInfo.InvariantCulture),
    };
}
