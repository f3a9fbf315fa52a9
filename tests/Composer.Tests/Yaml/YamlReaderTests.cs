// SPDX-License-Identifier: MIT
using System.Globalization;
using Composer.Config;
using Composer.Tests.Formats;

namespace Composer.Tests.Yaml;

public sealed class YamlReaderTests
{
    [Fact]
    public void A_mapping_of_a_kind_and_a_name_is_a_section()
    {
        var document = Written.Yaml("""
            $schema: ./pipeline.schema.json
            default:
              admin: ops@example.org
            composer: {threads: 4}
            app:
              main:
                use: egg:Shop
              empty:
            filter:
            """);

        Assert.Equal("", document.Errors());
        Assert.Equal(["composer", "app:main", "app:empty", "filter"], document.Sections.Select(section => section.Header));
        Assert.Equal("admin = ops@example.org", document.Settings("DEFAULT"));
        Assert.Equal("threads = 4", document.Settings("composer"));
    }

    [Theory]
    [InlineData("pipeline: [gzip, auth, main]", "pipeline = gzip auth main")]
    [InlineData("/: home\n/blog: blog", "/ = home\n/blog = blog")]
    [InlineData("set: {debug: true}\nget: {name: admin}", "set debug = true\nget name = admin")]
    [InlineData("set debug: yes", "set debug = yes")]
    [InlineData("headers: {X-A: b}", "headers.X-A = b")]
    [InlineData("a: 0660\nb: 0x1F\nc: 1.10\nd: ~\ne: True\nf: .inf", "a = 0660\nb = 31\nc = 1.10\nd = \ne = true\nf = inf")]
    [InlineData("a: !!str 5\nb: !!float 5\nc: '5'", "a = 5\nb = 5\nc = 5")]
    [InlineData("text: |\n  one\n  two\n", "text = one\\ntwo\\n")]
    [InlineData("'set': x", "set = x")]
    public void Values_have_the_text_that_INI_has(string settings, string expected) =>
        Assert.Equal(expected, Written.Yaml($"app:\n  main:\n    {settings.Replace("\n", "\n    ", StringComparison.Ordinal)}\n").Settings("app:main"));

    [Theory]
    [InlineData("no", ScalarKind.String)]
    [InlineData("on", ScalarKind.String)]
    [InlineData("false", ScalarKind.Boolean)]
    [InlineData("-12", ScalarKind.Integer)]
    [InlineData("0o17", ScalarKind.Integer)]
    [InlineData("1e3", ScalarKind.Float)]
    [InlineData("2026-11-21", ScalarKind.String)]
    [InlineData("12:30:45", ScalarKind.String)]
    [InlineData("null", ScalarKind.Null)]
    [InlineData("'12'", ScalarKind.String)]
    [InlineData("${PORT:-8080}", ScalarKind.String)]
    public void Plain_values_have_the_types_of_the_core_schema(string text, ScalarKind kind)
    {
        var typed = Written.Yaml($"app: {{main: [1]}}\nx:\n  y:\n    z: {text}\n")["x:y"]!["z"]!.Typed as Scalar;

        Assert.Equal(kind, typed?.Kind ?? ScalarKind.String);
    }

    [Fact]
    public void Merged_mappings_give_way_to_the_mapping_itself()
    {
        var document = Written.Yaml("""
            app:
              base: &base {use: "egg:Shop", debug: true}
              main:
                <<: *base
                debug: false
              both: {<<: [{a: 1}, {a: 2, b: 2}], c: 3}
            """);

        Assert.Equal("use = egg:Shop\ndebug = false", document.Settings("app:main"));
        Assert.Equal("a = 1\nb = 2\nc = 3", document.Settings("app:both"));
    }

    [Fact]
    public void Words_and_lines_know_where_they_stand()
    {
        var document = Written.Yaml("pipeline:\n  main:\n    pipeline: [gzip, 'auth',\n      \"main\"]\n    text: a b\n");

        var words = document["pipeline:main"]!["pipeline"]!.Value.Words();

        Assert.Equal(["gzip site.yaml:3:16", "auth site.yaml:3:23", "main site.yaml:4:8"], words.Select(word => $"{word} {word.Source}"));
        Assert.Equal(new Source("site.yaml", 5, 13), document["pipeline:main"]!["text"]!.Value.At(2));
    }

    [Theory]
    [InlineData("app:\n  main:\n    a: 1\n    a: 2\n", "site.yaml:4:5: error duplicate-key: 'a' is already there")]
    [InlineData("app: {main: {a: 1}}\n---\nb: 2\n", "site.yaml:2:1: error parse-error: a second document begins here")]
    [InlineData("app:\n\tmain: 1\n", "site.yaml:2:1: error parse-error: a tab stands where blanks indent")]
    [InlineData("app: *x\n", "site.yaml:1:6: error parse-error: there is no anchor '&x' before this alias")]
    [InlineData("app: &x\n  main: *x\n", "site.yaml:2:9: error parse-error: there is no anchor '&x' before this alias")]
    [InlineData("app:\n  main: !ruby/object:Kernel {}\n", "site.yaml:2:9: error parse-error: the tag '!ruby/object:Kernel' does not fit this value")]
    [InlineData("app:\n  main: {a: !!int x}\n", "site.yaml:2:13: error parse-error: the tag '!!int' does not fit this value")]
    [InlineData("app:\n  main: {a: !!python/name:os.system x}\n", "site.yaml:2:13: error parse-error: the tag '!!python/name:os.system' does not fit this value")]
    [InlineData("- a\n", "site.yaml:1:1: error parse-error: a config is a mapping of sections")]
    [InlineData("text\n", "site.yaml:1:1: error parse-error: a config is a mapping of sections")]
    [InlineData("? [a]\n: b\n", "site.yaml:1:3: error parse-error: a key is a text")]
    [InlineData("app:\n  main: {<<: 1}\n", "site.yaml:2:14: error parse-error: << merges mappings only")]
    [InlineData("use: x\n", "site.yaml:1:1: error no-section-header: 'use' stands in no section")]
    [InlineData("app:\n  main:\n    use: [a\n", "site.yaml:3:10: error parse-error: the list that begins here is not closed by ]")]
    [InlineData("app:\n  main:\n    use: {a: [1, 2}\n", "site.yaml:3:14: error parse-error: the list that begins here is not closed by ]")]
    [InlineData("app:\n  main: {a: 'b' 'c'}\n", "site.yaml:2:17: error parse-error: a comma or } was expected")]
    [InlineData("app:\n  main:\n    use: \"a\n", "site.yaml:3:10: error parse-error: the text that begins here has no closing quote")]
    [InlineData("app:\n  main:\n    use: a: b\n", "site.yaml:3:11: error parse-error: a text without quotes holds no colon with a blank after it")]
    [InlineData("app:\n  main:\n    use: %a\n", "site.yaml:3:10: error parse-error: a text without quotes cannot begin with %")]
    [InlineData("app:\n  main:\n    use: a\n    level:5\n", "site.yaml:4:5: error parse-error: there is no blank after the colon")]
    [InlineData("app:\n  main:\n    use: a\n    level = 5\n", "site.yaml:4:5: error parse-error: a key is followed by a colon")]
    [InlineData("app:\n  main:\n    use:\n    -a\n    -b\n", "site.yaml:5:5: error parse-error: there is no blank after the dash")]
    [InlineData("app:\n  main:\n    use: a\n   level: 5\n", "site.yaml:4:4: error parse-error: this line begins where no line above it does")]
    [InlineData("# Old\n[app:main]\nuse = a\n", "site.yaml:2:1: error parse-error: this is the header of a section in INI")]
    [InlineData("app: main\n", "site.yaml:1:1: error no-section-header: 'app' holds sections by their names, not a value")]
    [InlineData("app:\n  main\n    use: a\n", "site.yaml:2:3: error parse-error: there is no colon after the key")]
    [InlineData("app:\n  main:\n    use: \"a\" b\n", "site.yaml:3:14: error parse-error: something stands after the closing quote")]
    [InlineData("app:\n  main:\n    use: a\n    *: [a]\n", "site.yaml:4:5: error parse-error: a text without quotes cannot begin with *")]
    public void A_mistake_is_told_with_its_place(string text, string expected) => Assert.Equal(expected, Written.Yaml(text).Errors());

    [Fact]
    public void Aliases_that_stand_for_billions_of_values_are_refused()
    {
        var lines = Enumerable.Range(1, 30).Select(i => string.Create(CultureInfo.InvariantCulture, $"  a{i}: &a{i} [*a{i - 1}, *a{i - 1}, *a{i - 1}]"));

        var document = Written.Yaml($"x:\n  a0: &a0 [lol]\n{string.Join('\n', lines)}\n");

        Assert.Contains("too-large", document.Errors(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[")]
    [InlineData("{a: ")]
    [InlineData("- ")]
    [InlineData("? ")]
    public void A_file_that_nests_too_deep_is_refused(string opening)
    {
        var text = string.Concat(Enumerable.Repeat(opening, 100_000));

        Assert.Single(Written.Yaml($"x:\n  y: {text}").Problems);
        Assert.NotEmpty(Written.Yaml(text).Problems);
    }

    [Fact]
    public void An_empty_file_has_no_sections() => Assert.Empty(Written.Yaml("# nothing\n---\n").Sections);
}
