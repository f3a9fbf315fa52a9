// SPDX-License-Identifier: MIT
using System.Diagnostics;
using System.Text.Json;

namespace Composer.Tests.RealApps;

/// <summary>Apps of real frameworks know who logged in at a C# filter, in Composer's own server and inside a Python server, with curl as the client.</summary>
public sealed class UserTests
{
    private const string Token = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiJqb2UiLCJhdWQiOiJzaG9wIiwiZ3JvdXBzIjpbImVkaXRvciJdLCJleHAiOjQxMDI0NDQ4MDB9.6KN5fuVXcevjj0BTIEk_b6XKar2JeJuK9UVTGVHoHYA";

    private static readonly (string Path, string[] Login)[] Logins =
    [
        ("basic", ["-u", "joe:secret"]),
        ("digest", ["--digest", "-u", "joe:secret"]),
        ("jwt", ["-H", "Authorization: Bearer " + Token]),
        ("address", []),
    ];

    [SkippableTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Frameworks_know_who_logged_in_and_believe_no_header(bool compose)
    {
        Skip.IfNot(ServedSite.HasModule("flask, django, pyramid, cherrypy, waitress, paste.deploy"), "a framework of tests/debian-packages is not installed");
        await using var site = await (compose ? ServedSite.ComposeAsync("who.ini", "main") : ServedSite.HostedAsync("who.ini", "main"));

        foreach (var (path, login) in Logins)
        {
            foreach (var framework in (string[])["flask", "django", "pyramid", "cherrypy"])
            {
                var answer = await CurlAsync(site, $"/{path}/{framework}/", [.. login, "-H", "Remote-User: root", "-H", "Remote_User: root"]);
                Assert.Equal((path, framework, "joe"), (path, framework, answer));
            }
        }
        Assert.Equal("401", await CurlAsync(site, "/basic/flask/", "-o", "/dev/null", "-w", "%{http_code}", "-u", "joe:wrong"));
        Assert.Equal("401", await CurlAsync(site, "/digest/flask/", "-o", "/dev/null", "-w", "%{http_code}", "--digest", "-u", "joe:wrong"));
        Assert.Equal("401", await CurlAsync(site, "/jwt/flask/", "-o", "/dev/null", "-w", "%{http_code}", "-H", "Remote-User: root"));
        var claims = JsonDocument.Parse(await CurlAsync(site, "/jwt/environ/", Logins[2].Login)).RootElement;
        Assert.Equal(("Bearer", "editor"), (claims.GetProperty("AUTH_TYPE").GetString(), claims.GetProperty("REMOTE_USER_TOKENS").GetString()));
        Assert.Equal("editor", claims.GetProperty("composer.jwt.claims").GetProperty("groups")[0].GetString());
    }

    private static async Task<string> CurlAsync(ServedSite site, string path, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("curl", ["-s", .. arguments, $"http://127.0.0.1:{site.Port}{path}"]) { RedirectStandardOutput = true })!; // not null without the shell
        var answer = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return answer;
    }
}
