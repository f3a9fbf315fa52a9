// SPDX-License-Identifier: MIT
using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using Composer.Tests.Architecture;

namespace Composer.Tests.Loader;

/// <summary>The same configs through Paste Deploy and through the resolver.</summary>
public sealed class PasteDeployTests : IDisposable
{
    private const string Python = "/usr/bin/python3";
    private const string Packages = "/usr/lib/python3/dist-packages";
    private const int Configs = 300;

    private static readonly string[] OnlyOurs = ["section", "file", "factory", "origin", "dropped"];

    private readonly string _directory = Directory.CreateTempSubdirectory("composer-paste-").FullName;

    private readonly GraphOptions _options;

    public PasteDeployTests()
    {
        _options = new GraphOptions { EntryPoints = new InstalledEntryPoints(new PythonPackages(() => [_directory, Packages]), new Registry()) };
        Copy("recorder.py", "recorder.py");
        Directory.CreateDirectory(Path.Combine(_directory, "Recorder-1.0.dist-info"));
        Copy("recorder_entry_points.txt", "Recorder-1.0.dist-info/entry_points.txt");
        File.WriteAllText(Path.Combine(_directory, "Recorder-1.0.dist-info", "METADATA"), "Metadata-Version: 2.1\nName: Recorder\nVersion: 1.0\n");
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [SkippableFact]
    public void Generated_configs_mean_what_they_mean_to_Paste_Deploy()
    {
        var questions = Enumerable.Range(1, Configs).SelectMany(Generate).ToList();

        Compare(questions);
    }

    [SkippableFact]
    public void Odd_configs_mean_what_they_mean_to_Paste_Deploy()
    {
        var questions = OddConfigs.All.Index().SelectMany(config => Ask($"odd{config.Index}", config.Item, [], ["main", "a", "", "x y"], ["f"])).ToList();

        Compare(questions);
    }

    private void Compare(List<Question> questions)
    {
        Skip.IfNot(Directory.Exists(Path.Combine(Packages, "paste", "deploy")), "python3-pastedeploy is not installed");
        var theirs = AskPasteDeploy(questions);
        var differences = new StringBuilder();
        var count = 0;

        foreach (var (question, expected) in questions.Zip(theirs))
        {
            Assert.NotNull(expected);
            var actual = Text(Ours(question));
            if (actual != Text(expected) && count++ < 5)
            {
                differences.Append(question.Config).Append($"\n---- {question.Kind} '{question.Name}' {question.GlobalConf.ToJsonString()}\nPaste Deploy: {Text(expected)}\nComposer:     {actual}\n\n");
            }
        }

        Assert.True(count == 0, $"{count} of {questions.Count} differ\n{differences}");
    }

    private IEnumerable<Question> Generate(int seed)
    {
        var generator = new ConfigGenerator(seed);
        var folder = $"c{seed}";
        Write(folder, "inc.ini", generator.Write("site.ini"));
        JsonObject globalConf = (seed % 4) switch { 0 => new() { ["d"] = "passed", ["caller"] = "%%d" }, 1 => new() { ["caller"] = "1", ["x"] = "hides" }, 2 => new() { ["here"] = "/x" }, _ => [] };
        return Ask(folder, generator.Write("inc.ini"), globalConf, ConfigGenerator.AppNames, ConfigGenerator.FilterNames);
    }

    private IEnumerable<Question> Ask(string folder, string config, JsonObject globalConf, string[] apps, string[] filters)
    {
        var path = Write(folder, "site.ini", config);
        foreach (var (kind, names) in new[] { (ObjectKind.App, apps), (ObjectKind.Filter, filters), (ObjectKind.Server, ["main"]) })
        {
            foreach (var name in names)
            {
                yield return new Question(path, config, kind, name, globalConf);
            }
        }
    }

    private string Write(string folder, string file, string text)
    {
        var path = Path.Combine(_directory, folder, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!); // a file in a folder has one
        File.WriteAllText(path, text, new UTF8Encoding(false));
        return path;
    }

    private JsonNode Ours(Question question)
    {
        var globalConf = Conf.Of(question.GlobalConf.Select(pair => KeyValuePair.Create(pair.Key, pair.Value!.ToString()))); // all values are strings
        var graph = Graph.Load(question.Path, globalConf, _options);
        var node = question.Kind switch { ObjectKind.App => graph.App(question.Name), ObjectKind.Filter => graph.Filter(question.Name), _ => graph.Server(question.Name) };
        using var stream = new MemoryStream();
        GraphJson.Write(stream, graph, [new GraphObject(question.Kind, "it", node)]);
        var json = JsonNode.Parse(stream.ToArray())!; // we wrote it
        var ours = json["objects"]![question.Kind.ToString().ToLowerInvariant()]!["it"]!; // every kind is there
        return Stripped(ours);
    }

    /// <summary>Without what Paste Deploy does not tell.</summary>
    private static JsonNode Stripped(JsonNode node)
    {
        if (node is JsonObject map && (map.ContainsKey("type") || map.ContainsKey("children")))
        {
            foreach (var key in OnlyOurs.Where(key => map["error"] is null))
            {
                map.Remove(key);
            }
        }
        foreach (var part in Parts(node))
        {
            Stripped(part);
        }
        return node;
    }

    private static IEnumerable<JsonNode> Parts(JsonNode node) => node is not JsonObject map ? [] :
    [
        .. (map["filters"] as JsonArray ?? []).OfType<JsonNode>(),
        .. (map["children"] as JsonObject ?? []).Select(pair => pair.Value).OfType<JsonNode>(),
        .. new[] { "app", "filter", "next" }.Select(key => map[key]).OfType<JsonObject>(),
    ];

    private static string Text(JsonNode node)
    {
        var text = node.ToJsonString();
        var isCycle = text.Contains("RecursionError", StringComparison.Ordinal);
        return isCycle ? "RecursionError" : text;
    }

    private JsonArray AskPasteDeploy(List<Question> questions)
    {
        var asked = new JsonArray([.. questions.Select(question => new JsonObject
        {
            ["directory"] = Path.GetDirectoryName(question.Path),
            ["file"] = question.Path,
            ["kind"] = question.Kind.ToString().ToLowerInvariant(),
            ["name"] = question.Name,
            ["global_conf"] = question.GlobalConf.DeepClone(),
        })]);
        var start = new ProcessStartInfo(Python, [Repository.At("tests", "Composer.Tests", "Loader", "paste_deploy_driver.py"), _directory])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            Environment = { ["PYTHONUTF8"] = "1", ["PYTHONDONTWRITEBYTECODE"] = "1" },
        };
        using var process = Process.Start(start)!; // only a shell command returns none
        process.StandardInput.Write(asked.ToJsonString());
        process.StandardInput.Close();
        var answer = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return JsonNode.Parse(answer)!.AsArray(); // the driver prints a list
    }

    private void Copy(string from, string to) => File.Copy(Repository.At("tests", "Composer.Tests", "Loader", from), Path.Combine(_directory, to));

    private sealed record Question(string Path, string Config, ObjectKind Kind, string Name, JsonObject GlobalConf);
}
