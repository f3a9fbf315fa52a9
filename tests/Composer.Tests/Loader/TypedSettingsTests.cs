// SPDX-License-Identifier: MIT
using Composer.Config;
using Xunit;

namespace Composer.Tests.Loader;

/// <summary>Values of TOML and YAML files on their way to C# options and Python factories.</summary>
public sealed class TypedSettingsTests : LoaderTest
{
    public TypedSettingsTests() => Python = new FakePython { Path = [System.IO.Path.Combine(Folder, "lib")] };

    [Fact]
    public void Options_get_values_of_their_types()
    {
        var options = Options("""
            [app.main]
            use = "composer:all"
            text = "a, b"
            flag = true
            count = 0x10
            max_body_size = "64 KiB"
            ratio = 0.25
            timeout = 1.5
            colour = "light_blue"
            words = ["a b", "c,d", "${HOME_OF_NOBODY:-e}"]
            numbers = [404, 405]
            day = 2026-11-21
            since = 2026-11-21T17:00:00+01:00
            """);

        Assert.Equal(("a, b", true, 16, 65536L, 0.25), (options.Text, options.Flag, options.Count, options.MaxBodySize, options.Ratio));
        Assert.Equal((TimeSpan.FromSeconds(1.5), Colour.LightBlue), (options.Timeout, options.Colour));
        Assert.Equal(["a b", "c,d", "e"], options.Words);
        Assert.Equal([404, 405], options.Numbers);
        Assert.Equal(new DateOnly(2026, 11, 21), options.Day);
        Assert.Equal(new DateTimeOffset(2026, 11, 21, 17, 0, 0, TimeSpan.FromHours(1)), options.Since);
    }

    [Theory]
    [InlineData("count = [1, 2]", "3:9: error bad-value: app 'main': 'count' must be one value, not a list")]
    [InlineData("text = ['a']", "3:8: error bad-value: app 'main': 'text' must be one value, not a list")]
    [InlineData("numbers = [1, 'x']", "3:16: error bad-value: app 'main': 'numbers' must be a whole number, not 'x'")]
    [InlineData("words = [['a']]", "3:10: error bad-value: app 'main': 'words' must be one value, not a list")]
    [InlineData("count = true", "3:9: error bad-value: app 'main': 'count' must be a whole number, not 'true'")]
    [InlineData("day = 12:00:00", "3:7: error bad-value: app 'main': 'day' must be a date (2026-11-21), not '12:00:00'")]
    public void A_value_of_another_type_is_refused_where_it_stands(string setting, string expected)
    {
        Write("site.toml", $"[app.main]\nuse = \"composer:all\"\n{setting}\n");
        var loader = NewLoader();

        var problem = Assert.Single(loader.Check(loader.Read(System.IO.Path.Combine(Folder, "site.toml"))));

        Assert.Equal(expected, (problem with { Hint = null }).ToString()[(problem.Source.File.Length + 1)..]);
    }

    [Fact]
    public void A_Python_factory_gets_what_INI_would_give()
    {
        var settings = Settings("""
            app:
              main:
                paste.app_factory: shop:make
                count: 5
                ratio: 1.10
                flag: True
                nothing:
                names: [a, b]
                nested: {one: {two: 2}}
                list: [{a: 1}]
            """);

        Assert.Equal(["count=5", "ratio=1.10", "flag=true", "nothing=", "names=a b", "nested.one.two=2", "list=[{\"a\": 1}]"], settings.Select(pair => $"{pair.Key}={pair.Value}"));
        Assert.All(settings, pair => Assert.IsType<string>(pair.Value));
    }

    [Fact]
    public void A_Python_factory_gets_types_when_its_section_says_so()
    {
        var settings = Settings("""
            app:
              main:
                paste.app_factory: shop:make
                typed: true
                count: 5
                ratio: 1.5
                flag: true
                nothing:
                names: [a, 2]
                nested: {one: {two: 2}}
                text: ${NOBODY:-x}
            """).ToDictionary();

        Assert.Equal((5L, 1.5, true, null, "x"), (settings["count"], settings["ratio"], settings["flag"], settings["nothing"], settings["text"]));
        Assert.Equal(["a", 2L], Assert.IsAssignableFrom<IEnumerable<object?>>(settings["names"]));
        var inner = Assert.IsAssignableFrom<IReadOnlyDictionary<string, object?>>(Assert.IsAssignableFrom<IReadOnlyDictionary<string, object?>>(settings["nested"])["one"]);
        Assert.Equal(2L, inner["two"]);
        Assert.Equal(7, settings.Count);
    }

    private AllOptions Options(string toml)
    {
        Write("site.toml", toml);
        var loader = NewLoader();
        var site = loader.Load(loader.Read(System.IO.Path.Combine(Folder, "site.toml")), new SiteRequest { WithServer = false });
        return Assert.IsType<All>(site.App).Options;
    }

    private IReadOnlyList<KeyValuePair<string, object?>> Settings(string yaml)
    {
        Write("site.yaml", yaml);
        var graph = NewLoader().Read(System.IO.Path.Combine(Folder, "site.yaml"));
        return PythonArguments.Keywords(graph.App().LocalConf);
    }
}
