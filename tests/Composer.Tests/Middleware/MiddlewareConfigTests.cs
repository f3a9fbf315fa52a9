// SPDX-License-Identifier: MIT
using System.Text;
using Composer.Config;
using Composer.Middleware;
using Composer.Tests.Loader;
using Composer.Wsgi;
using Microsoft.Extensions.Logging.Abstractions;

namespace Composer.Tests.Middleware;

/// <summary>Components as a config makes them.</summary>
public sealed class MiddlewareConfigTests : IDisposable
{
    private const string Authfunc = """
        [filter-app:main]
        use = egg:Paste#auth_basic
        realm = Staff
        authfunc = NAME
        next = app
        [app:app]
        use = composer:respond
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("composer-config-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Pastes_names_and_options_mean_these_components()
    {
        File.WriteAllText(Path.Combine(_folder, "page.txt"), new string('x', 1000));
        var site = Load("""
            [filter-app:main]
            use = egg:Paste#gzip
            compress_level = 9
            next = map
            [composite:map]
            use = egg:Paste#urlmap
            /files = files
            domain admin.org port 8080 /files = other
            not_found_app = other
            [app:files]
            use = egg:Paste#static
            document_root = .
            cache_max_age = 60
            [app:other]
            use = composer:respond
            status = 410
            """);

        var page = Wsgi.Get("/files/page.txt", site.App, ("Accept-Encoding", "gzip"));

        Assert.Equal(200, page.StatusCode);
        Assert.Equal("gzip", page.Headers["Content-Encoding"]);
        Assert.Equal("max-age=60", page.Headers["Cache-Control"]);
        Assert.Equal(410, Wsgi.Get("/files/page.txt", site.App, ("Host", "admin.org:8080")).StatusCode);
        Assert.Equal(410, Wsgi.Get("/nowhere", site.App).StatusCode);
    }

    [Theory]
    [InlineData("egg:Paste#session", "session_expiration = 60\nsession_file_path = sessions\nchmod = 600")]
    [InlineData("egg:Paste#paste_session", "expiration = 60\nsession_file_path = sessions")]
    [InlineData("egg:Paste#flup_session", "session_type = disk\nsession_timeout = 60\nsession_dir = sessions")]
    [InlineData("egg:Paste#flup_session", "session_type = memory\nsession_timeout = 60")]
    public async Task Pastes_sessions_are_those_of_the_session_filter(string use, string settings)
    {
        var site = Load($"""
            [filter-app:main]
            use = {use}
            cookie_name = _SID_
            {settings}
            next = probe
            [app:probe]
            use = assembly:{typeof(SessionProbe).Assembly.Location}#session-probe
            """);
        await site.StartAsync(default);

        var cookie = Wsgi.Get("/set?a", site.App).Headers["Set-Cookie"]!; // a key is set

        Assert.StartsWith("_SID_=", cookie, StringComparison.Ordinal);
        Assert.Equal("1 0", Wsgi.Get("/", site.App, ("Cookie", cookie.Split(';')[0])).Text);
        Assert.Equal(!settings.Contains("sessions", StringComparison.Ordinal), !Directory.Exists(Path.Combine(_folder, "sessions")));
        await site.DisposeAsync();
    }

    [Fact]
    public async Task Settings_of_the_session_count_in_DEFAULT_with_their_prefix_and_the_section_wins()
    {
        var site = Load($"""
            [DEFAULT]
            session.key = sid
            beaker.session.cookie_path = /shop
            session.samesite = strict
            timeout = never
            [filter-app:main]
            use = egg:Beaker#beaker_session
            samesite = none
            secure = true
            next = probe
            [app:probe]
            use = assembly:{typeof(SessionProbe).Assembly.Location}#session-probe
            """);
        await site.StartAsync(default);

        var cookie = Wsgi.Get("/set?a", site.App).Headers["Set-Cookie"];

        Assert.Matches("^sid=[0-9a-f]{32}; Path=/shop; HttpOnly; SameSite=None; Secure$|^sid=[0-9a-f]{32}; Path=/shop; Secure; HttpOnly; SameSite=None$", cookie);
        await site.DisposeAsync();
    }

    [Theory]
    [InlineData("composite", "urlmap", "/ = a\nport 80 /x = a", "4:1: error bad-value: composite 'main': the mount point 'port 80 /x' has a port but no host")]
    [InlineData("composite", "urlmap", "http://x/ = a", "3:1: error bad-value: composite 'main': the mount point 'http' names the path 'http', which does not begin with a slash; an INI key ends at its first colon")]
    [InlineData("app", "static", "root = .\nfollow = sometimes", "4:10: error bad-value: app 'main': 'follow' must be within, all or none, not 'sometimes'")]
    [InlineData("app", "static", "root = .\nheaders = X-A: b", "4:11: error bad-value: app 'main': headers: 'X-A: b' is not a rule")]
    [InlineData("app", "static", "", "1:1: error missing-setting: app 'main' needs the setting 'document_root'")]
    [InlineData("filter-app", "compress", "next = a\ncodings = br lzma", "4:14: error bad-value: filter 'main': 'codings' must be br, gzip, brotli or x-gzip, not 'lzma'")]
    [InlineData("filter-app", "compress", "next = a\nlevle = 9", "4:1: error unknown-key: filter 'main' has no setting 'levle'")]
    [InlineData("app", "static", "root =", "3:7: error bad-value: app 'main': 'root' must not be empty")]
    [InlineData("app", "redirect", "to = /x\nstatus = gone", "4:10: error bad-value: app 'main': 'status' must be 301, 302, 303, 307 or 308, not 'gone'")]
    [InlineData("app", "respond", "header = none", "unknown-key: app 'main' has no setting 'header'\n  hint: write header.NAME = …, one line for each")]
    [InlineData("filter-app", "urlmap", "next = a", "no filter 'urlmap'\n  hint: it is a composite; its section is [composite:NAME]")]
    [InlineData("filter-app", "static", "next = a", "no filter 'static'\n  hint: it is an app; its section is [app:NAME]")]
    [InlineData("filter-app", "quantum", "next = a", "no filter 'quantum'\n  hint: compose plugins lists its filters")]
    [InlineData("composite", "urlmap", "/ = a\nnot_fond_app = a", "which does not begin with a slash\n  hint: did you mean 'not_found_app'?")]
    [InlineData("filter-app", "grantip", "next = a\nclobber_usernam = yes", "hint: did you mean 'clobber_username'?")]
    [InlineData("filter-app", "session", "next = a\nurl = redis://cache/0", "4:7: error bad-value: filter 'main': a url says where a server is, not which: write type = redis, memcached or sql beside it")]
    [InlineData("filter-app", "security_headers", "next = a\nreferrer_policy = none", "4:19: error bad-value: filter 'main': browsers do not know 'none'; they know no-referrer, ")]
    [InlineData("filter-app", "profile", "next = a\nsort = speed", "4:8: error bad-value: filter 'main': sort: 'speed' is none of calls, ")]
    [InlineData("filter-app", "cors", "next = a\nallow_origin_patterns = https://(", "'https://(' is not a regular expression: Invalid pattern 'https://(' at offset 9")]
    [InlineData("filter-app", "auth_digest", "next = a\nrealm = A:b\nhtdigest = staff", "4:9: error bad-value: filter 'main': realm = A:b has a colon")]
    [InlineData("filter-app", "auth_cookie", "next = a\nsecure = perhaps", "4:10: error bad-value: filter 'main': 'secure' must be true, false or auto, not 'perhaps'")]
    public void Mistakes_are_shown_where_they_are(string kind, string component, string settings, string problem)
    {
        var error = Assert.Throws<ConfigException>(() => Load($"[{kind}:main]\nuse = composer:{component}\n{settings}\n[app:a]\nuse = composer:respond\n"));

        Assert.Contains(error.Diagnostics, diagnostic => diagnostic.ToString().Contains(problem, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("auth_basic", "htpasswd = staff.htpasswd", "4:12: error start-failed: filter 'main' cannot start: the password file cannot be read: ")]
    [InlineData("auth_tkt", "secret = file:site.key", "4:10: error start-failed: filter 'main' cannot start: there is no file ")]
    [InlineData("error_catcher", "debug = no\ntemplate = sorry.hbs", "5:12: error start-failed: filter 'main' cannot start: there is no template ")]
    [InlineData("statuspages", "template = site.ini.hbs", "4:12: error start-failed: filter 'main' cannot start: there is no template ")]
    [InlineData("error_catcher", "error_log = nowhere/errors.log", "4:13: error start-failed: ")]
    [InlineData("access_log", "file = nowhere/access.log", "4:8: error start-failed: filter 'main' cannot start: ")]
    [InlineData("errordocument", "404 = /here\n500 = pages/500.html", "5:7: error start-failed: filter 'main' cannot start: there is no document ")]
    [InlineData("session", "type = file\ndata_dir = site.ini", "5:12: error start-failed: filter 'main' cannot start: the folder ")]
    [InlineData("session", "type = file\ndata_dir = %(here)s/site.ini", "5:12: error start-failed: filter 'main' cannot start: the folder ")]
    [InlineData("session", "type = file\ndata_dir = /proc/self", "5:12: error start-failed: filter 'main' cannot start: the user ")]
    [InlineData("cache", "store = file\ndirectory = site.ini/x", "5:13: error start-failed: filter 'main' cannot start: the folder ")]
    public async Task What_is_missing_at_the_start_is_shown_at_the_setting_that_names_it(string component, string settings, string problem)
    {
        var site = Load($"[filter-app:main]\nuse = composer:{component}\nnext = a\n{settings}\n[app:a]\nuse = composer:respond\n");

        var error = await Assert.ThrowsAsync<ConfigException>(() => site.StartAsync(CancellationToken.None));

        Assert.Contains(problem, Assert.Single(error.Diagnostics).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_Python_function_in_a_setting_is_imported_and_asked()
    {
        var python = new FakePython().With("shop.users:check", asked => asked.Positional is [Environ, "alice", "grün"]);
        var site = Load(Authfunc.Replace("NAME", "shop.users.check", StringComparison.Ordinal), python);

        Assert.Equal(200, Wsgi.Get("/", site.App, Basic("alice:grün")).StatusCode);
        Assert.Equal(401, Wsgi.Get("/", site.App, Basic("alice:blau")).StatusCode);
        Assert.Equal(401, Wsgi.Get("/", site.App).StatusCode);
        Assert.Equal(["import shop.users:check", "call shop.users:check", "call shop.users:check"], python.Log);
    }

    [Theory]
    [InlineData("nowhere:check", "4:12: error python-import: filter 'main': 'nowhere:check' – No module named 'nowhere'")]
    [InlineData("shop:number", "4:12: error bad-value: filter 'main': 'shop:number' – it is not a function")]
    [InlineData("check", "4:12: error bad-value: filter 'main': 'check' does not name a Python function")]
    [InlineData("shop:check()", "4:12: error bad-value: filter 'main': 'shop:check()' does not name a Python function")]
    public void A_Python_function_that_cannot_be_had_is_an_error_of_its_line(string name, string problem)
    {
        var python = new FakePython().With("shop:number");

        var error = Assert.Throws<ConfigException>(() => Load(Authfunc.Replace("NAME", name, StringComparison.Ordinal), python));

        Assert.Contains(error.Diagnostics, diagnostic => diagnostic.ToString().Contains(problem, StringComparison.Ordinal));
    }

    [Fact]
    public void A_check_looks_for_the_module_of_a_Python_function_and_imports_nothing()
    {
        var python = new FakePython { Path = [_folder] };
        File.WriteAllText(Path.Combine(_folder, "shop.py"), "raise SystemExit");

        Assert.Empty(Check(Authfunc.Replace("NAME", "shop:check", StringComparison.Ordinal), python));
        Assert.Contains("'nowhere:check' – there is no module 'nowhere'", Assert.Single(Check(Authfunc.Replace("NAME", "nowhere:check", StringComparison.Ordinal), python)), StringComparison.Ordinal);
        Assert.Empty(python.Log);
    }

    [Theory]
    [InlineData("auth_basic", "htpasswd = staff.htpasswd", false)]
    [InlineData("cors", "allow_origins = https://shop.example.org\nallow_credentials = Yes", false)]
    [InlineData("auth_tkt", "secret = 3LpXz0q9Tn7sVw2y\nallow_weak_secret = T", true)]
    public void A_check_calls_secret_what_is_one(string component, string settings, bool isOne)
    {
        var hints = Check($"[filter-app:main]\nuse = composer:{component}\nnext = a\n{settings}\n[app:a]\nuse = composer:respond\n", new FakePython());

        Assert.Equal(isOne ? 1 : 0, hints.Count(hint => hint.Contains("clear-secret", StringComparison.Ordinal)));
    }

    private static (string, string) Basic(string credentials) => ("Authorization", "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(credentials)));

    private RunningSite Load(string ini, FakePython? python = null)
    {
        var loader = NewLoader(python ?? new FakePython());
        return loader.Load(loader.Read(Written(ini)), new SiteRequest { WithServer = false });
    }

    private List<string> Check(string ini, FakePython python)
    {
        var loader = NewLoader(python);
        return [.. loader.Check(loader.Read(Written(ini))).Select(problem => problem.ToString())];
    }

    private static Composer.Loader NewLoader(FakePython python) =>
        new(new Registry(typeof(Compress).Assembly), python, new Services(TimeProvider.System, NullLoggerFactory.Instance));

    private string Written(string ini)
    {
        var file = Path.Combine(_folder, "site.ini");
        File.WriteAllText(file, ini);
        return file;
    }
}
