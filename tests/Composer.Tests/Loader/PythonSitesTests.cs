// SPDX-License-Identifier: MIT
using Composer.Wsgi;
using Xunit;

namespace Composer.Tests.Loader;

/// <summary>Paste Deploy's protocols and order of construction; [Snn] are lines of spec/paste-deploy.md.</summary>
public sealed class PythonSitesTests : LoaderTest
{
    public PythonSitesTests() => Python = new FakePython { Path = [Path.Combine(Folder, "lib")] };

    [Theory]
    [InlineData("app", "paste.app_factory", "globals x=1 y=2")]
    [InlineData("app", "paste.composite_factory", "loader globals x=1 y=2")]
    [InlineData("composite", "paste.composit_factory", "loader globals x=1 y=2")]
    public void App_factories_are_called_as_their_protocol_says(string kind, string protocol, string shape)
    {
        Python.With("shop:make");

        Load($"""
            [{kind}:main]
            {protocol} = shop:make
            x = 1
            composer.threads = 2
            y = 2
            """);

        Assert.Equal(shape, Assert.Single(Python.Calls).Shape);
        Assert.Equal([("main", 2)], Python.Apps);
    }

    [Theory]
    [InlineData("paste.filter_factory", "shop:filter|globals x=1", "made:filter|app")]
    [InlineData("paste.filter_app_factory", "shop:filter|app globals x=1", null)]
    public void Filter_factories_are_called_as_their_protocol_says(string protocol, string first, string? second)
    {
        Python.With("shop:app").With("made:filter", _ => new FakePython.Thing("filtered")).With("shop:filter", _ => new FakePython.Thing("made:filter"));

        Load($"""
            [app:main]
            paste.app_factory = shop:app
            filter-with = f
            [filter:f]
            {protocol} = shop:filter
            x = 1
            """);

        var calls = Python.Calls.Where(call => call.Function != "shop:app").Select(call => $"{call.Function}|{call.Shape}");
        Assert.Equal(second is null ? [first] : [first, second], calls);
    }

    [Fact]
    public void Call_takes_its_protocol_from_the_section()
    {
        Python.With("shop.views:main");

        Load("""
            [composite:main]
            use = call:shop.views:main
            a = b
            """);

        Assert.Equal("loader globals a=b", Assert.Single(Python.Calls).Shape);
    }

    [Fact]
    public void An_entry_point_is_found_among_the_installed_distributions()
    {
        Write("lib/Shop-1.0.dist-info/entry_points.txt", "[paste.app_factory]\nmain = shop.wsgi:App.make\n");
        Python.With("shop.wsgi:App.make");

        Load("[app:main]\nuse = egg:shop\n");

        Assert.Equal("globals", Assert.Single(Python.Calls).Shape);
    }

    [Fact] // [S25]
    public void A_pipeline_makes_the_app_then_the_filters_left_to_right_and_applies_them_right_to_left()
    {
        Python.With("m:app").With("m:f1").With("m:f2").With("m:f3");

        Load("""
            [pipeline:main]
            pipeline = f1 f2 f3 app
            [app:app]
            paste.app_factory = m:app
            [filter:f1]
            paste.filter_factory = m:f1
            [filter:f2]
            paste.filter_app_factory = m:f2
            [filter:f3]
            paste.filter_factory = m:f3
            """);

        Assert.Equal(
            ["call m:app", "call m:f1", "call m:f3", "call m:f3", "call m:f2", "call m:f1"],
            Python.Log.Where(line => line.StartsWith("call", StringComparison.Ordinal)));
    }

    [Fact] // [S25]
    public void A_filter_app_makes_next_then_the_filter_and_filter_with_the_filter_then_the_app()
    {
        Python.With("m:app").With("m:f").With("m:g");

        Load("""
            [filter-app:main]
            paste.filter_app_factory = m:f
            next = app
            [app:app]
            paste.app_factory = m:app
            filter-with = g
            [filter:g]
            paste.filter_factory = m:g
            """);

        Assert.Equal(
            ["call m:g", "call m:app", "call m:g", "call m:f"],
            Python.Log.Where(line => line.StartsWith("call", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Components_and_Python_alternate()
    {
        Python.With("m:app").With("m:f", call => new Around(new AroundOptions { Word = "py" }, call.App, null!));

        var site = Load("""
            [pipeline:main]
            pipeline = a f a app
            [filter:a]
            use = composer:around
            word = cs
            [filter:f]
            use = wsgi:m:f
            option = 1
            [app:app]
            use = wsgi:m:app
            threads = 1
            """);

        Assert.Equal("cs(py(cs(python: m:app)))", await Get(site));
        Assert.Equal("app option=1", Assert.Single(Python.Calls).Shape);
        Assert.Equal([("app", 1), ("f", null)], Python.Apps);
    }

    [Fact] // [S29]
    public async Task A_composite_gets_apps_from_its_loader_with_and_without_its_global_conf()
    {
        Python.With("m:root", call =>
        {
            var with = (IWsgiApp)call.Loader.GetApp("leaf", call.Globals);
            var without = (IWsgiApp)call.Loader.GetApp("leaf", null);
            return new Mount(new MountOptions { Apps = [new("/with", with), new("/without", without)] });
        });

        var site = Load("""
            [DEFAULT]
            word = default
            [composite:main]
            paste.composite_factory = m:root
            set word = changed
            [app:leaf]
            use = composer:say
            get text = word
            """);

        Assert.Equal("leaf: changed", await Get(site, "/with"));
        Assert.Equal("leaf: default", await Get(site, "/without"));
    }

    [Fact]
    public async Task A_composite_gets_filters_and_contexts_from_its_loader()
    {
        IReadOnlyDictionary<string, object?>? context = null;
        Python.With("m:root", call =>
        {
            context = call.Loader.GetContext("app", "leaf", null);
            var filter = (Func<IWsgiApp, IWsgiApp>)call.Loader.GetFilter("f", null);
            return filter((IWsgiApp)call.Loader.GetApp("leaf", null));
        });

        var site = Load("""
            [composite:main]
            paste.composite_factory = m:root
            [app:leaf]
            use = composer:say
            text = x
            [filter:f]
            use = composer:around
            word = F
            """);

        Assert.Equal("F(leaf: x)", await Get(site));
        Assert.Equal("leaf", context!["name"]);
        Assert.Equal("x", ((IReadOnlyDictionary<string, object?>)context["local_conf"]!)["text"]);
    }

    [Fact]
    public void What_a_loader_cannot_find_is_a_problem_of_the_config()
    {
        Python.With("m:root", call => call.Loader.GetApp("absent", null));

        var problems = Problems("[composite:main]\npaste.composite_factory = m:root\n");

        Assert.Contains("absent", Assert.Single(problems), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_import_that_fails_is_reported_with_its_place()
    {
        var problems = Problems("""
            [pipeline:main]
            pipeline = f app
            [filter:f]
            paste.filter_factory = nofilter:make
            [app:app]
            use = wsgi:noapp:app
            """);

        Assert.Equal(2, problems.Count);
        Assert.StartsWith("site.ini:4:24: error python-import: filter 'f': 'import:nofilter:make' – No module named 'nofilter' (imported from ", problems[0], StringComparison.Ordinal);
        Assert.StartsWith("site.ini:6:7: error python-import: app 'app': 'wsgi:noapp:app' – No module named 'noapp' (imported from ", problems[1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_factory_that_raises_is_reported_with_Pythons_last_line()
    {
        Python.With("m:app", _ => throw FakePython.Raises("ValueError: bad total"));

        Assert.Equal(["site.ini:2:7: error factory-failed: app 'main': 'call:m:app' raised ValueError: bad total"], Problems("[app:main]\nuse = call:m:app\n"));
    }

    [Fact]
    public void An_unexpected_keyword_is_reported_where_it_is_written()
    {
        Python.With("m:app", _ => throw FakePython.Raises("TypeError: app() got an unexpected keyword argument 'colour'"));

        Assert.StartsWith("site.ini:3:1: error factory-failed: ", Assert.Single(Problems("[app:main]\nuse = call:m:app\ncolour = red\n")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_factory_that_returns_None_is_reported()
    {
        Python.With("m:app", _ => null);

        Assert.EndsWith("'call:m:app' returned None", Assert.Single(Problems("[app:main]\nuse = call:m:app\n")), StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_imported_while_the_config_has_errors()
    {
        Python.With("m:app");

        Assert.NotEmpty(Problems("[app:main]\nuse = call:m:app\nfilter-with = f\n[filter:f]\nuse = composer:around\n"));
        Assert.Empty(Python.Log);
    }

    [Fact]
    public void A_plain_app_takes_no_settings() =>
        Assert.StartsWith("site.ini:3:1: error unknown-key: app 'main' has no setting 'colour': 'wsgi:m:app' is the app itself", Assert.Single(Problems("[app:main]\nuse = wsgi:m:app\ncolour = red\n")), StringComparison.Ordinal);

    [Theory]
    [InlineData("0")]
    [InlineData("many")]
    public void A_wrong_number_of_threads_is_a_bad_value(string threads) =>
        Assert.StartsWith("site.ini:3:20: error bad-value: app 'main': 'composer.threads' must be a whole number, 1 or more, not", Assert.Single(Problems($"[app:main]\nuse = call:m:app\ncomposer.threads = {threads}\n")), StringComparison.Ordinal);
}
