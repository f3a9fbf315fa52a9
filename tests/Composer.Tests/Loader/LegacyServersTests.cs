// SPDX-License-Identifier: MIT
using Xunit;

namespace Composer.Tests.Loader;

public sealed class LegacyServersTests : LoaderTest
{
    private const string App = "[app:main]\nuse = composer:say\n";

    [Theory]
    [InlineData("egg:waitress#main", "", "0.0.0.0", 8080)]
    [InlineData("egg:waitress", "host = ::1\nport = 6543", "::1", 6543)]
    [InlineData("egg:Paste#http", "host = 10.0.0.1:81", "10.0.0.1", 81)]
    [InlineData("egg:gunicorn#main", "", "127.0.0.1", 8000)]
    [InlineData("egg:pyramid#wsgiref", "port = 6543", "0.0.0.0", 6543)]
    [InlineData("egg:PasteScript#wsgiutils", "port = 5000", "127.0.0.1", 5000)]
    [InlineData("egg:PasteScript#cherrypy", "host = 0.0.0.0", "0.0.0.0", 8080)]
    public void Their_addresses_are_understood(string use, string settings, string host, int port)
    {
        var options = Http(Serve($"[server:main]\nuse = {use}\n{settings}\n"));

        Assert.Equal((host, port), (options.Host, options.Port));
    }

    [Theory]
    [InlineData("egg:waitress", "listen = *:8080 127.0.0.1:9090", new[] { ":8080", "127.0.0.1:9090" })]
    [InlineData("egg:waitress", "unix_socket = /run/x.sock\nunix_socket_perms = 660", new[] { "unix:/run/x.sock?mode=660" })]
    [InlineData("egg:gunicorn#main", "bind = unix:/run/x.sock, [::1]:81", new[] { "unix:/run/x.sock", "[::1]:81" })]
    public void Several_addresses_and_sockets_are_understood(string use, string settings, string[] bind) =>
        Assert.Equal(bind, Http(Serve($"[server:main]\nuse = {use}\n{settings}\n")).Bind);

    [Theory]
    [InlineData("egg:waitress", "threads = 6", 6)]
    [InlineData("egg:Paste#http", "threadpool_workers = 7", 7)]
    [InlineData("egg:pyramid#cherrypy", "numthreads = 8", 8)]
    [InlineData("egg:waitress", "", null)]
    public void Their_threads_are_those_of_Python(string use, string settings, int? threads) =>
        Assert.Equal(threads, Serve($"[server:main]\nuse = {use}\n{settings}\n").Threads);

    [Fact]
    public void One_line_says_who_serves()
    {
        var site = Serve("[server:main]\nuse = egg:waitress#main\n");

        Assert.Equal(["server 'main' names 'egg:waitress#main': Composer's own HTTP server takes its place"], site.Notes);
    }

    [Fact]
    public void Settings_without_a_counterpart_are_warnings_and_harmless_ones_are_not()
    {
        var site = Serve("[server:main]\nuse = egg:waitress#main\nasyncore_use_poll = true\ntrusted_proxy = 10.0.0.1\n");

        Assert.Contains("'trusted_proxy'", Assert.Single(site.Warnings).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_fixed_url_scheme_is_what_the_app_sees()
    {
        var site = Serve("[server:main]\nuse = egg:waitress#main\nurl_scheme = https\n");
        var environ = new Composer.Wsgi.Environ();

        await site.App.InvokeAsync(environ);

        Assert.Equal("https", environ.UrlScheme);
    }

    [Fact]
    public void The_command_line_counts_more_than_the_section()
    {
        var request = new SiteRequest { ServerSettings = Conf.Of([KeyValuePair.Create("bind", "unix:/x")]) };

        var options = Http(Load(App + "[server:main]\nuse = composer:http\nhost = 10.0.0.1\nbacklog = 5\n", request));

        Assert.Equal(["unix:/x"], options.Bind);
        Assert.Equal(("127.0.0.1", 5), (options.Host, options.Backlog));
    }

    [Fact]
    public void A_file_without_a_server_is_served_by_the_default_one() =>
        Assert.Equal(8080, Http(Serve("")).Port);

    [Fact]
    public void A_server_of_another_name_can_be_chosen() =>
        Assert.Equal(81, Http(Load(App + "[server:main]\nuse = composer:http\n[server:other]\nuse = composer:http\nport = 81\n", new SiteRequest { Server = "other" })).Port);

    [Fact]
    public async Task A_server_written_in_Python_is_called_with_the_app()
    {
        Python = new FakePython { Path = [Path.Combine(Folder, "lib")] }.With("mein:run", _ => null);
        Write("lib/mein-1.dist-info/entry_points.txt", "[paste.server_runner]\nmain = mein:run\n");

        var site = Serve("[server:main]\nuse = egg:mein\nport = 1\n");
        await site.Server!.ServeAsync(site.App, default);

        Assert.Equal("app globals port=1", Assert.Single(Python.Calls).Shape);
    }

    private RunningSite Serve(string server) => Load(App + server, new SiteRequest());

    private static TestHttpOptions Http(RunningSite site) => Assert.IsType<TestHttp>(site.Server).Options;
}
