// SPDX-License-Identifier: MIT
using System.Text;
using Composer.Config;
using Composer.Tests.Architecture;

namespace Composer.Tests.Loader;

/// <summary>Runs <c>tests/cases/config/*.case</c>: a config, a line <c>----</c>, then what it means; UPDATE_CASES=1 writes that part.</summary>
/// <remarks>
/// After <c>----</c> stands the tree of <c>compose show</c> and what <c>compose check</c> reports; after <c>---- json</c>, <c>compose show --json</c>.
/// A line <c>==== other.ini</c> begins another file; <c>==== site.ini name=value</c> as the first line passes variables.
/// </remarks>
public sealed class CaseTests : IDisposable
{
    private static readonly Dictionary<string, string> Variables = new() { ["PORT"] = "8080", ["PASSWORD"] = "50%" };
    private readonly string _directory = Directory.CreateTempSubdirectory("composer-case-").FullName;

    public static TheoryData<string> Names =>
        [.. Directory.GetFiles(Repository.At("tests", "cases", "config"), "*.case").Select(Path.GetFileNameWithoutExtension).OfType<string>().Order(StringComparer.Ordinal)];

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Theory]
    [MemberData(nameof(Names))]
    public void A_config_means_what_its_case_says(string name)
    {
        var path = Repository.At("tests", "cases", "config", name + ".case");
        var lines = File.ReadAllText(path).Split('\n');
        var mark = Array.FindIndex(lines, line => line is "----" or "---- json");
        var config = lines[..mark];

        var actual = $"{string.Join('\n', config)}\n{lines[mark]}\n{Run(config, isJson: lines[mark] != "----")}";
        if (Environment.GetEnvironmentVariable("UPDATE_CASES") == "1")
        {
            File.WriteAllText(path, actual);
        }

        Assert.Equal(File.ReadAllText(path), actual);
    }

    private string Run(string[] config, bool isJson)
    {
        var variables = config[0].StartsWith("==== site.ini", StringComparison.Ordinal) ? config[0].Split(' ')[2..] : [];
        WriteFiles(config);
        var passed = Conf.Of(variables.Select(word => word.Split('=', 2)).Select(pair => KeyValuePair.Create(pair[0], pair[1])), "command line");
        var options = new GraphOptions { EntryPoints = new ShopEntryPoints(), Environment = Variables.GetValueOrDefault };
        var graph = Graph.Load(Path.Combine(_directory, "site.ini"), passed, options);
        return isJson ? Json(graph) : Text(graph);
    }

    private void WriteFiles(string[] lines)
    {
        var file = "site.ini";
        var text = new StringBuilder();
        foreach (var line in lines)
        {
            if (line.StartsWith("==== ", StringComparison.Ordinal))
            {
                Flush();
                file = line.Split(' ')[1];
                continue;
            }
            text.Append(line).Append('\n');
        }
        Flush();

        void Flush()
        {
            if (text.Length > 0)
            {
                var path = Path.Combine(_directory, file);
                Directory.CreateDirectory(Path.GetDirectoryName(path)!); // a file in a folder has one
                File.WriteAllText(path, text.ToString());
                text.Clear();
            }
        }
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
