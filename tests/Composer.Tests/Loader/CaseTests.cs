// SPDX-License-Identifier: MIT
using System.Text;

namespace Composer.Tests.Loader;

/// <summary>Runs <c>tests/cases/config/*.case</c>: a config, a line <c>----</c>, then what it means; UPDATE_CASES=1 writes that part.</summary>
/// <remarks>
/// After <c>----</c> stands the tree of <c>compose show</c> and what <c>compose check</c> reports; after <c>---- json</c>, <c>compose show --json</c>.
/// A line <c>==== other.ini</c> begins another file; <c>==== site.toml name=value</c> as the first line names the first one and passes variables.
/// </remarks>
public sealed class CaseTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("composer-case-").FullName;

    public static TheoryData<string> Names =>
        [.. ConfigCase.Names];

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Theory]
    [MemberData(nameof(Names))]
    public void A_config_means_what_its_case_says(string name)
    {
        var @case = ConfigCase.Read(name);
        @case.WriteFiles(_directory);

        var actual = $"{@case.Config}\n{@case.Mark}\n{Run(@case)}";
        if (Environment.GetEnvironmentVariable("UPDATE_CASES") == "1")
        {
            File.WriteAllText(@case.Path, actual);
        }

        Assert.Equal(File.ReadAllText(@case.Path), actual);
    }

    private string Run(ConfigCase @case)
    {
        var options = new GraphOptions { EntryPoints = new ShopEntryPoints(), Environment = ConfigCase.Environment };
        var graph = Graph.Load(Path.Combine(_directory, @case.Main), @case.Variables, options);
        return @case.Mark == "----" ? Text(graph) : Json(graph);
    }

    private string Text(Graph graph)
    {
        using var writer = new StringWriter();
        GraphText.Write(writer, graph.Objects);
        foreach (var diagnostic in graph.Diagnostics)
        {
            writer.Write($"{diagnostic}\n");
        }
        return writer.ToString().Replace(_directory + "/", "", StringComparison.Ordinal);
    }

    private string Json(Graph graph)
    {
        using var stream = new MemoryStream();
        GraphJson.Write(stream, graph);
        return Encoding.UTF8.GetString(stream.ToArray()).Replace(_directory, "/srv", StringComparison.Ordinal) + "\n";
    }
}
