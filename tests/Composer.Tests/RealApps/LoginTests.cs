// SPDX-License-Identifier: MIT
using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace Composer.Tests.RealApps;

/// <summary>Pyramid, Django, CherryPy and Flask behind the filters that know users: served by Composer, and by two processes of gunicorn with <c>wsgi_composer</c>.</summary>
public sealed class LoginTests
{
    private static readonly bool HasFrameworks = ServedSite.HasModule("pyramid, django, cherrypy, flask");

    [SkippableFact]
    public async Task Frameworks_know_who_is_there_when_Composer_serves_them()
    {
        Skip.IfNot(HasFrameworks, "Debian's Pyramid, Django, CherryPy and Flask are not installed");
        await using var site = await ServedSite.ComposeAsync("logins.ini", "main");

        await CheckAsync(site);
    }

    [SkippableFact]
    public async Task Frameworks_know_who_is_there_under_gunicorn()
    {
        Skip.IfNot(HasFrameworks && File.Exists("/usr/bin/gunicorn"), "Debian's gunicorn and frameworks are not installed");
        await using var site = await ServedSite.GunicornAsync("logins.ini", workers: 2);

        await CheckAsync(site);
    }

    private static async Task CheckAsync(ServedSite site)
    {
        await PyramidAsync(new Visitor(site));
        await WhoAsync(new Visitor(site));
        await BasicAsync(new Visitor(site), "/django/me", "joe True");
        await BasicAsync(new Visitor(site), "/cherrypy/me", "joe");
        await FormAsync(new Visitor(site));
        await DigestAsync(site);
    }

    // Its own policy and our filter know each other's tickets.
    private static async Task PyramidAsync(Visitor visitor)
    {
        Assert.Equal("None None", await visitor.GetAsync("/tickets/me"));
        await visitor.GetAsync("/tickets/login");
        Assert.Equal("Jörg Jörg", await visitor.GetAsync("/tickets/me"));
        await visitor.GetAsync("/tickets/logout");
        Assert.Equal("None None", await visitor.GetAsync("/tickets/me"));
        await visitor.GetAsync("/tickets/set_user");
        Assert.Equal("Ann Ann", await visitor.GetAsync("/tickets/me"));
    }

    private static async Task WhoAsync(Visitor visitor)
    {
        Assert.Equal("None None", await visitor.GetAsync("/who/me"));
        await visitor.GetAsync("/who/login");
        Assert.Equal("Jörg Jörg", await visitor.GetAsync("/who/me"));
        await visitor.GetAsync("/who/logout");
        Assert.Equal("None None", await visitor.GetAsync("/who/me"));
    }

    private static async Task BasicAsync(Visitor visitor, string path, string known)
    {
        using var asked = await visitor.Client.GetAsync(path);
        visitor.Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes("joe:secret")));

        Assert.Equal(HttpStatusCode.Unauthorized, asked.StatusCode);
        Assert.Equal(known, await visitor.GetAsync(path));
    }

    private static async Task FormAsync(Visitor visitor)
    {
        visitor.Client.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        using var asked = await visitor.Client.GetAsync("/flask/me");
        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["username"] = "joe", ["password"] = "secret", ["came_from"] = "/flask/me" });
        using var login = await visitor.Client.PostAsync("/flask/login", form);

        Assert.Equal("/flask/login?came_from=%2Fflask%2Fme", asked.Headers.Location?.OriginalString);
        Assert.Equal((HttpStatusCode.SeeOther, "/flask/me"), (login.StatusCode, login.Headers.Location?.OriginalString));
        Assert.Equal("joe", await visitor.GetAsync("/flask/me"));
    }

    // The challenge of one process is answered to the other.
    private static async Task DigestAsync(ServedSite site)
    {
        var logins = new CredentialCache { { new Uri($"http://127.0.0.1:{site.Port}"), "Digest", new NetworkCredential("joe", "secret") } };
        using var client = new HttpClient(new HttpClientHandler { Credentials = logins });

        for (var i = 0; i < 8; i++)
        {
            Assert.Equal("joe", await client.GetStringAsync($"http://127.0.0.1:{site.Port}/digest/me"));
        }
    }

    /// <summary>A browser with cookies of its own.</summary>
    private sealed class Visitor(ServedSite site)
    {
        public HttpClient Client { get; } = new(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri($"http://127.0.0.1:{site.Port}") };

        public Task<string> GetAsync(string path) => Client.GetStringAsync(path);
    }
}
