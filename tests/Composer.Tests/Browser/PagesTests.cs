// SPDX-License-Identifier: MIT
using System.Runtime.CompilerServices;

namespace Composer.Tests.Browser;

/// <summary>The pages that Composer makes itself, as they are in a browser.</summary>
[Collection("browser")]
public sealed class PagesTests(Chromium chromium, PagesSite site)
{
    private const string Probe = "<script>alert(1)</script><img src=//elsewhere.example/ onerror=alert(2)>";

    private static readonly string Hostile = Uri.EscapeDataString("\"'" + Probe);

    [SkippableFact]
    public async Task What_is_wrong_with_a_page_is_seen()
    {
        var seen = await chromium.VisitAsync(new(site.Url("/files/folder/bad.html")) { Scripts = true }, "bad");

        Assert.All(
            ["dialog: 1", "console: oh", "error: missing is not defined", "request: http://elsewhere.example/x.png", "1280 px, light: hard to read (2.32): pale", "1280 px, light: scrolls sideways"],
            problem => Assert.Contains(seen.Problems, line => line.StartsWith(problem, StringComparison.Ordinal)));
    }

    [SkippableFact]
    public async Task An_error_page_tells_a_visitor_nothing_about_the_error()
    {
        var seen = await LookAsync(new(site.Url("/down/basket")));

        Assert.Equal(500, seen.Status);
        Assert.Contains("Something went wrong on our side", seen.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("price", seen.Text, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_debug_page_shows_both_exceptions_the_calls_and_no_secrets()
    {
        var seen = await LookAsync(new(site.Url("/debug/basket?token=of-the-query")) { Headers = { ["Authorization"] = "Bearer of-the-header" } });

        Assert.Equal(500, seen.Status);
        Assert.Equal("ValueError: no price at /basket, said None", seen.Title);
        Assert.All(["KeyError", "mistake.py", "raise ValueError(f\"no price", "price(\"coffee\")", "ErrorCatcher.InvokeAsync", "C#", "PYTHON"], text => Assert.Contains(text, seen.Text, StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain("of-the-query", seen.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("of-the-header", seen.Text, StringComparison.Ordinal);
        Assert.Contains("[hidden]", seen.Text, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_debug_page_shows_what_is_in_a_group_and_the_calls_of_both_languages_in_their_order()
    {
        var seen = await LookAsync(new(site.Url("/group/")));

        Assert.Equal("ExceptionGroup: several went wrong (3 sub-exceptions)", seen.Title);
        Assert.Equal(2, seen.Text.Split("In the group: KeyError").Length - 1);
        Assert.Contains("In the group: ValueError", seen.Text, StringComparison.Ordinal);
        var places = new[] { "several", "SecurityHeaders.InvokeAsync", "passed", "RequestId.InvokeAsync" }.Select(call => seen.Text.IndexOf(call + "(", StringComparison.Ordinal) is var at and >= 0 ? at : seen.Text.IndexOf(call + "\n", StringComparison.Ordinal)).ToList();
        Assert.DoesNotContain(-1, places);
        Assert.Equal(places.Order(), places);
    }

    [SkippableFact]
    public async Task An_answer_without_a_body_gets_a_page()
    {
        var seen = await LookAsync(new(site.Url("/empty/")));

        Assert.Equal((404, "Not Found"), (seen.Status, seen.Title));
        Assert.Contains("There is nothing at this address.", seen.Text, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_diagram_shows_the_settings_of_the_node_that_is_clicked()
    {
        var seen = await LookAsync(new(site.Url("/files/folder/diagram.html")) { Scripts = true, Steps = [["click", "role=button[name='app, welcome, C#']"]] });

        Assert.Contains("Welcome. See /guestbook, /numbers, /private/ (ada, lovelace)", seen.Text, StringComparison.Ordinal);
        Assert.Contains("#", seen.Url.ToString(), StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData("/debug/")]
    [InlineData("/environ/")]
    [InlineData("/down/")]
    public async Task Nothing_of_a_request_runs_in_the_page_that_shows_it(string path)
    {
        var visit = new Visit(site.Url($"{path}{Hostile}?tea={Hostile}")) { Headers = { ["X-Said"] = Probe }, Scripts = true };

        var seen = await LookAsync(visit);

        Assert.Equal(path != "/down/", seen.Text.Contains("onerror=alert(2)>", StringComparison.Ordinal));
    }

    [SkippableFact]
    public async Task A_listing_leads_to_every_file_whatever_its_name()
    {
        var seen = await LookAsync(new(site.Url("/files/")) { Scripts = true });

        Assert.Equal(["folder/", .. PagesSite.Names.Append("large.bin").Order(StringComparer.Ordinal)], seen.Links.Select(link => link.Text));
        Assert.Contains("1.2 MB", seen.Text, StringComparison.Ordinal);
        using var client = new HttpClient();
        foreach (var link in seen.Links.Where(link => PagesSite.Names.Contains(link.Text)))
        {
            Assert.Equal(link.Text, await client.GetStringAsync(link.Url));
        }
    }

    [SkippableFact]
    public async Task A_listing_leads_up_again()
    {
        var seen = await LookAsync(new(site.Url("/files/folder/")) { Steps = [["click", "text=../"]] });

        Assert.Equal(site.Url("/files/"), seen.Url.ToString());
    }

    [SkippableTheory]
    [InlineData("/", "Books of the sea – Harbour Books", "a[href='?subject=polar']")]
    [InlineData("/feed", null, "nav a[href='/feed']")]
    public async Task Stylesheets_make_a_shop_of_XML(string path, string? title, string link)
    {
        var seen = await LookAsync(new(site.Url(path, "shop.localhost")) { Steps = [["click", link]] }, "shop" + path.Replace('/', '-'));

        Assert.Equal(200, seen.Status);
        Assert.EndsWith(title ?? " – Harbour Books", seen.Title, StringComparison.Ordinal);
        Assert.DoesNotContain("<?xml", seen.Text, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task What_was_printed_and_where_the_time_went_is_shown_as_text()
    {
        var seen = await LookAsync(new(site.Url("/printed/")) { Scripts = true });

        Assert.Contains("</pre><script>alert(1)</script> ☃", seen.Text, StringComparison.Ordinal);
        Assert.Contains("Tea ☕", seen.Text, StringComparison.Ordinal);
        Assert.Contains("mistake.py", seen.Text, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Somebody_who_logs_in_comes_where_they_wanted_to()
    {
        var seen = await LookAsync(Login("secret"));

        Assert.Equal(200, seen.Status);
        Assert.Equal(site.Url("/orders?of=today", "login.localhost"), seen.Url.ToString());
        Assert.Equal("Welcome", seen.Text);
    }

    [SkippableFact]
    public async Task A_wrong_password_is_said_and_the_name_stays()
    {
        var seen = await LookAsync(Login("guess"));

        Assert.Contains("do not belong together", seen.Text, StringComparison.Ordinal);
        Assert.Equal("/login", seen.Url.AbsolutePath);

        var again = await LookAsync(Login("guess") with { Steps = [.. Login("guess").Steps, ["fill", "#password", "secret"], ["click", "button"]] });

        Assert.Equal("Welcome", again.Text);
        Assert.Equal("/orders", again.Url.AbsolutePath);
    }

    [SkippableFact]
    public async Task Somebody_who_logs_out_is_asked_again()
    {
        var asked = await LookAsync(Login("secret") with { Steps = [.. Login("secret").Steps, ["goto", "/logout"]] });
        var seen = await LookAsync(Login("secret") with { Steps = [.. Login("secret").Steps, ["goto", "/logout"], ["click", "button"], ["goto", "/orders"]] });

        Assert.Contains("joe", asked.Text, StringComparison.Ordinal);
        Assert.Contains("Password", seen.Text, StringComparison.Ordinal);
    }

    private Visit Login(string password) => new(site.Url("/orders?of=today", "login.localhost"))
    {
        Steps = [["fill", "#username", "joe"], ["fill", "#password", password], ["click", "button"]],
    };

    // Every visit is one without problems.
    private async Task<Seen> LookAsync(Visit visit, [CallerMemberName] string name = "")
    {
        var seen = await chromium.VisitAsync(visit, name);
        Assert.Empty(seen.Problems);
        return seen;
    }
}
