// SPDX-License-Identifier: MIT
using System.Globalization;
using System.Net;

namespace Composer.Tests.RealApps;

/// <summary>Apps of several frameworks, written for Beaker, behind the C# session filter: served by Composer, and by two processes of gunicorn.</summary>
public sealed class SessionSitesTests
{
    [SkippableTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Apps_written_for_Beaker_count_in_one_session(bool isGunicorn)
    {
        foreach (var module in (string[])["beaker.session", "cherrypy", "flask", "pyramid", "paste.registry", "gunicorn"])
        {
            Skip.IfNot(ServedSite.HasModule(module), $"Debian's {module} is not installed");
        }
        await using var site = isGunicorn ? await ServedSite.GunicornAsync("sessions.ini", workers: 2) : await ServedSite.ComposeAsync("sessions.ini", "main");
        using var client = new HttpClient(new HttpClientHandler { CookieContainer = new CookieContainer() }) { BaseAddress = new Uri($"http://127.0.0.1:{site.Port}") };

        for (var n = 1; n <= 3; n++)
        {
            Assert.Equal($"{n}", await client.GetStringAsync("/cherrypy/"));
            Assert.Equal($"{n} {n}", await client.GetStringAsync("/flask/"));
            Assert.Equal($"{(2 * n) - 1} {n}", await client.GetStringAsync("/pyramid/"));
            Assert.Equal($"{2 * n} {n}", await client.GetStringAsync("/subclass/"));
            Assert.Equal($"{n}/x", await client.GetStringAsync("/pylons/x"));
            Assert.Equal($"{n}", await client.GetStringAsync("/own/"));
        }
        Assert.Equal("{'cherrypy': 3, 'flask': 3, 'pylons': 3, 'pyramid': 6}", await client.GetStringAsync("/plain"));

        Assert.Equal("['one', 'two']", await client.GetStringAsync("/subclass/flash"));
        Assert.Equal("['one', 'two']", await client.GetStringAsync("/subclass/pop"));
        Assert.Equal("[]", await client.GetStringAsync("/subclass/pop"));
        Assert.Equal("True", await client.GetStringAsync("/subclass/csrf"));

        await Task.WhenAll(Enumerable.Range(0, 32).Select(i => client.GetStringAsync($"/slow?{i}")));
        Assert.Equal(32, (await client.GetStringAsync("/plain")).Split("slow-").Length - 1);

        using var stranger = new HttpClient { BaseAddress = client.BaseAddress };
        Assert.Equal("{}", await stranger.GetStringAsync("/plain"));
        Assert.DoesNotContain("Traceback", site.Output, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Nothing_of_a_request_is_kept_when_its_connection_ends()
    {
        const int Connections = 100;
        Skip.IfNot(ServedSite.HasModule("pyramid"), "Debian's pyramid is not installed"); // the module of all these apps needs it
        await using var site = await ServedSite.ComposeAsync("sessions.ini", "main");
        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{site.Port}") };
        client.DefaultRequestHeaders.ConnectionClose = true;

        var alive = 0;
        for (var i = 0; i < Connections; i++)
        {
            alive = int.Parse(await client.GetStringAsync("/alive"), CultureInfo.InvariantCulture);
        }

        Assert.InRange(alive, 1, Connections / 2);
    }
}
