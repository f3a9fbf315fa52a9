// SPDX-License-Identifier: MIT
using System.Text;
using System.Text.Json.Nodes;
using Composer.Tests.Architecture;
using Composer.Tests.Loader;

namespace Composer.Tests.PythonPackage;

/// <summary>The same calls to <c>paste.deploy</c> and to <c>wsgi_composer</c>, in one Python process: what the factories are called with, what comes back, what is raised.</summary>
public sealed class DifferentialTests : IDisposable
{
    private const int Configs = 300;

    private const string FactoryCalls = """
        [app:main]
        use = call:recorder:two
        a = 1
        b = 2
        [app:too-few]
        use = call:recorder:two
        a = 1
        [app:too-many]
        use = call:recorder:one_only
        x = 1
        [app:takes-none]
        use = call:recorder:nothing
        [app:takes-none-and-settings]
        use = call:recorder:nothing
        x = 1
        [app:twice]
        use = egg:Recorder
        global_conf = 1
        [app:fail]
        use = call:recorder:fail
        name = it's
        [app:no-module]
        use = call:no.such.module:x
        [app:no-attribute]
        use = call:recorder:none
        [app:no-attribute-either]
        paste.app_factory = recorder:Holder.none
        [app:no-app]
        paste.app_factory = recorder
        [app:given]
        use = egg:Recorder
        x = %(n)s
        [app:got]
        use = egg:Recorder
        get x = n
        [composite:tree]
        use = call:recorder:urlmap
        set v = 1
        a = main
        b = config:other.ini
        c = pipe
        [composite:tree-with-a-hole]
        use = call:recorder:urlmap
        a = main
        b = nowhere
        [composite:deep]
        use = tree
        b = given
        [pipeline:pipe]
        pipeline = egg:Recorder#wrap f main
        [filter:f]
        use = egg:Recorder#both
        [filter-app:around]
        use = f
        next = tree
        [app:with]
        use = main
        filter-with = f
        """;

    private static readonly string[] Uris =
    [
        "config:calls.ini", "CONFIG:calls.ini", "config:DIR/calls.ini", "config://DIR/calls.ini", "config:///DIR/calls.ini", "config:%63alls.ini", "config:calls.ini ",
        "config: calls.ini", "config:calls.ini#fail", "config:calls.ini#", "config:calls.ini#a#b", "config:./calls.ini", "config:.\\calls.ini", "config:none.ini", "config:", "calls.ini",
        "http://x/", ":x", "", "egg:Recorder", "egg:recorder#main", "egg:Recorder#composite", "egg:Recorder#dup", "egg:Recorder#none", "egg:Recorder#", "egg:Recorder #main",
        "egg:Recorder==1.0", "egg:nope", "egg:", "call:recorder:app", "call:recorder", "call:a:b:c",
    ];

    private static readonly (string Call, string[] Names)[] Calls =
    [
        ("loadapp", ConfigGenerator.AppNames),
        ("appconfig", ["main", "a", "b"]),
        ("loadfilter", ConfigGenerator.FilterNames),
        ("loadserver", ["main"]),
    ];

    private readonly string _directory = Directory.CreateTempSubdirectory("composer-differential-").FullName;

    public DifferentialTests()
    {
        Copy("PythonPackage", "recorder.py", "recorder.py");
        Directory.CreateDirectory(Path.Combine(_directory, "Recorder-1.0.dist-info"));
        Copy("Loader", "recorder_entry_points.txt", "Recorder-1.0.dist-info/entry_points.txt");
        Write("Recorder-1.0.dist-info", "METADATA", "Metadata-Version: 2.1\nName: Recorder\nVersion: 1.0\n");
        Write("", "start.ini", "[app:main]\nuse = egg:Recorder\n");
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [SkippableFact]
    public async Task Generated_configs_load_as_with_Paste_Deploy() => await CompareAsync(Enumerable.Range(1, Configs).SelectMany(Generate));

    [SkippableFact]
    public async Task Odd_configs_load_as_with_Paste_Deploy() => await CompareAsync(OddConfigs.All.Index().SelectMany(config =>
    {
        var path = Write($"odd{config.Index}", "site.ini", config.Item);
        return Calls.SelectMany(call => Ask(call.Call, path, ["main", "a", "", "x y", "f"], []));
    }));

    [SkippableFact]
    public async Task Every_form_of_a_call_is_understood_as_by_Paste_Deploy()
    {
        Write("", "calls.ini", FactoryCalls);
        Write("", "other.ini", "[app:main]\nuse = egg:Recorder\n");
        var questions =
            from uri in Uris
            from name in new[] { null, "main", "fail", "" }
            from relativeTo in new[] { null, "", _directory, _directory + "/" }
            select Ask("loadapp", uri.Replace("DIR", _directory, StringComparison.Ordinal), name, relativeTo, new() { ["v"] = "50%%" });
        var sections =
            from name in FactoryCalls.Split('\n').Where(line => line.StartsWith('[')).Select(line => line.Trim('[', ']').Split(':')[1])
            from call in new[] { "loadapp", "appconfig" }
            from globalConf in new[] { """{}""", """{"n": "1"}""", """{"n": 1}""", """{"n": "5%"}""" }
            select Ask(call, "config:calls.ini", name, _directory, JsonNode.Parse(globalConf)!.AsObject()); // not null

        await CompareAsync(questions.Concat(sections));
    }

    private IEnumerable<JsonNode> Generate(int seed)
    {
        var generator = new ConfigGenerator(seed);
        var folder = $"c{seed}";
        Write(folder, "inc.ini", generator.Write("site.ini"));
        var path = Write(folder, "site.ini", generator.Write("inc.ini"));
        JsonObject globalConf = (seed % 4) switch { 0 => new() { ["d"] = "passed", ["caller"] = "%%d" }, 1 => new() { ["caller"] = "1", ["x"] = "hides" }, 2 => new() { ["here"] = "/x" }, _ => [] };
        return Calls.SelectMany(call => Ask(call.Call, path, call.Names, globalConf));
    }

    private static IEnumerable<JsonNode> Ask(string call, string path, string[] names, JsonObject globalConf) =>
        names.Select(name => Ask(call, $"config:{path}", name, null, globalConf));

    private static JsonObject Ask(string call, string uri, string? name, string? relativeTo, JsonObject globalConf) => new JsonObject
    {
        ["call"] = call,
        ["uri"] = uri,
        ["name"] = name,
        ["relative_to"] = relativeTo,
        ["global_conf"] = globalConf.DeepClone(),
    };

    private async Task CompareAsync(IEnumerable<JsonNode> questions)
    {
        Skip.IfNot(Directory.Exists("/usr/lib/python3/dist-packages/paste/deploy"), "python3-pastedeploy is not installed");
        var file = Write("", "questions.json", new JsonArray([.. questions]).ToJsonString());

        var (exitCode, output) = await PythonScript.RunAsync("compare.py", _directory, file);

        Assert.True(exitCode == 0, output);
    }

    private string Write(string folder, string file, string text)
    {
        var path = Path.Combine(_directory, folder, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!); // a file in a folder has one
        File.WriteAllText(path, text, new UTF8Encoding(false));
        return path;
    }

    private void Copy(string folder, string from, string to) => File.Copy(Repository.At("tests", "Composer.Tests", folder, from), Path.Combine(_directory, to));
}
