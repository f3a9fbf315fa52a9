// SPDX-License-Identifier: MIT
using Composer.Config;
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

    [Theory]
    [InlineData("egg:waitress#main", "host = 10.0.0.1\nport = 81", "app globals host=10.0.0.1 port=81", "host = 10.0.0.1, port = 81")]
    [InlineData("egg:waitress#main", "listen = *:81 *:82", "app globals listen=*:81 *:82", "listen = *:81 *:82")]
    [InlineData("egg:waitress#main", "", "app globals", null)]
    public async Task Native_server_false_runs_the_one_that_is_named(string use, string settings, string call, string? address)
    {
        UseWaitress();

        var site = Serve($"[composer]\nnative_server = no\n[server:main]\nuse = {use}\n{settings}\n");
        await site.Server!.ServeAsync(site.App, default);

        Assert.Equal(call, Assert.Single(Python.Calls).Shape);
        Assert.Equal([$"server 'main' is Python's '{use}'; {(address is null ? "Composer does not know where it listens" : $"its section says {address}")}"], site.Notes);
    }

    [Theory]
    [InlineData("127.0.0.1:81", "host=127.0.0.1 port=81")]
    [InlineData(":81", "host=0.0.0.0 port=81")]
    [InlineData("[::1]:81", "host=::1 port=81")]
    [InlineData("81", "host=127.0.0.1 port=81")]
    public async Task The_command_line_moves_a_Python_server_whose_words_are_known(string bind, string keywords)
    {
        UseWaitress();
        var request = new SiteRequest { ServerSettings = Conf.Of([KeyValuePair.Create("bind", bind)]) };

        var site = Load(App + "[composer]\nnative_server = no\n[server:main]\nuse = egg:waitress\nlisten = *:80\nthreads = 3\n", request);
        await site.Server!.ServeAsync(site.App, default);

        Assert.Equal("app globals threads=3 " + keywords, Assert.Single(Python.Calls).Shape);
    }

    [Theory]
    [InlineData("unix:/x", "egg:waitress", "", "error bad-value: server 'main': 'egg:waitress#main' is a Python server, which takes one address of the form host:port, not 'unix:/x'")]
    [InlineData("1 2", "egg:waitress", "", "error bad-value: server 'main': 'egg:waitress#main' is a Python server, which takes one address of the form host:port, not '1 2'")]
    [InlineData("81", "call:mein:run", "", "error bind-unknown: server 'main': 'call:mein:run' is a Python server whose address Composer cannot set: its section has no host and no port")]
    public void One_that_cannot_be_moved_is_an_error(string bind, string use, string settings, string expected)
    {
        UseWaitress();
        var request = new SiteRequest { ServerSettings = Conf.Of([KeyValuePair.Create("bind", bind)]) };

        var error = Assert.Throws<ConfigException>(() => Load($"{App}[composer]\nnative_server = no\n[server:main]\nuse = {use}\n{settings}\n", request));

        Assert.Contains(expected, Assert.Single(error.Diagnostics).ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[composer]\nnative_server = no\n", "egg:gunicorn#main", "gunicorn --paste")]
    [InlineData("", "call:gunicorn.app.pasterapp:serve", "gunicorn --paste")]
    [InlineData("", "call:uwsgi:run", "uwsgi --ini-paste")]
    public void One_that_forks_is_refused_with_the_command_to_use_instead(string composer, string use, string command)
    {
        Python = new FakePython { Path = [Path.Combine(Folder, "lib")] };
        Write("lib/gunicorn-20.dist-info/entry_points.txt", "[paste.server_runner]\nmain = gunicorn.app.pasterapp:serve\n");

        var error = Assert.Single(Check($"{composer}{App}[server:main]\nuse = {use}\n"), problem => problem.Contains("server-forks", StringComparison.Ordinal));

        Assert.EndsWith($"hint: start it yourself, with the Python package wsgi_composer: {command} site.ini", error, StringComparison.Ordinal);
    }

    private void UseWaitress()
    {
        Python = new FakePython { Path = [Path.Combine(Folder, "lib")] }.With("waitress:serve_paste", _ => null).With("mein:run", _ => null);
        Write("lib/waitress-2.dist-info/entry_points.txt", "[paste.server_runner]\nmain = waitress:serve_paste\n");
    }

    private RunningSite Serve(string server) => Load(App + server, new SiteRequest());

    private static TestHttpOptions Http(RunningSite site) => Assert.IsType<TestHttp>(site.Server).Options;
}
