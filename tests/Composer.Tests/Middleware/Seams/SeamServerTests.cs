// SPDX-License-Identifier: MIT
using System.Net;
using Composer.Benchmarks;
using Composer.Tests.Architecture;
using Composer.Tests.RealApps;

namespace Composer.Tests.Middleware.Seams;

/// <summary>Every C# filter in one worker of gunicorn, through <c>wsgi_composer</c>, below a Python filter and above a Python app.</summary>
public sealed class SeamServerTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("composer-seams-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [SkippableFact]
    public async Task Each_filter_answers_under_gunicorn_and_closes_once()
    {
        Skip.IfNot(File.Exists("/usr/bin/gunicorn"), "Debian's gunicorn is not installed");
        var python = Repository.At("tests", "Composer.Tests", "Python");
        await using var site = await ServedSite.GunicornAsync(SeamConfig.WriteMounts(_folder), 1, "--pythonpath", python, "-k", "gthread", "--threads", "4");
        using var client = new HttpClient(new HttpClientHandler { AutomaticDecompression = DecompressionMethods.GZip }) { BaseAddress = new Uri($"http://127.0.0.1:{site.Port}") };
        client.DefaultRequestHeaders.Host = "localhost";

        var wrong = new List<string>();
        foreach (var filter in SeamConfig.Filters)
        {
            if (await AnswerAsync(client, filter) is var answer && answer != "200 <p>one two alice python True</p>")
            {
                wrong.Add($"{filter}: {answer}");
            }
        }
        var closes = (await client.GetStringAsync("/report")).Split(' ');

        Assert.True(wrong.Count == 0, $"{string.Join('\n', wrong)}\n{site.Output}");
        Assert.All(closes, body => Assert.EndsWith(":1", body, StringComparison.Ordinal));
        Assert.Equal(2 * SeamConfig.Filters.Count, closes.Length);
        Assert.DoesNotContain("breaks PEP 3333", site.Output, StringComparison.Ordinal);
    }

    private static async Task<string> AnswerAsync(HttpClient client, string filter)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/{filter}/page");
        foreach (var (name, value) in FilterTrial.Of(filter).Headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }
        try
        {
            using var response = await client.SendAsync(request);
            return $"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}";
        }
        catch (HttpRequestException error)
        {
            return error.ToString();
        }
    }
}
