// SPDX-License-Identifier: MIT
using System.Net;
using Xunit;

namespace Composer.Tests.RealApps;

/// <summary>Paste's own composites and filters, loaded as Paste Deploy loads them, around apps in C#.</summary>
public sealed class PasteStackTests
{
    [SkippableFact]
    public async Task Pastes_urlmap_cascade_gzip_and_prefix_and_Beakers_sessions_run_around_components()
    {
        Skip.IfNot(ServedSite.HasModule("paste.urlmap") && ServedSite.HasModule("beaker.middleware"), "Debian's Paste and Beaker are not installed");
        await using var site = await ServedSite.ComposeAsync("paste-stack.ini", "main");
        using var client = new HttpClient(new HttpClientHandler { AutomaticDecompression = DecompressionMethods.GZip }) { BaseAddress = new Uri($"http://127.0.0.1:{site.Port}") };

        Assert.Equal("hello", await client.GetStringAsync("/"));
        Assert.Equal("hello", await client.GetStringAsync("/cascade"));
        Assert.Equal("1", await client.GetStringAsync("/count"));
        Assert.Equal("2", await client.GetStringAsync("/count"));
        Assert.Contains("Composer's own HTTP server takes its place", site.Output, StringComparison.Ordinal);
    }
}
