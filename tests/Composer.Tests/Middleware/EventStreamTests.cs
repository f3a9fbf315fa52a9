// SPDX-License-Identifier: MIT
using System.IO.Compression;
using System.Text;
using Composer.Config;
using Composer.Middleware;
using Composer.Tests.Loader;
using Composer.Tests.Servers;
using Composer.Wsgi;
using Microsoft.Extensions.Logging.Abstractions;

namespace Composer.Tests.Middleware;

/// <summary>Over real connections: an event is with the client before the app makes the next one.</summary>
public sealed class EventStreamTests : IDisposable
{
    private const int Events = 20;

    // They look at whole pages, or need Python.
    private static readonly string[] Others = ["printdebug", "profile", "registry", "config", "transaction", "session", "runtime"];

    private readonly string _folder = Directory.CreateTempSubdirectory("composer-events-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("identity", false)]
    [InlineData("gzip", false)]
    [InlineData("br", false)]
    [InlineData("gzip", true)]
    public async Task Each_event_arrives_through_all_filters_before_the_next_one_is_made(string coding, bool cached)
    {
        var ticker = Ticker.New(Events);
        await using var server = await RunningServer.StartAsync(Site().App.InvokeAsync);
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(server.Address, $"/?{ticker.Id}{(cached ? "&max-age=60" : "")}"));
        request.Headers.Add("Accept-Encoding", coding);

        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead).WaitAsync(TimeSpan.FromSeconds(30));
        using var events = new StreamReader(Plain(await response.Content.ReadAsStreamAsync(), coding), Encoding.UTF8);
        for (var i = 0; i < Events; i++)
        {
            Assert.Equal($"data: {i}", await events.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(30)));
            Assert.Equal("", await events.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(30)));
            Assert.Equal(i + 1, ticker.Made);
            ticker.Next.Release();
        }

        Assert.Null(await events.ReadLineAsync());
        Assert.Equal(coding == "identity" ? [] : [coding], response.Content.Headers.ContentEncoding);
        await ticker.Closed.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public void The_pipeline_has_all_filters_that_need_no_settings() =>
        Assert.Superset(new HashSet<string> { "compress", "conditional", "etag", "cache", "decompress", "access_log", "error_catcher", "lint" }, Filters().ToHashSet());

    private RunningSite Site()
    {
        var file = Path.Combine(_folder, "site.ini");
        File.WriteAllText(file, Pipeline(Filters()));
        var loader = NewLoader();
        return loader.Load(loader.Read(file), new SiteRequest { WithServer = false });
    }

    /// <summary>Every filter that can be had without a setting.</summary>
    private List<string> Filters()
    {
        var file = Path.Combine(_folder, "one.ini");
        return [.. Registry().Components.Where(component => component.Kind == ComponentKind.Filter).Select(component => component.Name).Distinct().Except(Others).Order(StringComparer.Ordinal).Where(CanBeHad)];

        bool CanBeHad(string name)
        {
            File.WriteAllText(file, Pipeline([name]));
            var loader = NewLoader();
            return loader.Check(loader.Read(file)).All(problem => problem.Severity != Severity.Error);
        }
    }

    private static string Pipeline(IReadOnlyCollection<string> filters) =>
        $"[pipeline:main]\npipeline = {string.Join(' ', filters)} ticker\n[app:ticker]\nuse = composer:ticker\n" + string.Concat(filters.Select(name => $"[filter:{name}]\nuse = composer:{name}\n"));

    private static Registry Registry() => new(typeof(Compress).Assembly, typeof(EventStreamTests).Assembly);

    private static Composer.Loader NewLoader() => new(Registry(), new FakePython(), new Services(TimeProvider.System, NullLoggerFactory.Instance));

    private static Stream Plain(Stream body, string coding) => coding switch
    {
        "gzip" => new GZipStream(body, CompressionMode.Decompress),
        "br" => new BrotliStream(body, CompressionMode.Decompress),
        _ => body,
    };
}
