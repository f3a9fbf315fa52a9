// SPDX-License-Identifier: MIT
using System.Text;
using Composer.Middleware;
using Composer.Wsgi;

namespace Composer.Tests.Middleware;

public sealed class UrlMapTests
{
    [Theory]
    [InlineData("/", "root", "", "/")]
    [InlineData("/blah", "root", "", "/blah")]
    [InlineData("/foo", "foo", "/foo", "")]
    [InlineData("/foo/", "foo", "/foo", "/")]
    [InlineData("/foo/x", "foo", "/foo", "/x")]
    [InlineData("/foo/bar", "foobar", "/foo/bar", "")]
    [InlineData("/foo/bar/baz/qux", "foobar", "/foo/bar", "/baz/qux")]
    [InlineData("/foo/barbar", "foo", "/foo", "/barbar")]
    [InlineData("/food", "root", "", "/food")]
    [InlineData("/f/oo", "f", "/f", "/oo")]
    [InlineData("/FOO", "root", "", "/FOO")]
    [InlineData("/caf%C3%A9/menu", "cafe", "/cafÃ©", "/menu")]
    public void The_longest_prefix_of_whole_segments_wins(string path, string app, string script, string rest)
    {
        var result = Wsgi.Get(path, Map(("/", "root"), ("/foo", "foo"), ("/foo/bar/", "foobar"), ("/f", "f"), ("/café", "cafe")));

        Assert.Equal($"{app}|{script}|{rest}", Latin1(result));
    }

    [Theory]
    [InlineData("//foo", "foo|/foo|")]
    [InlineData("/foo///bar//quux", "foobar|/foo/bar|//quux")]
    [InlineData("//other//x", "root||//other//x")]
    [InlineData("/foo//", "foo|/foo|//")]
    public void Slashes_are_folded_only_inside_the_prefix(string path, string expected) =>
        Assert.Equal(expected, Wsgi.Get(path, Map(("/", "root"), ("/foo", "foo"), ("/foo/bar", "foobar"))).Text);

    [Theory]
    [InlineData("/foo%2Fbar/x", "root||/foo/bar/x")]
    [InlineData("/foo%2fbar/x?next=/foo", "root||/foo/bar/x")]
    [InlineData("/foo/bar%2Fx", "foobarless|/foo|/bar/x")]
    [InlineData("/foo/x?next=%2Ffoo", "foobarless|/foo|/x")]
    [InlineData("/foo%252Fbar", "root||/foo%2Fbar")]
    public void An_encoded_slash_is_no_border_of_a_segment(string path, string expected) =>
        Assert.Equal(expected, Wsgi.Get(path, Map(("/", "root"), ("/foo", "foobarless"), ("/foo/bar", "foobar"))).Text);

    [Fact]
    public void An_encoded_slash_is_found_behind_an_outer_prefix_too()
    {
        var outer = new UrlMap(new UrlMapOptions { Mounts = [new("/out", Map(("/", "root"), ("/a/b", "ab")))] });

        Assert.Equal("root|/out|/a/b", Wsgi.Get("/out/a%2Fb", outer).Text);
    }

    [Theory]
    [InlineData("/a%2Fb", 400)]
    [InlineData("/a?b=%2F", 200)]
    public void An_encoded_slash_can_be_rejected(string path, int status)
    {
        var map = new UrlMap(new UrlMapOptions { EncodedSlash = EncodedSlash.Reject, Mounts = [new("/", Echo("root"))] });

        Assert.Equal(status, Wsgi.Get(path, map).StatusCode);
    }

    [Theory]
    [InlineData("ex.org", "/", "plain")]
    [InlineData("EX.org.", "/", "plain")]
    [InlineData("ex.org:80", "/", "plain")]
    [InlineData("ex.org:8080", "/a", "port")]
    [InlineData("ex.org:8080", "/b", "plain")]
    [InlineData("sub.ex.org", "/", "wild")]
    [InlineData("a.deep.ex.org", "/", "deep")]
    [InlineData("[::1]:8080", "/x", "v6")]
    [InlineData("[::1]", "/x", "v6")]
    [InlineData("[0:0::0001]:81", "/x", "v6")]
    [InlineData("[::2]", "/x", "any")]
    [InlineData("evil[ex.org]", "/x", "any")]
    [InlineData("other", "/a", "any")]
    public void The_more_specific_host_wins(string host, string path, string app)
    {
        var map = Map(
            ("/", "any"), ("domain ex.org port 8080 /a", "port"), ("domain ex.org", "plain"), ("*.ex.org".Insert(0, "http://"), "wild"),
            ("domain *.deep.ex.org /", "deep"), ("http://[::1]/", "v6"));

        Assert.StartsWith(app + "|", Wsgi.Get(path, map, ("Host", host)).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http", "web")]
    [InlineData("https", "tls")]
    public void A_host_without_a_port_has_the_port_of_its_scheme(string scheme, string app)
    {
        var map = Map(("http://ex.org:80/", "web"), ("http://ex.org:443/", "tls"));

        var result = Wsgi.Request("GET", "/", map, prepare: environ => environ.UrlScheme = scheme, headers: ("Host", "ex.org"));

        Assert.StartsWith(app, result.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_request_without_a_host_gets_what_is_for_any_host()
    {
        var map = Map(("domain localhost /", "named"), ("/a", "any"));
        static void WithoutHost(Environ environ) => environ.Remove(EnvironKey.HttpHost);

        Assert.Equal("any|/a|", Wsgi.Request("GET", "/a", map, prepare: WithoutHost).Text);
        Assert.Equal(404, Wsgi.Request("GET", "/nope", map, prepare: WithoutHost).StatusCode);
    }

    [Fact]
    public void A_miss_is_a_plain_404_that_repeats_nothing_of_the_request()
    {
        var result = Wsgi.Get("/<script>", Map(("/foo", "foo")));

        Assert.Equal("404 Not Found", result.Status);
        Assert.StartsWith("text/plain", result.Headers["Content-Type"], StringComparison.Ordinal);
        Assert.DoesNotContain("script", result.Text, StringComparison.Ordinal);
        Assert.Empty(Wsgi.Head("/x", Map(("/foo", "foo"))).Body);
    }

    [Fact]
    public void The_not_found_app_gets_the_request_untouched()
    {
        var map = new UrlMap(new UrlMapOptions { NotFoundApp = Echo("lost"), Mounts = [new("/foo", Echo("foo"))] });

        Assert.Equal("lost||/bar", Wsgi.Get("/bar", map).Text);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_outer_environ_is_as_before_when_the_app_has_answered(bool late)
    {
        var map = new UrlMap(new UrlMapOptions { Mounts = [new("/foo", Wsgi.App(async environ =>
        {
            if (late)
            {
                await Task.Yield();
            }
            return Wsgi.Answer("200 OK", Body.From(environ.PathInfo));
        }))] });
        var environ = Wsgi.Environ("GET", "/foo/x");

        var result = await Wsgi.RunAsync(environ, map);

        Assert.Equal("/x", result.Text);
        Assert.Equal(("", "/foo/x"), (environ.ScriptName, environ.PathInfo));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_body_that_is_made_while_it_is_read_sees_the_paths_of_its_app_and_nobody_else_does(bool late)
    {
        LazyBody? body = null;
        var inner = new UrlMap(new UrlMapOptions { Mounts = [new("/bar", Wsgi.App(environ => Wsgi.Answer("200 OK", body = new LazyBody(environ, late))))] });
        var map = new UrlMap(new UrlMapOptions { Mounts = [new("/foo", inner)] });
        var environ = Wsgi.Environ("GET", "/foo/bar/x");

        var response = await map.InvokeAsync(environ);
        var block = await response.Body.ReadAsync();

        Assert.Equal("/foo/bar|/x", Encoding.UTF8.GetString(block.Span));
        Assert.Equal(("", "/foo/bar/x"), (environ.ScriptName, environ.PathInfo));
        await response.DisposeAsync();
        Assert.Equal("/foo/bar|/x", body?.SeenAtTheEnd);
        Assert.Equal(("", "/foo/bar/x"), (environ.ScriptName, environ.PathInfo));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_outer_environ_is_as_before_when_the_app_fails(bool late)
    {
        var map = new UrlMap(new UrlMapOptions { Mounts = [new("/foo", new Failing(late))] });
        var environ = Wsgi.Environ("GET", "/foo/x");

        await Assert.ThrowsAsync<InvalidOperationException>(() => Wsgi.RunAsync(environ, map));

        Assert.Equal(("", "/foo/x"), (environ.ScriptName, environ.PathInfo));
    }

    [Fact]
    public void A_map_in_a_map_adds_its_prefix()
    {
        var outer = new UrlMap(new UrlMapOptions { Mounts = [new("/foo", Map(("/bar", "x")))] });

        Assert.Equal("x|/foo/bar|/y", Wsgi.Get("/foo/bar/y", outer).Text);
        Assert.Equal(404, Wsgi.Get("/foo/baz", outer).StatusCode);
    }

    [Theory]
    [InlineData("foo", "does not begin with a slash")]
    [InlineData("http", "ends at its first colon")]
    [InlineData("", "is empty")]
    [InlineData("domain", "a host name must follow")]
    [InlineData("domain a domain b", "more than one domain")]
    [InlineData("domain a port", "a number must follow")]
    [InlineData("domain a port x /", "not a number from 1 to 65535")]
    [InlineData("domain a port 70000 /", "not a number from 1 to 65535")]
    [InlineData("port 80 /", "a port but no host")]
    [InlineData("/a /b", "more than one path")]
    [InlineData("domain a http://b/", "a host twice")]
    [InlineData("http://::1/", "IPv6 address stands in brackets")]
    [InlineData("domain [", "is written in TOML or YAML")]
    [InlineData("http://a*.org/", "does not stand for all subdomains")]
    [InlineData("http:///x", "not a host name")]
    [InlineData("/a?b", "a query")]
    public void A_key_that_is_no_mount_point_is_refused_by_name(string key, string problem)
    {
        var error = Assert.Throws<ArgumentException>(() => Map((key, "app")));

        Assert.Contains($"'{key}'", error.Message, StringComparison.Ordinal);
        Assert.Equal(key, error.ParamName);
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/a", "/a/")]
    [InlineData("http://a", "domain A /")]
    [InlineData("http://[::1]/x", "domain [0::1] /x")]
    public void Two_keys_that_mean_the_same_are_refused(string first, string second) =>
        Assert.Contains($"'{first}'", Assert.Throws<ArgumentException>(() => Map((first, "x"), (second, "y"))).Message, StringComparison.Ordinal);

    [Fact]
    public void A_hundred_mounts_all_find_their_app()
    {
        var map = Map([.. Enumerable.Range(0, 100).Select(i => ($"/section/{i}/app", $"app{i}"))]);

        Assert.All(Enumerable.Range(0, 100), i => Assert.Equal($"app{i}|/section/{i}/app|/x", Wsgi.Get($"/section/{i}/app/x", map).Text));
    }

    private static UrlMap Map(params (string Key, string App)[] mounts) =>
        new(new UrlMapOptions { Mounts = [.. mounts.Select(mount => KeyValuePair.Create(mount.Key, Echo(mount.App)))] });

    private static IWsgiApp Echo(string name) => Wsgi.App(environ =>
        Wsgi.Answer("200 OK", Body.From(Encoding.Latin1.GetBytes($"{name}|{environ.ScriptName}|{environ.PathInfo}"))));

    private static string Latin1(Result result) => Encoding.Latin1.GetString(result.Body);

    private sealed class Failing(bool late) : IWsgiApp
    {
        public ValueTask<Response> InvokeAsync(Environ environ) => late ? Late() : throw new InvalidOperationException();

        private static async ValueTask<Response> Late()
        {
            await Task.Yield();
            throw new InvalidOperationException();
        }
    }

    private sealed class LazyBody(Environ environ, bool late) : Body
    {
        public string? SeenAtTheEnd { get; private set; }

        public override async ValueTask<ReadOnlyMemory<byte>> ReadAsync(CancellationToken cancel = default)
        {
            if (late)
            {
                await Task.Yield();
            }
            return Encoding.UTF8.GetBytes($"{environ.ScriptName}|{environ.PathInfo}");
        }

        public override ValueTask DisposeAsync()
        {
            SeenAtTheEnd = $"{environ.ScriptName}|{environ.PathInfo}";
            return base.DisposeAsync();
        }
    }
}
