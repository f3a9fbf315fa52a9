// SPDX-License-Identifier: MIT
using System.Text.RegularExpressions;

namespace Composer.Tests.RealApps;

/// <summary>Sites of real frameworks answer through Composer as they do under waitress.</summary>
public sealed class RealAppTests
{
    public static TheoryData<string, string> Sites => new()
    {
        { "bottle", "bottle" },
        { "cherrypy", "cherrypy" },
        { "django", "django" },
        { "falcon", "falcon" },
        { "flask", "flask" },
        { "pyramid", "pyramid" },
        { "webob", "webob" },
        { "webpy", "web" },
        { "werkzeug", "werkzeug" },
    };

    [SkippableTheory]
    [MemberData(nameof(Sites))]
    public async Task A_site_answers_as_under_waitress(string site, string module)
    {
        SkipWithout(module);
        await using var expected = await ServedSite.WaitressAsync("arrangements.ini", "bare", $"site={site}.ini");
        await using var actual = await ServedSite.ComposeAsync("arrangements.ini", "bare", $"site={site}.ini");

        AssertNone(await DifferencesAsync(RequestList.For(site), expected, actual, answer => answer));
    }

    [SkippableTheory]
    [MemberData(nameof(Sites))]
    public async Task Behind_compression_and_passwords_in_csharp_it_answers_the_same(string site, string module)
    {
        SkipWithout(module);
        await using var expected = await ServedSite.WaitressAsync("arrangements.ini", "bare", $"site={site}.ini");
        await using var actual = await ServedSite.ComposeAsync("arrangements.ini", "filtered", $"site={site}.ini");

        var stranger = await RawClient.SendAsync(actual.Port, "GET", "/", new Dictionary<string, string>(), body: null, chunked: false);
        var friend = await RawClient.SendAsync(actual.Port, "GET", "/", RequestList.Credentials, body: null, chunked: false);

        Assert.StartsWith("401 ", stranger.Status);
        Assert.Contains("gzip", friend.All("content-encoding"));
        AssertNone(await DifferencesAsync(RequestList.For(site), expected, actual, answer => answer.Decompressed()));
    }

    [SkippableTheory]
    [MemberData(nameof(Sites))]
    public async Task The_checkers_of_wsgiref_and_WebTest_find_nothing_around_the_app_and_around_the_pipeline(string site, string module)
    {
        SkipWithout(module);
        Skip.IfNot(ServedSite.HasModule("webtest"), "python3-webtest is not installed");
        await using var expected = await ServedSite.WaitressAsync("arrangements.ini", "checked", $"site={site}.ini");
        await using var actual = await ServedSite.ComposeAsync("arrangements.ini", "linted", $"site={site}.ini");

        AssertNone(await DifferencesAsync(RequestList.For(site, @checked: true), expected, actual, answer => answer.Decompressed()));
        Assert.DoesNotContain("AssertionError", actual.Output);
        Assert.DoesNotContain("WSGIWarning", actual.Output);
    }

    [SkippableFact]
    public async Task All_sites_beside_each_other_under_prefixes_answer_as_behind_Pastes_urlmap()
    {
        foreach (var module in Sites.Select(row => (string)row[1]))
        {
            SkipWithout(module);
        }
        await using var expected = await ServedSite.WaitressAsync("together.ini", "main");
        await using var actual = await ServedSite.ComposeAsync("together.ini", "main");
        var differences = "";
        foreach (var (site, prefix) in Prefixes)
        {
            differences += await DifferencesAsync(RequestList.For(site), expected, actual, answer => answer, prefix);
        }

        AssertNone(differences);
    }

    private static readonly (string Site, string Prefix)[] Prefixes =
    [
        ("bottle", "/bottle"), ("cherrypy", "/cherry/py"), ("django", "/shop/django"), ("falcon", "/falcon"), ("flask", "/flask"),
        ("pyramid", "/shop/pyramid"), ("webob", "/webob"), ("webpy", "/webpy"), ("werkzeug", "/werkzeug"), ("webob", ""),
    ];

    private static void SkipWithout(string module)
    {
        Skip.IfNot(ServedSite.HasModule("waitress, paste.urlmap, paste.deploy"), "python3-waitress, python3-paste or python3-pastedeploy is not installed");
        Skip.IfNot(ServedSite.HasModule(module), $"Debian's package of '{module}' is not installed");
    }

    private static void AssertNone(string differences) => Assert.True(differences.Length == 0, differences);

    /// <summary>One line for each request that is answered differently, or not as the list says.</summary>
    private static async Task<string> DifferencesAsync(RequestList list, ServedSite expected, ServedSite actual, Func<Answer, Answer> restore, string prefix = "")
    {
        var expectedAnswers = await list.SendAsync(expected.Port, prefix);
        var actualAnswers = await list.SendAsync(actual.Port, prefix);
        var lines = list.Exchanges.Select((exchange, index) => (exchange, Line: Difference(list, exchange, restore(expectedAnswers[index]), restore(actualAnswers[index]))))
            .Where(row => row.Line is not null)
            .Select(row => $"{row.exchange.Method} {prefix}{row.exchange.Path}: {row.Line}\n");
        return string.Concat(lines);
    }

    private static string? Difference(RequestList list, Exchange exchange, Answer expected, Answer actual)
    {
        if (!Regex.IsMatch(expected.Status, $"^({exchange.Status}) "))
        {
            return $"waitress answers {expected.Status}, not {exchange.Status}";
        }
        var (wanted, got) = exchange.Uncaught ? (expected.Status, actual.Status) : (expected.Said(list.Masks), actual.Said(list.Masks));
        if (wanted == got)
        {
            return null;
        }
        var missing = wanted.Split('\n').Except(got.Split('\n')).Take(4);
        var added = got.Split('\n').Except(wanted.Split('\n')).Take(4);
        return $"waitress says [{string.Join(" | ", missing)}], compose says [{string.Join(" | ", added)}]";
    }
}
