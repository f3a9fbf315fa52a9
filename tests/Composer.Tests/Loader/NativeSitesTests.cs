// SPDX-License-Identifier: MIT
using Composer.Wsgi;
using Xunit;

namespace Composer.Tests.Loader;

public sealed class NativeSitesTests : LoaderTest
{
    [Fact]
    public async Task A_pipeline_of_components_runs_outermost_first()
    {
        var site = Load("""
            [pipeline:main]
            pipeline = a b site
            [filter:a]
            use = composer:around
            word = A
            [filter:b]
            use = egg:wsgi-composer#around
            word = B
            [app:site]
            use = composer:tell
            text = hi
            """);

        Assert.Equal("A(B(site: hi))", await Get(site));
        Assert.False(Python.WasAskedForItsPath);
    }

    [Fact]
    public async Task Pastes_names_are_served_by_the_components_that_replace_them_without_Paste()
    {
        var site = Load("""
            [app:main]
            use = egg:Paste#test
            text = native
            filter-with = f
            [filter:f]
            use = egg:paste#gzip
            word = W
            """);

        Assert.Equal("W(main: native)", await Get(site));
    }

    [Theory]
    [InlineData("false", false)]
    [InlineData("around", true)]
    [InlineData("around, say", false)]
    [InlineData("tell", false)]
    [InlineData("test", false)]
    [InlineData("yes", true)]
    public void Native_replacements_can_be_turned_off_for_all_or_for_some(string native, bool replaced)
    {
        var problems = Problems($"""
            [composer]
            native = {native}
            [app:main]
            use = egg:Paste#test
            """);

        Assert.Equal(replaced, problems.Count == 0);
    }

    [Fact]
    public async Task A_composite_mounts_apps_by_name_and_by_uri()
    {
        var site = Load("""
            [composite:main]
            use = composer:mount
            /a = one
            /b = composer:say
            not_found_app = lost
            [app:one]
            use = composer:say
            text = first
            [app:lost]
            use = composer:say
            """);

        Assert.Equal("one: first", await Get(site, "/a"));
        Assert.Equal("composer:say: hello", await Get(site, "/b"));
        Assert.Equal("lost: hello", await Get(site, "/c"));
    }

    [Fact]
    public async Task What_a_composite_sets_reaches_its_apps()
    {
        var site = Load("""
            [DEFAULT]
            word = default
            [composite:main]
            use = composer:mount
            set word = changed
            / = one
            [app:one]
            use = composer:say
            get text = word
            """);

        Assert.Equal("one: changed", await Get(site));
    }

    [Fact]
    public void A_composite_that_mounts_itself_is_a_cycle()
    {
        var problems = Problems("""
            [composite:main]
            use = composer:mount
            /a = inner
            [composite:inner]
            use = composer:mount
            /b = main
            """);

        Assert.Contains("use-cycle", Assert.Single(problems), StringComparison.Ordinal);
    }

    [Fact]
    public void Problems_of_all_sections_are_reported_together()
    {
        var problems = Problems("""
            [pipeline:main]
            pipeline = a b site
            [filter:a]
            use = composer:around
            wrod = A
            [filter:b]
            use = composer:arond
            [app:site]
            use = composer:all
            count = many
            flag = perhaps
            """);

        Assert.Equal(
            [
                "site.ini:3:1: error missing-setting: filter 'a' needs the setting 'word'\n  reached by: pipeline:main -> filter:a\n  hint: add a line: word = …",
                "site.ini:5:1: error unknown-key: filter 'a' has no setting 'wrod'\n  reached by: pipeline:main -> filter:a\n  hint: did you mean 'word'? (required)",
                "site.ini:10:9: error bad-value: app 'site': 'count' must be a whole number, not 'many'\n  reached by: pipeline:main -> app:site",
                "site.ini:11:8: error bad-value: app 'site': 'flag' must be true or false, not 'perhaps'\n  reached by: pipeline:main -> app:site",
            ],
            problems.Where(problem => !problem.Contains("arond", StringComparison.Ordinal)));
        Assert.Contains(problems, problem => problem.StartsWith("site.ini:7:", StringComparison.Ordinal) && problem.EndsWith("hint: did you mean 'around'?", StringComparison.Ordinal));
    }

    [Fact]
    public void A_constructor_that_refuses_a_setting_is_a_problem_at_the_settings_place()
    {
        var problems = Problems("""
            [app:main]
            use = composer:all
            limit = -1
            """);

        Assert.Equal(["site.ini:3:9: error bad-value: app 'main': the limit of all things cannot be negative"], problems);
    }

    [Fact]
    public void Relative_paths_start_at_the_directory_of_the_config()
    {
        var site = Load("""
            [app:main]
            use = composer:where
            """);

        Assert.Equal(Path.Combine(Folder, "x"), ((Where)site.App).Info.Resolve("x"));
    }

    [Fact]
    public async Task Components_start_inner_first_and_are_disposed_in_reverse()
    {
        var site = Load("""
            [pipeline:main]
            pipeline = outer inner app
            [filter:outer]
            use = composer:noisy
            [filter:inner]
            use = composer:noisy
            [app:app]
            use = composer:say
            """);
        var log = Noisy.Log.Value = [];

        await site.StartAsync(default);
        await site.DisposeAsync();
        await site.DisposeAsync();

        Assert.Equal(["start inner", "start outer", "dispose outer", "dispose inner"], log);
    }

    [Fact]
    public async Task A_component_that_cannot_start_names_its_section_and_what_was_started_is_disposed()
    {
        var site = Load("""
            [pipeline:main]
            pipeline = outer inner app
            [filter:outer]
            use = composer:noisy
            fails = true
            [filter:inner]
            use = composer:noisy
            [app:app]
            use = composer:say
            """);
        var log = Noisy.Log.Value = [];

        var error = await Assert.ThrowsAsync<Config.ConfigException>(() => site.StartAsync(default));

        Assert.EndsWith("site.ini:3:1: error start-failed: filter 'outer' cannot start: no ears", error.Message, StringComparison.Ordinal);
        Assert.Equal(["start inner", "dispose inner"], log);
    }

    [Fact]
    public async Task All_components_that_cannot_start_are_named_together()
    {
        var site = Load("""
            [pipeline:main]
            pipeline = outer middle inner app
            [filter:outer]
            use = composer:noisy
            fails = true
            [filter:middle]
            use = composer:noisy
            [filter:inner]
            use = outer
            [app:app]
            use = composer:say
            """);
        var log = Noisy.Log.Value = [];

        var error = await Assert.ThrowsAsync<Config.ConfigException>(() => site.StartAsync(default));

        Assert.Equal(["filter 'outer' cannot start: no ears", "filter 'inner' cannot start: no ears"], error.Diagnostics.Select(found => found.Message));
        Assert.Equal(["start middle", "dispose middle"], log);
    }

    [Fact]
    public async Task A_component_of_another_assembly_shares_the_contract()
    {
        File.Copy(typeof(Composer.Middleware.Respond).Assembly.Location, Path.Combine(Folder, "Other.dll"));

        var site = Load("""
            [app:main]
            use = assembly:Other.dll#respond
            text = from elsewhere
            """);

        Assert.NotEqual(typeof(Composer.Middleware.Respond).Assembly, site.App.GetType().Assembly);
        Assert.Contains("from elsewhere", await Get(site), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("assembly:Absent.dll#x", "no-such-assembly")]
    [InlineData("assembly:site.ini#x", "no-such-assembly")]
    public void An_assembly_that_cannot_be_loaded_is_a_problem_of_the_config(string use, string code) =>
        Assert.Contains($"error {code}: app 'main' asks for '{use}'", Assert.Single(Problems($"[app:main]\nuse = {use}\n")), StringComparison.Ordinal);

    [Fact]
    public void A_filter_cannot_be_an_app() =>
        Assert.Contains("app", Assert.Single(Problems("[app:main]\nuse = composer:around\n")), StringComparison.Ordinal);
}
