// SPDX-License-Identifier: MIT
using System.Text;
using System.Text.Json;
using Composer.Tests.Architecture;
using Composer.Tests.Cli;

namespace Composer.Tests.Python;

/// <summary>Counts every reference of a debug build of Python, which also asserts that each is used and given back with the GIL held.</summary>
public sealed class ReferenceTests : IDisposable
{
    private const string DebugPython = "/usr/bin/python3-dbg";
    private const int Rounds = 16;
    private const int OfEachKind = 40;

    // A reference kept by one kind of request makes 640 from the first half to the second; what is under way makes less than this.
    private const int MostGrowth = 320;

    private const string Site = """
        [composite:main]
        use = composer:urlmap
        / = mixed
        /filtered = filtered

        [app:mixed]
        use = wsgi:mixed:application

        [pipeline:filtered]
        pipeline = error_catcher auth compress noop mixed

        [filter:error_catcher]
        use = composer:error_catcher
        [filter:auth]
        use = egg:Paste#auth_basic
        authfunc = mixed:knows
        [filter:compress]
        use = composer:compress
        [filter:noop]
        paste.filter_app_factory = filters:noop
        """;

    private static readonly string[] Kinds = ["hello", "stream", "write", "error", "late-error", "http-error", "upload", "chunked"];

    private readonly ConfigFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableFact]
    public async Task No_kind_of_request_keeps_a_reference()
    {
        Skip.IfNot(File.Exists(DebugPython), $"{DebugPython} is not installed");
        _folder.Write("site.ini", Site);
        var environment = new Dictionary<string, string>
        {
            ["PYTHONPATH"] = Repository.At("tests/peers/apps"),
            // Collections come often, and with them what C# gives back.
            ["DOTNET_GCgen0size"] = "0x40000",
            ["DOTNET_GCgen1size"] = "0x40000",
            ["DOTNET_gcConcurrent"] = "0",
        };
        await using var compose = await ComposeProcess.ServeAsync(_folder.Path, environment, "-c", "site.ini", "serve", "-b", "127.0.0.1:0", "--access-log", "off", "--python", DebugPython);
        using var client = new HttpClient { BaseAddress = compose.Address };

        var counts = new List<long>();
        for (var round = 0; round < Rounds; round++)
        {
            await RoundAsync(client);
            counts.Add(JsonDocument.Parse(await client.GetStringAsync("/python")).RootElement.GetProperty("python references").GetInt64());
        }

        var grown = counts.Skip(Rounds / 2).Min() - counts.Take(Rounds / 2).Min();
        Assert.True(grown < MostGrowth, $"{grown} references more; there were {string.Join(", ", counts)}");
    }

    private static async Task RoundAsync(HttpClient client)
    {
        foreach (var mount in new[] { "", "/filtered" })
        {
            foreach (var kind in Kinds)
            {
                for (var i = 0; i < OfEachKind; i++)
                {
                    await AskAsync(client, mount, kind);
                }
            }
        }
    }

    private static async Task AskAsync(HttpClient client, string mount, string kind)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{mount}/{(kind == "chunked" ? "upload" : kind)}");
        request.Headers.Authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes("joe:joe")));
        if (kind is "upload" or "chunked")
        {
            request.Method = HttpMethod.Post;
            request.Content = new ByteArrayContent(new byte[20_000]);
            request.Headers.TransferEncodingChunked = kind == "chunked";
        }
        try
        {
            using var answer = await client.SendAsync(request);
            await answer.Content.ReadAsByteArrayAsync();
        }
        catch (HttpRequestException) when (kind == "late-error")
        {
            // It breaks off.
        }
    }
}
