// SPDX-License-Identifier: MIT
using Composer.Config;
using Composer.Wsgi;
using Xunit;

namespace Composer.Tests.Loader;

public sealed class BinderTests
{
    private readonly DiagnosticList _problems = [];

    public static TheoryData<string, string, object> Values => new()
    {
        { "text", "a, b", "a, b" },
        { "flag", " Yes ", true },
        { "flag", "0", false },
        { "count", " +5 ", 5 },
        { "max_body_size", "65536", 65536L },
        { "max_body_size", "64 KiB", 65536L },
        { "max_body_size", "64kb", 64000L },
        { "max_body_size", "1.5G", 3L << 29 },
        { "ratio", "0.5", 0.5 },
        { "timeout", "60", TimeSpan.FromSeconds(60) },
        { "timeout", "200ms", TimeSpan.FromMilliseconds(200) },
        { "timeout", "5 m", TimeSpan.FromMinutes(5) },
        { "timeout", "1h30m", TimeSpan.FromMinutes(90) },
        { "colour", "light_blue", Colour.LightBlue },
        { "colour", "Light-Blue", Colour.LightBlue },
        { "words", "a, b\n c", new[] { "a", "b", "c" } },
        { "phrases", "a, b", new[] { "a, b" } },
        { "phrases", "\n  one more\r\n\n  time \n", new[] { "one more", "time" } },
        { "numbers", "404 403", new[] { 404, 403 } },
        { "home", "https://example.org/x", new Uri("https://example.org/x") },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public void Text_becomes_the_type_of_the_property(string key, string text, object expected)
    {
        var options = Bind("all", (key, text));

        Assert.Empty(_problems);
        Assert.Equal(expected, options.GetType().GetProperties().Single(property => SettingName.Of(property.Name) == key).GetValue(options));
    }

    [Theory]
    [InlineData("flag", "maybe", "true or false")]
    [InlineData("count", "5.0", "a whole number")]
    [InlineData("count", "64 KiB", "a whole number")]
    [InlineData("count", "99999999999", "a whole number")]
    [InlineData("max_body_size", "big", "a size (a number of bytes, or with a unit: 64 KiB)")]
    [InlineData("ratio", "half", "a number")]
    [InlineData("timeout", "5 parsecs", "a time (seconds, or with a unit: 200ms, 60s, 5m, 1h)")]
    [InlineData("timeout", "", "a time (seconds, or with a unit: 200ms, 60s, 5m, 1h)")]
    [InlineData("pause", "2m", "1s to 1m")]
    [InlineData("colour", "green", "red or light_blue")]
    [InlineData("numbers", "404 x", "a whole number")]
    public void A_wrong_value_says_what_is_allowed(string key, string text, string allowed)
    {
        Bind("all", (key, text));

        var problem = Assert.Single(_problems);
        Assert.Equal("bad-value", problem.Code);
        Assert.StartsWith($"app 'x': '{key}' must be {allowed}, not '", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void All_problems_are_reported_each_at_its_place()
    {
        Bind("around", ("depht", "3"), ("deep", "12"));

        Assert.Equal(
            [
                "site.ini:1:1: error unknown-key: app 'x' has no setting 'depht'\n  hint: did you mean 'depth'? (1 to 9, default 6)",
                "site.ini:2:10: error bad-value: app 'x': 'deep' must be 1 to 9, not '12'",
                "site.ini:9:1: error missing-setting: app 'x' needs the setting 'word'\n  hint: add a line: word = …",
            ],
            _problems.Sorted().Select(problem => problem.ToString()));
    }

    [Fact]
    public void A_secret_is_not_repeated_in_the_message()
    {
        Bind("all", ("pin", "hunter2"));

        Assert.DoesNotContain("hunter2", Assert.Single(_problems).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" Auto ")]
    public void Empty_and_auto_mean_absent_where_the_setting_may_be_absent(string text)
    {
        var options = (AllOptions)Bind("all", ("perhaps", text), ("text", ""));

        Assert.Empty(_problems);
        Assert.Equal("", options.Text);
        Assert.Equal(3, options.Perhaps);
    }

    [Fact]
    public void Dotted_keys_are_gathered()
    {
        var options = (AllOptions)Bind("all", ("header.X-A", "1"), ("header.X-B", "2"));

        Assert.Empty(_problems);
        Assert.Equal([new("X-A", "1"), new("X-B", "2")], options.Headers);
    }

    [Fact]
    public void Two_spellings_of_one_setting_are_reported_and_the_last_counts()
    {
        var options = (AroundOptions)Bind("around", ("word", "w"), ("depth", "2"), ("deep", "3"));

        Assert.Equal("setting-twice", Assert.Single(_problems).Code);
        Assert.Equal(3, options.Depth);
    }

    [Fact]
    public void Composers_own_keys_are_not_handed_on()
    {
        Bind("say", ("composer.threads", "1"));

        Assert.Empty(_problems);
    }

    [Fact]
    public void A_global_setting_is_read_from_the_defaults_unless_the_section_has_it()
    {
        var globals = Conf.Of([KeyValuePair.Create("debug", "true"), KeyValuePair.Create("text", "no")]);

        Assert.True(((AllOptions)Bind("all", globals)).Debug);
        Assert.False(((AllOptions)Bind("all", globals, ("debug", "false"))).Debug);
        Assert.Null(((AllOptions)Bind("all", globals)).Text);
    }

    [Fact]
    public void Remaining_keys_name_apps()
    {
        var options = (MountOptions)Bind("mount", ("/a", "one"), ("/b", "two"));

        Assert.Equal(["/a", "/b"], options.Apps.Select(pair => pair.Key));
        Assert.All(options.Apps, pair => Assert.IsType<Say>(pair.Value));
    }

    private object Bind(string name, params (string Key, string Value)[] settings) => Bind(name, new Conf(), settings);

    private object Bind(string name, Conf globals, params (string Key, string Value)[] settings)
    {
        var component = new Registry(GetType().Assembly).Components.Single(component => component.Name == name);
        var local = new Conf();
        for (var i = 0; i < settings.Length; i++)
        {
            var (key, value) = settings[i];
            local.Set(new ConfEntry(key, new Source("site.ini", i + 1, 1), new PlacedText(value, new Source("site.ini", i + 1, 10))));
        }
        var binder = new Binder(component, "app 'x'", new Source("site.ini", 9, 1), _problems, _ => new Say(new SayOptions(), new ComponentInfo("x", "/")), _ => null);
        return binder.Bind(local, globals)!;
    }
}
