// SPDX-License-Identifier: MIT
using System.Text.Json;
using System.Text.Json.Nodes;
using Composer.Tests.Architecture;
using Composer.Tests.Cli;

namespace Composer.Tests.Browser;

/// <summary>The login page of auth_form in Chromium, served by Composer.</summary>
[Collection("browser")]
public sealed class LoginPageTests
{
    [SkippableFact]
    public async Task Somebody_logs_in_and_out_with_a_browser_and_another_site_cannot_do_it_for_them()
    {
        Chromium.SkipWithoutIt();
        await using var site = await ComposeProcess.ServeAsync(Repository.Root, "--config", "config-examples/auth-form.ini", "serve", "-b", "127.0.0.1:0");
        var pictures = Directory.CreateTempSubdirectory("composer-login-");
        var address = $"http://localhost:{site.Address.Port}";

        var seen = JsonNode.Parse(Chromium.Npm.Run("login.js", "", Chromium.Program, address, "http://elsewhere.test", pictures.FullName))!; // the script prints an object

        Assert.Equal("[]", seen["problems"]!.ToJsonString());
        Equal(new { path = "/login?came_from=%2Forders%3Fyear%3D2026", title = "Staff", focused = "username" }, seen["asked"]);
        Equal(new { path = "/login", alert = "That user name and password do not belong together.", user = "joe", password = "", focused = "password" }, seen["refused"]);
        Assert.Equal("/orders?year=2026", Text(seen["welcome"]!["path"]));
        Assert.Equal("Welcome", Text(seen["welcome"]!["text"]));
        Assert.Contains("""{"name":"auth_tkt","httpOnly":true,"sameSite":"Lax"}""", seen["welcome"]!["cookies"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.Contains("You are logged in as joe.", Text(seen["question"]), StringComparison.Ordinal);
        Assert.DoesNotContain("auth_tkt\"", seen["loggedOut"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.StartsWith("This page was open for too long", Text(seen["trapped"]!["alert"]), StringComparison.Ordinal);
        Assert.DoesNotContain("\"auth_tkt\"", seen["trapped"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(3, pictures.GetFiles("*.png").Length);
        Assert.NotEqual(Text(seen["light"]!["paper"]), Text(seen["dark"]!["paper"]));
        Assert.All(["light", "dark", "narrow"], name => Assert.False((bool)seen[name]!["overflows"]!));
        pictures.Delete(recursive: true);
    }

    private static void Equal(object expected, JsonNode? found) => Assert.Equal(JsonSerializer.Serialize(expected), found?.ToJsonString());

    private static string Text(JsonNode? node) => node!.GetValue<string>().Trim(); // the script prints it
}
