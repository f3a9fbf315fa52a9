// SPDX-License-Identifier: MIT
using Composer.Config;
using Composer.Middleware;
using Composer.Tests.Loader;
using Microsoft.Extensions.Logging.Abstractions;

namespace Composer.Tests.Middleware;

/// <summary>Components as a config makes them.</summary>
public sealed class MiddlewareConfigTests : IDisposable
{
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
    [InlineData("composite", "urlmap", "/ = a\nport 80 /x = a", "4:1: error bad-value: composite 'main': the mount point 'port 80 /x' has a port but no host")]
    [InlineData("composite", "urlmap", "http://x/ = a", "3:1: error bad-value: composite 'main': the mount point 'http' names the path 'http', which does not begin with a slash; an INI key ends at its first colon")]
    [InlineData("app", "static", "root = .\nfollow = sometimes", "4:10: error bad-value: app 'main': 'follow' must be within, all or none, not 'sometimes'")]
    [InlineData("app", "static", "root = .\nheaders = X-A: b", "4:11: error bad-value: app 'main': headers: 'X-A: b' is not a rule")]
    [InlineData("app", "static", "", "1:1: error missing-setting: app 'main' needs the setting 'document_root'")]
    [InlineData("filter-app", "compress", "next = a\ncodings = br lzma", "4:14: error bad-value: filter 'main': 'codings' must be br, gzip, brotli or x-gzip, not 'lzma'")]
    [InlineData("filter-app", "compress", "next = a\nlevle = 9", "4:1: error unknown-key: filter 'main' has no setting 'levle'")]
    public void Mistakes_are_shown_where_they_are(string kind, string component, string settings, string problem)
    {
        var error = Assert.Throws<ConfigException>(() => Load($"[{kind}:main]\nuse = composer:{component}\n{settings}\n[app:a]\nuse = composer:respond\n"));

        Assert.Contains(error.Diagnostics, diagnostic => diagnostic.ToString().Contains(problem, StringComparison.Ordinal));
    }

    private RunningSite Load(string ini)
    {
        var file = Path.Combine(_folder, "site.ini");
        File.WriteAllText(file, ini);
        var loader = new Composer.Loader(new Registry(typeof(Compress).Assembly), new FakePython(), new Services(TimeProvider.System, NullLoggerFactory.Instance));
        return loader.Load(loader.Read(file), new SiteRequest { WithServer = false });
    }
}
