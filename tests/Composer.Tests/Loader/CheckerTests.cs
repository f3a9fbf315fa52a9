// SPDX-License-Identifier: MIT
using Xunit;

namespace Composer.Tests.Loader;

public sealed class CheckerTests : LoaderTest
{
    public CheckerTests()
    {
        Python = new FakePython { Path = [Path.Combine(Folder, "lib")] };
        Write("lib/Shop-1.0.dist-info/METADATA", "Name: Shop\n");
        Write("lib/Shop-1.0.dist-info/entry_points.txt", "[paste.app_factory]\nmain = shop:make\nadmin = shop:admin\n[paste.filter_factory]\nlog = shop:log\n");
        Write("lib/shop/__init__.py", "");
    }

    [Fact]
    public void A_right_config_has_no_problems_and_nothing_is_imported()
    {
        Assert.Empty(Check("""
            [pipeline:main]
            pipeline = log a site
            [filter:log]
            use = egg:Shop#log
            [filter:a]
            use = composer:around
            word = x
            [composite:site]
            use = composer:mount
            /a = egg:Shop
            /b = plain
            [app:plain]
            use = wsgi:shop:app
            [server:main]
            use = egg:waitress#main
            """));
        Assert.Empty(Python.Log);
    }

    [Fact]
    public void A_distribution_that_is_not_installed_is_named_with_the_nearest_and_where_was_searched()
    {
        Assert.Equal(
            ["site.ini:2:7: error no-such-distribution: app 'main' asks for 'egg:Shopp#main', but no Python distribution 'Shopp' is installed\n  hint: did you mean 'Shop'? searched lib; --python takes another Python"],
            Check("[app:main]\nuse = egg:Shopp\n"));
    }

    [Fact]
    public void An_entry_point_that_does_not_exist_has_a_suggestion()
    {
        var problem = Assert.Single(Check("[app:main]\nuse = egg:Shop#amdin\n"));

        Assert.StartsWith("site.ini:2:7: error ", problem, StringComparison.Ordinal);
        Assert.EndsWith("hint: did you mean 'admin'?", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("wsgi:shpo:app", "shpo")]
    [InlineData("call:shop.views:make", "shop.views")]
    public void A_module_without_a_file_is_reported_with_where_was_searched(string use, string module)
    {
        Assert.Equal(
            [$"site.ini:2:7: error python-import: app 'main': '{use}' – there is no module '{module}'\n  hint: searched lib; --python takes another Python"],
            Check($"[app:main]\nuse = {use}\n"));
    }

    [Fact]
    public void Sections_that_no_app_uses_are_checked_too()
    {
        var problems = Check("""
            [app:main]
            use = composer:say
            [filter:unused]
            use = composer:around
            word = x
            depth = 99
            [server:other]
            use = composer:http
            port = many
            """);

        Assert.Contains("site.ini:6:9: error bad-value: filter 'unused': 'depth' must be 1 to 9, not '99'", problems);
        Assert.Contains("site.ini:9:8: error bad-value: server 'other': 'port' must be a whole number, not 'many'", problems);
    }

    [Fact]
    public void Problems_are_sorted_and_each_is_reported_once()
    {
        var problems = Check("""
            [pipeline:main]
            pipeline = a site
            [pipeline:second]
            pipeline = a site
            [filter:a]
            use = composer:around
            word = x
            depth = 0
            [app:site]
            use = composer:say
            txet = y
            """);

        Assert.Equal(["site.ini:8:9", "site.ini:11:1"], problems.Where(problem => problem.Contains("error", StringComparison.Ordinal)).Select(problem => string.Join(':', problem.Split(':')[..3])));
    }

    [Fact]
    public void The_children_of_a_Python_composite_whose_rule_is_known_are_checked()
    {
        var problems = Check("""
            [composer]
            native = false
            [composite:main]
            use = call:paste.urlmap:urlmap_factory
            / = site
            [app:site]
            use = composer:say
            txet = y
            """);

        Assert.Contains(problems, problem => problem.StartsWith("site.ini:8:1: error unknown-key", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("composer:mount")]
    [InlineData("egg:Paste#urlmap")]
    public void What_a_composite_sets_counts_for_its_apps(string use)
    {
        Assert.Empty(Check($"""
            [app:leaf]
            use = composer:say
            get text = word
            [composite:main]
            use = {use}
            set word = hello
            / = leaf
            """));
    }

    [Fact]
    public void What_a_Python_composite_may_set_is_only_a_warning()
    {
        var problems = Check("""
            [composite:main]
            use = call:shop:root
            [app:leaf]
            use = composer:say
            get text = word
            """);

        Assert.StartsWith("site.ini:5:12: warning missing-setting", Assert.Single(problems), StringComparison.Ordinal);
    }

    [Fact]
    public void A_circle_is_found_though_nobody_stands_outside_it()
    {
        var problems = Check("""
            [app:a]
            use = b
            [app:b]
            use = a
            """);

        Assert.Contains(problems, problem => problem.Contains("error use-cycle", StringComparison.Ordinal));
    }
}
