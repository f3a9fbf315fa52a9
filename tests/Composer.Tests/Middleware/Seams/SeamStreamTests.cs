// SPDX-License-Identifier: MIT
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using Composer.Benchmarks;
using Composer.Middleware;
using Composer.Tests.Python;
using Composer.Wsgi;

namespace Composer.Tests.Middleware.Seams;

/// <summary>Streams that Python makes, through every C# filter.</summary>
[Collection("Python")]
public sealed partial class SeamStreamTests : IDisposable
{
    private const int Events = 5;
    private const int LargestShare = 20 << 20;
    private const int BlockSize = 65536;

    // It measures the whole answer, one request at a time: for development.
    private static readonly string[] ReadsWhole = ["profile"];

    private readonly string _folder = Directory.CreateTempSubdirectory("composer-streams-").FullName;

    public static TheoryData<string> Filters => [.. SeamConfig.Filters.Except(ReadsWhole)];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Filters))]
    public async Task An_event_comes_out_before_the_next_one_is_made(string filter)
    {
        await using var site = await StartAsync(filter);
        await using var answer = await AskAsync(site.App, filter, "/events");
        var (received, seen) = (new MemoryStream(), 0);

        while (await answer.Body.ReadAsync() is { IsEmpty: false } block)
        {
            received.Write(block.Span);
            if (Event().Count(Text(received.ToArray(), answer.Headers["Content-Encoding"])) > seen)
            {
                seen++;
                _ = Call("see");
            }
        }

        Assert.Equal(Events, seen);
    }

    [Theory]
    [MemberData(nameof(Filters))]
    public async Task A_client_that_stops_reading_200_megabytes_holds_up_who_makes_them(string filter)
    {
        await using var site = await StartAsync(filter);
        await using var answer = await AskAsync(site.App, filter, "/flood", ("X-Type", "text/html"));

        var first = await answer.Body.ReadAsync();

        Assert.False(first.IsEmpty);
        Assert.InRange(Count() * BlockSize, 0, LargestShare);
    }

    private async Task<RunningSite> StartAsync(string filter)
    {
        var loader = new Composer.Loader(new Registry(typeof(Compress).Assembly), new HostedPython(), new Services(TimeProvider.System, new RecordingLogger()));
        var site = loader.Load(loader.Read(SeamConfig.Write(_folder, filter, "python it other app")), new SiteRequest { WithServer = false });
        await site.StartAsync(default);
        Count();
        return site;
    }

    private static ValueTask<Response> AskAsync(IWsgiApp app, string filter, string path, params (string, string)[] headers) =>
        new WsgiLint(app, "the test", "the site").InvokeAsync(Wsgi.Environ("GET", path, null, FilterTrial.Of(filter).Headers is { Length: > 0 } own ? own : headers));

    private static string Text(byte[] received, string? coding)
    {
        using var source = new MemoryStream(received);
        using Stream plain = coding == "gzip" ? new GZipStream(source, CompressionMode.Decompress) : source;
        var text = new MemoryStream();
        try
        {
            plain.CopyTo(text);
        }
        catch (InvalidDataException)
        {
            // The rest comes later.
        }
        return Encoding.UTF8.GetString(text.ToArray());
    }

    private static int Count() => Convert.ToInt32(Call("count"), System.Globalization.CultureInfo.InvariantCulture);

    private static object? Call(string function) => Embedded.Host.Call(Embedded.Host.Import($"seams:{function}"), [], []);

    [GeneratedRegex("data: [0-9]\n\n")]
    private static partial Regex Event();
}
