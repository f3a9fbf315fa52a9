// SPDX-License-Identifier: MIT
using System.IO.Compression;
using System.Text;
using Composer.Benchmarks;
using Composer.Middleware;
using Composer.Python;
using Composer.Tests.Python;
using Composer.Wsgi;

namespace Composer.Tests.Middleware.Seams;

/// <summary>Every C# filter above and below Python, which knows nothing but PEP 3333, with <c>lint</c> between all of them.</summary>
[Collection("Python")]
public sealed class SeamTests : IDisposable
{
    private const string Seen = "alice python True</p>";

    private static readonly string[] Positions = ["python it app", "it python other app", "other python it python app"];

    // What app and filter in Python put into the head.
    private static readonly string[] Kept = ["Content-Type", "X-Python"];

    // What a filter is there to change, as the answer begins.
    private static readonly Dictionary<(string Filter, string Request), string> Changed = new()
    {
        [("error_catcher", "GET /raise")] = "500 500 Internal Server Error",
        [("errordocument", "GET /missing")] = "404 <p>one two " + Seen,
        [("statusbased_forward", "GET /missing")] = "200 found",
        [("statuspages", "GET /missing")] = "404 404 Not Found",
    };

    private static readonly (string Request, string Expected)[] Exchanges =
    [
        ("GET /page", "200 <p>one two " + Seen),
        ("HEAD /page", "200"),
        ("GET /write", "200 <p>written " + Seen),
        ("POST /echo", "200 <p>a=1 " + Seen),
        ("GET /nothing", "304 "),
        ("GET /empty", "204 "),
        ("GET /missing", "404 "),
        ("GET /raise", "ValueError: bad total"),
        ("GET /later", "ValueError: bad total"),
        ("GET /mend", "500 <p>mended " + Seen),
        ("GET /long", "200"),
    ];

    private readonly string _folder = Directory.CreateTempSubdirectory("composer-seams-").FullName;
    private readonly RecordingLogger _logs = new();

    public static TheoryData<string, string> Pipelines
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var filter in SeamConfig.Filters)
            {
                foreach (var position in Positions)
                {
                    data.Add(filter, position);
                }
            }
            return data;
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Pipelines))]
    public async Task A_filter_among_Python_answers_as_it_should_breaks_no_rule_and_closes_once(string filter, string pipeline)
    {
        var loader = new Composer.Loader(new Registry(typeof(Compress).Assembly), new HostedPython(), new Services(TimeProvider.System, _logs));
        await using var site = loader.Load(loader.Read(SeamConfig.Write(_folder, filter, pipeline)), new SiteRequest { WithServer = false });
        await site.StartAsync(default);
        Report();

        var problems = new List<string>();
        foreach (var (request, usual) in Exchanges)
        {
            var answer = await AnswerAsync(site.App, request, FilterTrial.Of(filter).Headers);
            if (Changed.TryGetValue((filter, request), out var changed) ? !answer.StartsWith(changed, StringComparison.Ordinal) : answer != usual)
            {
                problems.Add($"{request}: {answer} instead of {changed ?? usual}");
            }
            if (Report() is var closes && closes.Any(body => !body.EndsWith(":1", StringComparison.Ordinal)))
            {
                problems.Add($"{request}: closed {string.Join(' ', closes)}");
            }
        }

        problems.AddRange(_logs.Messages.Where(message => message.Contains("breaks PEP 3333", StringComparison.Ordinal)));
        Assert.True(problems.Count == 0, string.Join('\n', problems));
    }

    private static async Task<string> AnswerAsync(IWsgiApp app, string request, (string, string)[] headers)
    {
        var (method, path) = (request.Split(' ')[0], request.Split(' ')[1]);
        try
        {
            var goesAway = path == "/long";
            var result = await Wsgi.RequestAsync(method, path, app, method == "POST" ? "a=1" : null, goesAway ? 1 : int.MaxValue, headers: headers);
            var lost = result.StatusCode is 200 && result.Text != "found" && !Kept.All(result.Headers.Contains) ? "without its headers " : "";
            return goesAway || method == "HEAD" ? $"{lost}{result.StatusCode}" : $"{lost}{result.StatusCode} {Text(result)}";
        }
        catch (PythonException error)
        {
            return error.Message;
        }
    }

    private static string Text(Result result)
    {
        if (result.Headers["Content-Encoding"] != "gzip")
        {
            return result.Text;
        }
        using var plain = new GZipStream(new MemoryStream(result.Body), CompressionMode.Decompress);
        using var reader = new StreamReader(plain, Encoding.UTF8);
        return reader.ReadToEnd();
    }

    private static string[] Report() => $"{Embedded.Host.Call(Embedded.Host.Import("seams:report"), [], [])}".Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
