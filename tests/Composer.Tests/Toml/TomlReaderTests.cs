// SPDX-License-Identifier: MIT
using Composer.Config;
using Composer.Tests.Formats;

namespace Composer.Tests.Toml;

public sealed class TomlReaderTests
{
    [Fact]
    public void A_table_of_a_kind_and_a_name_is_a_section()
    {
        var document = Written.Toml("""
            [default]
            admin = "ops@example.org"
            [composer]
            threads = 4
            [app.main]
            use = "egg:Shop"
            [application."a b"]
            [loggers]
            keys = "root"
            """);

        Assert.Equal("", document.Errors());
        Assert.Equal(["composer", "app:main", "application:a b", "loggers"], document.Sections.Select(section => section.Header));
        Assert.Equal("admin = ops@example.org", document.Settings("DEFAULT"));
        Assert.Equal("threads = 4", document.Settings("composer"));
    }

    [Fact]
    public void Sections_come_in_the_order_of_the_file()
    {
        var document = Written.Toml("[app.b]\n[filter.f]\n[app.a]\n");

        Assert.Equal(["app:b", "filter:f", "app:a"], document.Sections.Select(section => section.Header));
    }

    [Theory]
    [InlineData("pipeline = ['gzip', 'auth', 'main']", "pipeline = gzip auth main")]
    [InlineData("catch = [404, 405]", "catch = 404 405")]
    [InlineData("lines = ['a b', 'c']", "lines = a b\\nc")]
    [InlineData("set.debug = true\nget.name = 'admin'", "set debug = true\nget name = admin")]
    [InlineData("set = { debug = true }", "set debug = true")]
    [InlineData("'set debug' = true", "set debug = true")]
    [InlineData("set = 'x'", "set = x")]
    [InlineData("paste.app_factory = 'shop:make'", "paste.app_factory = shop:make")]
    [InlineData("headers = { X-A = 'b', inner.c = 1 }", "headers.X-A = b\nheaders.inner.c = 1")]
    [InlineData("rules = [{ to = 'a\"' }, [1]]", "rules = [{\"to\": \"a\\\"\"}, [1]]")]
    [InlineData("n = 1_000\nx = 0xff\nf = 1.10\nd = 2026-11-21", "n = 1000\nx = 255\nf = 1.10\nd = 2026-11-21")]
    [InlineData("'/blog' = 'blog'", "/blog = blog")]
    [InlineData("typed = true\nheaders = { a = 1 }\nset.b = 2", "headers = {\"a\": 1}\nset b = 2")]
    [InlineData("typed = 'yes'", "typed = yes")]
    public void Values_have_the_text_that_INI_has(string settings, string expected) =>
        Assert.Equal(expected, Written.Toml($"[app.main]\n{settings}\n").Settings("app:main"));

    [Fact]
    public void Words_of_a_list_know_where_they_stand()
    {
        var document = Written.Toml("""
            [pipeline.main]
            pipeline = ["gzip",
                        "au\u0074h", 'main']
            """);

        var words = document["pipeline:main"]!["pipeline"]!.Value.Words();

        Assert.Equal(["gzip site.toml:2:14", "auth site.toml:3:14", "main site.toml:3:27"], words.Select(word => $"{word} {word.Source}"));
    }

    [Fact]
    public void A_text_of_several_lines_knows_where_its_characters_stand()
    {
        var value = Written.Toml("[app.main]\ntext = \"\"\"\none\n  two\"\"\"\n")["app:main"]!["text"]!.Value;

        Assert.Equal("one\n  two", value.Text);
        Assert.Equal(new Source("site.toml", 4, 3), value.At(value.Text.IndexOf("two", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("[app.main]\nuse = respond\n", "site.toml:2:7: error parse-error: 'respond' is no value")]
    [InlineData("[app.main\nuse = 'a'\n", "site.toml:1:10: error parse-error: ] was expected at the end of the header, not the end of the line")]
    [InlineData("[app.main]\nuse: 'a'\n", "site.toml:2:4: error parse-error: = and a value were expected after the key, not ':'")]
    [InlineData("[app.main]\nuse = 'a\n", "site.toml:2:7: error parse-error: the text that begins here has no closing ' in its line")]
    [InlineData("[app.main]\nuse = \"\"\"a\n", "site.toml:2:7: error parse-error: the text that begins here is not closed by \"\"\"")]
    [InlineData("[app.main]\nuse = \"C:\\temp\\x\"\n", "site.toml:2:15: error parse-error: '\\x' is no escape")]
    [InlineData("[app.main]\nuse = ['a' 'b']\n", "site.toml:2:12: error parse-error: , or ] was expected, not ''b''")]
    [InlineData("[app.main]\nuse = ['a',\n", "site.toml:3:1: error parse-error: a value was expected, not the end of the file")]
    [InlineData("[app.main]\nuse = { a = 1\n", "site.toml:2:14: error parse-error: a {table} stands in one line; this one is not closed by }")]
    [InlineData("[app.main]\nuse =\n", "site.toml:2:6: error parse-error: a value was expected, not the end of the line")]
    [InlineData("[app.main]\na = 1\na = 2\n", "site.toml:3:1: error duplicate-key: 'a' is already a value")]
    [InlineData("[app.main]\n[app.main]\n", "site.toml:2:6: error duplicate-key: 'main' is already a table")]
    [InlineData("[app.main]\nn = 99999999999999999999\n", "site.toml:2:5: error parse-error: a whole number has at most 63 bits")]
    [InlineData("[app.main]\nd = 2026-13-01\n", "site.toml:2:5: error parse-error: '2026-13-01' is no date or time of the calendar")]
    [InlineData("use = 'a'\n", "site.toml:1:1: error no-section-header: 'use' stands in no section")]
    [InlineData("[[app]]\n", "site.toml:1:1: error no-section-header: 'app' holds sections by their names, not a list")]
    [InlineData("[[app.main]]\n", "site.toml:1:1: error no-section-header: [app.main] is a list of tables; a section is one")]
    [InlineData("[app.main]\n[app:b]\n", "site.toml:2:5: error parse-error: a header has a dot where INI has a colon")]
    [InlineData("[app:main]\nuse = a\n[app:b]\nuse = b\n", "site.toml:1:5: error parse-error: a header has a dot where INI has a colon")]
    [InlineData("[app.main]\nuse = ['a'\n[app.b]\nuse = 'b'\n", "site.toml:2:7: error parse-error: the list that begins here is not closed by ]")]
    [InlineData("[app]\nmain = { use = 'a',\n text = 'b' }\n", "site.toml:2:20: error parse-error: a {table} stands in one line; this one is not closed by }")]
    [InlineData("[app.main]\na = '\0'\n\u00ff", "site.toml:2:6: error parse-error: a text holds no control characters")]
    [InlineData("[app.main]\n'set a' = 1\nset.a = 2\n", "site.toml:3:1: error duplicate-key: 'set a' is already set in [app.main]")]
    public void A_mistake_is_told_with_its_place_and_what_was_expected(string text, string expected) =>
        Assert.Equal(expected, Written.Toml(text).Errors());

    [Fact]
    public void All_mistakes_of_a_file_are_told_at_once()
    {
        var document = Written.Toml("""
            [app.main]
            use = egg:Shop
            list = [ 1,
               2 3,
            ]
            text = "ok"
            [filter.gzip
            use = 'x'
            [filter.auth]
            realm = yes
            """);

        Assert.Equal([2, 4, 7, 10], document.Problems.Select(problem => problem.Source.Line));
        Assert.NotNull(document.Failure);
    }

    [Fact]
    public void A_file_that_nests_too_deep_is_refused() =>
        Assert.Contains("too-large", Written.Toml($"[app.main]\nx = {new string('[', 100_000)}").Errors(), StringComparison.Ordinal);

    [Theory]
    [InlineData("x = [", "1,", 200_000)]
    [InlineData("", "# a long comment\n", 100_000)]
    [InlineData("x = 1\n", "[a]\n", 200)]
    public void A_file_that_is_too_large_or_wrong_all_over_is_refused_in_few_words(string start, string again, int times)
    {
        var document = Written.Toml($"[app.main]\n{start}{string.Concat(Enumerable.Repeat(again, times))}");

        Assert.InRange(document.Problems.Count, 1, 100);
    }

    [Fact]
    public void The_schema_of_an_editor_is_left_alone() =>
        Assert.Equal("", Written.Toml("\"$schema\" = './pipeline.schema.json'\n[app.main]\n").Errors());
}
