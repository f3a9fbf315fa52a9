// SPDX-License-Identifier: MIT
using Composer.Middleware;
using Composer.Tests.Loader;
using Microsoft.Extensions.Logging.Abstractions;

namespace Composer.Tests.Middleware;

public sealed class RuntimeTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("composer-runtime-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_time_until_the_headers_is_told_twice()
    {
        var clock = new ManualClock();
        var app = Wsgi.App("200 OK", () => clock.Advance(TimeSpan.FromMilliseconds(12.5)));

        var result = Wsgi.Get("/", new Runtime(new RuntimeOptions(), app, clock));

        Assert.Equal("total;dur=12.5", result.Headers["Server-Timing"]);
        Assert.Equal("0.012500", result.Headers["X-Runtime"]);
    }

    [Fact]
    public void Each_part_has_its_own_time_without_what_it_called()
    {
        var clock = new ManualClock();
        var app = new TimedApp("the app", Wsgi.App("200 OK", () => clock.Advance(TimeSpan.FromMilliseconds(10))));
        var filter = new TimedApp("gzip", Wsgi.App(async environ =>
        {
            clock.Advance(TimeSpan.FromMilliseconds(2));
            return await app.InvokeAsync(environ);
        }));

        var result = Wsgi.Get("/", new Runtime(new RuntimeOptions { XRuntime = false }, filter, clock));

        Assert.Equal("gzip;dur=2, the-app;dur=10, total;dur=12", result.Headers["Server-Timing"]);
        Assert.Null(result.Headers["X-Runtime"]);
    }

    [Fact]
    public void Everything_inside_is_measured_by_the_name_of_its_section_and_nothing_outside()
    {
        var site = Load("""
            [pipeline:main]
            pipeline = log runtime gzip map
            [filter:log]
            use = composer:lint
            [filter:runtime]
            use = composer:runtime
            [filter:gzip]
            use = composer:compress
            [composite:map]
            use = composer:urlmap
            /shop = shop
            [filter-app:shop]
            use = composer:lint
            next = page
            [app:page]
            use = composer:respond
            """);

        var names = Wsgi.Get("/shop", site.App).Headers["Server-Timing"]!.Split(", ").Select(entry => entry.Split(';')[0]);

        Assert.Equal(["gzip", "map", "shop", "page", "total"], names);
    }

    [Fact]
    public void Without_it_nothing_is_wrapped()
    {
        var site = Load("[filter-app:main]\nuse = composer:lint\nnext = page\n[app:page]\nuse = composer:respond\n");

        Assert.Null(Wsgi.Get("/", site.App).Headers["Server-Timing"]);
    }

    [Fact]
    public void Several_of_them_have_names_of_their_own()
    {
        var inner = new Runtime(new RuntimeOptions { Name = "App", ServerTiming = false }, Wsgi.App("200 OK"), TimeProvider.System);

        var result = Wsgi.Get("/", new Runtime(new RuntimeOptions(), inner, TimeProvider.System));

        Assert.NotNull(result.Headers["X-Runtime-App"]);
        Assert.NotNull(result.Headers["X-Runtime"]);
        Assert.Throws<ArgumentException>(() => new Runtime(new RuntimeOptions { Name = "a b" }, inner, TimeProvider.System));
    }

    private RunningSite Load(string ini)
    {
        var file = Path.Combine(_folder, "site.ini");
        File.WriteAllText(file, ini);
        var loader = new Composer.Loader(new Registry(typeof(Runtime).Assembly), new FakePython(), new Services(TimeProvider.System, NullLoggerFactory.Instance));
        return loader.Load(loader.Read(file), new SiteRequest { WithServer = false });
    }
}
