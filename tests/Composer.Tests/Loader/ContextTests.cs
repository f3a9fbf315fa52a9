// SPDX-License-Identifier: MIT
using System.Diagnostics;
using System.Text.Json.Nodes;
using Composer.Tests.Architecture;
using Composer.Tests.Cli;

namespace Composer.Tests.Loader;

/// <summary>The contexts that a Python composite's loader gives out, beside those of Debian's Paste Deploy.</summary>
public sealed class ContextTests : IDisposable
{
    private const string Python = "/usr/bin/python3";

    private const string Load = """
        import sys
        from paste.deploy import loadapp
        print(b"".join(loadapp("config:" + sys.argv[1])({}, lambda *a: None)).decode())
        """;

    private const string Site = """
        [composer]
        native = false
        [DEFAULT]
        d = default
        [composite:main]
        use = call:contexts:probe
        [app:plain]
        use = call:contexts:app
        set d = set
        a = %(d)s
        [app:explicit]
        paste.app_factory = contexts:app
        get b = d
        [app:neighbour]
        use = call:contexts:app
        here = the neighbour
        [pipeline:pipe]
        pipeline = f fa plain
        [filter-app:fapp]
        paste.filter_factory = contexts:filter
        next = plain
        [app:with]
        use = plain
        c = 3
        filter-with = f
        [app:other]
        use = config:other.ini#inner
        e = 5
        [filter:f]
        paste.filter_factory = contexts:filter
        g = 6
        [filter:fa]
        paste.filter_app_factory = contexts:filter_app
        [filter:ff]
        paste.filter_factory = contexts:filter
        filter-with = f
        [filter:egg]
        use = egg:PasteDeploy#prefix
        prefix = /x
        [server:srv]
        paste.server_factory = contexts:server
        port = 1
        [server:run]
        paste.server_runner = contexts:runner
        [app:gone]
        use = call:contexts:nothing
        [app:nomodule]
        use = call:nomodule:app
        [app:fails]
        use = call:contexts:fails
        [app:twice]
        [composite:twice]
        use = call:contexts:app
        """;

    private const string Other = """
        [app:inner]
        use = call:contexts:app
        h = 7
        [app:neighbour]
        use = call:contexts:app
        there = the other neighbour
        """;

    private readonly ConfigFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableFact]
    public async Task They_say_and_make_what_Paste_Deploys_do()
    {
        Skip.IfNot(Directory.Exists("/usr/lib/python3/dist-packages/paste/deploy"), "python3-pastedeploy is not installed");
        var config = _folder.Write("site.ini", Site);
        _folder.Write("other.ini", Other);
        _folder.Write("contexts.py", await File.ReadAllTextAsync(Repository.At("tests/Composer.Tests/Loader/contexts.py")));

        var theirs = Parts(AskPasteDeploy(config));
        await using var compose = await ComposeProcess.ServeAsync(_folder.Path, "-c", "site.ini", "serve", "-b", "127.0.0.1:0", "--python", Python);
        using var client = new HttpClient();
        var ours = Parts(await client.GetStringAsync(compose.Address));

        Assert.Equal(theirs.Keys, ours.Keys);
        Assert.All(theirs, asked => Assert.Equal(asked.Key + "\n" + asked.Value, asked.Key + "\n" + ours[asked.Key]));
    }

    private static SortedDictionary<string, string> Parts(string json) =>
        new(JsonNode.Parse(json)!.AsObject().ToDictionary(item => item.Key, item => item.Value!.ToJsonString()), StringComparer.Ordinal);

    private string AskPasteDeploy(string config)
    {
        var start = new ProcessStartInfo(Python, ["-c", Load, config]) { RedirectStandardOutput = true, Environment = { ["PYTHONPATH"] = _folder.Path, ["PYTHONDONTWRITEBYTECODE"] = "1" } };
        using var process = Process.Start(start)!; // only a shell command returns none
        var answer = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return answer;
    }
}
