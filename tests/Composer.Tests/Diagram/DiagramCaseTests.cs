// SPDX-License-Identifier: MIT
using Composer.Tests.Architecture;

namespace Composer.Tests.Diagrams;

/// <summary>Compares diagrams with the files beside their configs in tests/cases/diagram; UPDATE_CASES=1 writes these.</summary>
public sealed class DiagramCaseTests
{
    public static TheoryData<string, string, DiagramFormat> Cases => new()
    {
        { "mounts", "txt", DiagramFormat.Text },
        { "mounts", "mmd", DiagramFormat.Mermaid },
        { "mounts", "dot", DiagramFormat.Dot },
        { "mounts", "svg", DiagramFormat.Svg },
        { "mounts", "json", DiagramFormat.Json },
        { "parts", "txt", DiagramFormat.Text },
        { "parts", "svg", DiagramFormat.Svg },
        { "compute", "txt", DiagramFormat.Text },
        { "broken", "txt", DiagramFormat.Text },
        { "broken", "mmd", DiagramFormat.Mermaid },
        { "awkward", "mmd", DiagramFormat.Mermaid },
        { "awkward", "dot", DiagramFormat.Dot },
        { "awkward", "svg", DiagramFormat.Svg },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_config_is_drawn_as_its_case_shows(string name, string ending, DiagramFormat format)
    {
        var expected = Repository.At("tests", "cases", "diagram", $"{name}.{ending}");

        var actual = DiagramSource.Write(DiagramSource.Draw($"tests/cases/diagram/{name}.ini"), format);
        if (Environment.GetEnvironmentVariable("UPDATE_CASES") == "1")
        {
            File.WriteAllText(expected, actual);
        }

        Assert.Equal(File.ReadAllText(expected), actual);
    }
}
