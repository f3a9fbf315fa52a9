// SPDX-License-Identifier: MIT
using Composer.Middleware;
using Composer.Wsgi;
using Microsoft.Extensions.Logging;

namespace Composer.Tests.Middleware;

public sealed class AuthorizeTests : IDisposable
{
    private static readonly (string, string)[] Usual = [("/admin", "group admin"), ("/public", "all granted"), ("/", "valid-user")];

    private readonly string _file = Path.GetTempFileName();
    private readonly ManualClock _clock = new();
    private readonly RecordingLogger<Authorize> _log = new();

    private static IWsgiApp Ok => Wsgi.App("200 OK", "in");

    public void Dispose() => File.Delete(_file);

    [Theory]
    [InlineData("/x", null, 401)]
    [InlineData("/x", "joe", 200)]
    [InlineData("/", null, 401)]
    [InlineData("", null, 401)]
    [InlineData("/public", null, 200)]
    [InlineData("/public/", null, 200)]
    [InlineData("/public/a", null, 200)]
    [InlineData("/publication", null, 401)]
    [InlineData("/admin", null, 401)]
    [InlineData("/admin/x", "joe", 403)]
    [InlineData("/admin/x", "root", 200)]
    [InlineData("/administration", "joe", 200)]
    public void The_longest_path_counts_that_ends_where_a_segment_ends(string path, string? user, int status)
    {
        var result = Ask(Rules(Usual), path, user, tokens: user == "root" ? "admin" : null);

        Assert.Equal(status, result.StatusCode);
        Assert.Equal(status == 200 ? 1 : 0, result.Calls);
    }

    [Fact]
    public void A_method_that_nobody_registered_is_warned_about()
    {
        _ = Rules(("PSOT,PROPFIND /admin", "group admin"), ("/", "all granted"));

        Assert.Equal(["authorize: a rule is for 'PSOT', which is no registered HTTP method; requests with any other method pass it by"], _log.Messages);
    }

    // Each of these is /admin to some app.
    [Theory]
    [InlineData("//admin")]
    [InlineData("/admin//x")]
    [InlineData("/ADMIN")]
    [InlineData("/Admin/x")]
    [InlineData("/%61dmin")]
    [InlineData("/./admin")]
    [InlineData("/x/../admin")]
    [InlineData("/public/../admin")]
    [InlineData("/public/%2e%2e/admin")]
    [InlineData("/public/..%2fadmin")]
    [InlineData("/public%2f..%2fadmin")]
    [InlineData("/../admin")]
    [InlineData("/admin%2fx")]
    [InlineData("/admin%2Fx")]
    [InlineData("/%2fadmin")]
    [InlineData("/admin\\x")]
    [InlineData("/public/..\\admin")]
    [InlineData("/admin;x=1/y")]
    [InlineData("/public/..;/admin")]
    [InlineData("/public/.;/../admin")]
    [InlineData("/ADMIN%2f..%2Fadmin;a\\..\\x")]
    public void No_spelling_of_a_path_gets_around_its_rule(string path) =>
        Assert.Equal(403, Ask(Rules(Usual), path, "joe").StatusCode);

    // What could be taken for a public page is one only if nothing else could be meant.
    [Theory]
    [InlineData("/admin/../public")]
    [InlineData("/admin%2f..%2fpublic")]
    [InlineData("/admin/..;/public")]
    [InlineData("/PUBLIC")]
    [InlineData("/public/../x")]
    [InlineData("/public/..")]
    [InlineData("/public\\..\\x")]
    [InlineData("/x;/../public")]
    public void What_can_be_read_in_several_ways_must_pass_in_each_of_them(string path) =>
        Assert.Equal(401, Ask(Rules(Usual), path, null).StatusCode);

    [Theory]
    [InlineData("/public/a.b;c")]
    [InlineData("//public///a/")]
    [InlineData("/public/./a")]
    [InlineData("/public/a%2fb")]
    [InlineData("/public/.well-known/...")]
    public void What_means_the_same_in_every_reading_passes(string path) =>
        Assert.Equal(200, Ask(Rules(Usual), path, null).StatusCode);

    [Theory]
    [InlineData("GET", "/api/x", 200)]
    [InlineData("HEAD", "/api", 200)]
    [InlineData("POST", "/api", 401)]
    [InlineData("PUT", "/api/x", 401)]
    [InlineData("DELETE", "/api", 403)]
    [InlineData("get", "/api", 403)]
    [InlineData("GET", "/open", 401)]
    [InlineData("PUT", "/open", 200)]
    [InlineData("delete", "/wiki", 403)]
    [InlineData("Post", "/wiki", 200)]
    public void A_rule_may_be_about_some_methods(string method, string path, int status)
    {
        var app = Rules(("GET /api", "all granted"), ("POST,PUT /api", "valid-user"), ("/api", "all denied"), ("PUT /open", "all granted"), ("DELETE /wiki", "all denied"), ("/wiki", "all granted"), ("/", "valid-user"));

        Assert.Equal(status, Wsgi.Request(method, path, app).StatusCode);
    }

    [Theory]
    [InlineData("all granted", 200, 200)]
    [InlineData("ALL Denied", 403, 403)]
    [InlineData("valid-user", 401, 200)]
    [InlineData("user joe", 401, 200)]
    [InlineData("user sue, joe", 401, 200)]
    [InlineData("user sue", 401, 403)]
    [InlineData("user Joe", 401, 403)]
    [InlineData("token b", 401, 200)]
    [InlineData("token c", 401, 403)]
    [InlineData("group b", 401, 200)]
    [InlineData("group editors", 401, 200)]
    [InlineData("group admins", 401, 403)]
    [InlineData("group admins editors", 401, 200)]
    [InlineData("address 127.0.0.0/8", 200, 200)]
    [InlineData("address 10.0.0.0/8 loopback", 200, 200)]
    [InlineData("address 10.0.0.0/8", 403, 403)]
    [InlineData("valid-user and address loopback", 401, 200)]
    [InlineData("valid-user and address 10.0.0.0/8", 403, 403)]
    [InlineData("address 10.0.0.0/8 or user joe", 401, 200)]
    [InlineData("user sue or token b and address loopback", 401, 200)]
    [InlineData("user sue or token b and address private", 401, 403)]
    public void Requirements_are_about_users_groups_tokens_and_addresses(string requirement, int anonymous, int joe)
    {
        File.WriteAllText(_file, "# who\neditors: sue\neditors:\tjoe\nadmins: sue\n");
        var app = Rules(_file, ("/", requirement));

        Assert.Equal(anonymous, Ask(app, "/", null).StatusCode);
        Assert.Equal(joe, Ask(app, "/", "joe", tokens: "a,b").StatusCode);
    }

    [Fact]
    public void Tokens_may_be_a_list_and_count_without_a_user()
    {
        var environ = Wsgi.Environ("GET", "/");
        environ["REMOTE_USER_TOKENS"] = new List<object?> { "x", "system" };

        Assert.Equal(Verdict.Granted, Requirement.Parse("token system").Judge(new Subject(environ, null)));
        Assert.Equal(200, Ask(Rules(("/", "token system")), "/", null, tokens: "system").StatusCode);
    }

    [Fact]
    public void Names_that_are_not_ASCII_are_the_ones_of_the_environ()
    {
        Assert.Equal(200, Ask(Rules(("/größe", "user jörg"), ("/", "all denied")), "/gr%C3%B6%C3%9Fe", "j\u00c3\u00b6rg").StatusCode);
    }

    [Fact]
    public void The_file_of_groups_is_read_again_when_it_changes()
    {
        File.WriteAllText(_file, "admin: sue\nrubbish\n");
        var app = Rules(_file, ("/", "group admin"));
        Assert.Equal(403, Ask(app, "/", "joe").StatusCode);

        File.WriteAllText(_file, "admin: sue joe\n");
        _clock.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal(200, Ask(app, "/", "joe").StatusCode);
        Assert.Contains(_log.Entries, entry => entry.Level == LogLevel.Warning && entry.Message.Contains(":2 is not of the form group: user", StringComparison.Ordinal));
    }

    [Fact]
    public void An_optional_filter_outside_adds_to_a_401_how_to_log_in()
    {
        var basic = new AuthBasic(new() { Realm = "Staff", Users = ["joe:x"], AllowPlain = true, Optional = true }, Rules(Usual), new ComponentInfo("main", "/"), _clock, new RecordingLogger<AuthBasic>());

        var refused = Wsgi.Get("/x", basic);
        Assert.Equal((401, "Basic realm=\"Staff\", charset=\"UTF-8\""), (refused.StatusCode, refused.Headers["WWW-Authenticate"]));
        Assert.Equal(200, Wsgi.Get("/public/a", basic).StatusCode);
        Assert.Equal(200, Wsgi.Get("/x", basic, ("Authorization", "Basic am9lOng=")).StatusCode);
        var forbidden = Wsgi.Get("/admin", basic, ("Authorization", "Basic am9lOng="));
        Assert.Equal((403, null), (forbidden.StatusCode, forbidden.Headers["WWW-Authenticate"]));
        Assert.Contains(_log.Entries, entry => entry.Message.Contains("GET /admin forbidden for user joe from 127.0.0.1", StringComparison.Ordinal));
    }

    [Fact]
    public void Headers_of_the_client_are_nobody()
    {
        var app = Rules(("/", "user root or token admin"));

        Assert.Equal(401, Wsgi.Get("/", app, ("Remote-User", "root"), ("REMOTE_USER", "root"), ("Remote-User-Tokens", "admin"), ("X-Remote-User", "root")).StatusCode);
    }

    [Theory]
    [InlineData("/", "granted", "'granted' is not a condition; write all granted")]
    [InlineData("/", "", "'' lacks a condition")]
    [InlineData("/", "user", "in 'user' a name is missing after 'user'")]
    [InlineData("/", "user joe and", "'user joe and' lacks a condition")]
    [InlineData("/", "valid-user joe", "'valid-user joe' is not a condition")]
    [InlineData("/", "address localhost", "'localhost' is a name, not an address")]
    [InlineData("admin", "valid-user", "'admin' is neither a setting nor a path; write for instance /admin = group admin")]
    [InlineData("post /admin", "valid-user", "'post /admin' is neither a setting nor a path")]
    [InlineData("/admin/*", "valid-user", "the path '/admin/*' is compared with the decoded path")]
    [InlineData("/a/../b", "valid-user", "the path '/a/../b' is compared with the decoded path")]
    [InlineData("/a", "valid-user", "write a rule for everything: / = valid-user")]
    [InlineData("GET /", "valid-user", "write a rule for everything: / = valid-user")]
    public void Mistakes_are_told_with_the_remedy(string key, string requirement, string problem)
    {
        var error = Assert.Throws<ArgumentException>(() => Rules((key, requirement)));

        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_path_costs_what_the_rules_are_long_and_not_what_it_is() =>
        Assert.Equal(403, Ask(Rules([.. Usual, ("/admin/a/a/a", "all denied")]), "/admin" + string.Concat(Enumerable.Repeat("/a", 400_000)), "joe").StatusCode);

    private Authorize Rules(params (string Key, string Requirement)[] rules) => Rules(null, rules);

    private Authorize Rules(string? groups, params (string Key, string Requirement)[] rules)
    {
        var options = new AuthorizeOptions { Groups = groups, Rules = [.. rules.Select(rule => KeyValuePair.Create(rule.Key, rule.Requirement))] };
        var filter = new Authorize(options, Ok, new ComponentInfo("main", Path.GetTempPath()), _clock, _log);
        filter.StartAsync(CancellationToken.None).GetAwaiter().GetResult();
        return filter;
    }

    private static Result Ask(IWsgiApp app, string path, string? user, string? tokens = null) => Wsgi.Request("GET", path, app, prepare: environ =>
    {
        environ.RemoteUser = user;
        environ["REMOTE_USER_TOKENS"] = tokens;
    });
}
