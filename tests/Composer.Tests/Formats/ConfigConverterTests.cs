// SPDX-License-Identifier: MIT
using System.Text;
using Composer.Config;
using Composer.Tests.Architecture;
using Composer.Tests.Loader;

namespace Composer.Tests.Formats;

public sealed class ConfigConverterTests : IDisposable
{
    // What Paste Deploy does with these, only INI does: values that become empty are raw, and what the caller passes is interpolated.
    private static readonly string[] OnlyIni = ["empty-default", "percent-in-variable"];

    private readonly string _directory = Directory.CreateTempSubdirectory("composer-convert-").FullName;

    public static TheoryData<string> Examples => [.. ((string[])["*.ini", "*.toml", "*.yaml"]).SelectMany(pattern => Repository.Files("config-examples", pattern))];

    public static TheoryData<string> Cases => [.. ConfigCase.Names.Except(OnlyIni)];

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 200)];

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Theory]
    [MemberData(nameof(Examples))]
    public void An_example_means_the_same_in_every_format(string file)
    {
        var path = Path.Combine(_directory, Path.GetFileName(file));
        File.Copy(Repository.At(file), path);

        Assert.Equal(6, ConvertAllWays(path, new Conf()));
    }

    [Fact]
    public void YAML_has_an_empty_line_before_a_kind_and_none_below_it() =>
        Assert.Equal(
            "app:\n  main:\n    use: a\n\nfilter:\n  # Zips.\n  x:\n    use: b\n",
            Convert("[app:main]\nuse = a\n\n\n# Zips.\n[filter:x]\nuse = b\n", "site.ini", ConfigFormat.Yaml));

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_case_means_the_same_in_every_format_or_is_refused(string name)
    {
        var @case = ConfigCase.Read(name);
        @case.WriteFiles(_directory);

        ConvertAllWays(Path.Combine(_directory, @case.Main), @case.Variables);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_made_up_config_means_the_same_in_every_format_or_is_refused(int seed)
    {
        var generator = new ConfigGenerator(seed);
        File.WriteAllText(Path.Combine(_directory, "inc.ini"), generator.Write("site.ini"));
        var path = Path.Combine(_directory, "site.ini");
        File.WriteAllText(path, generator.Write("inc.ini"));

        ConvertAllWays(path, new Conf());
    }

    [Fact]
    public void Comments_and_order_are_kept()
    {
        const string Ini = """
            # The shop.

            # Everybody sees this.
            [DEFAULT]
            admin = ops@example.org
            # of the shop
            [app:main]
            use = egg:Shop
            ; who gets mail

            mail = %(admin)s
            rate = 5%%
            text = one
                two
            # the end
            """;

        var toml = Convert(Ini, "site.ini", ConfigFormat.Toml);

        Assert.Equal("""
            # The shop.

            # Everybody sees this.
            [default]
            admin = "ops@example.org"

            # of the shop
            [app.main]
            use = "egg:Shop"
            # who gets mail

            mail = "${admin}"
            rate = "5%"
            text = '''
            one
            two'''

            # the end

            """.Replace("'''", "\"\"\"", StringComparison.Ordinal), toml);
        Assert.Equal("""
            # The shop.

            # Everybody sees this.
            default:
              admin: ops@example.org

            app:
              # of the shop
              main:
                use: egg:Shop
                # who gets mail

                mail: ${admin}
                rate: 5%
                text: |-
                  one
                  two

            # the end

            """, Convert(toml!, "site.toml", ConfigFormat.Yaml));
    }

    [Theory]
    [InlineData("a = %(env:HOME)s", "a = \"${HOME}\"")]
    [InlineData("a = %(env:HOME|x y)s!", "a = \"${HOME:-x y}!\"")]
    [InlineData("a = ${x}", "a = \"$${x}\"")]
    [InlineData("a = C:\\dir", "a = 'C:\\dir'")]
    [InlineData("a = it's \"so\"", "a = \"it's \\\"so\\\"\"")]
    [InlineData("a = 8080\nb = 007\nc = false\nd = False", "a = 8080\nb = \"007\"\nc = false\nd = \"False\"")]
    [InlineData("set debug = true\nget x = y", "set.debug = true\nget.x = \"y\"")]
    [InlineData("set = 1\nset debug = true", "set = 1\n\"set debug\" = true")]
    [InlineData("paste.app_factory = a:b\na b.c = d", "paste.app_factory = \"a:b\"\n\"a b.c\" = \"d\"")]
    [InlineData("127.0.0.1 = joe\nheader.x = y", "\"127.0.0.1\" = \"joe\"\nheader.x = \"y\"")]
    [InlineData("typed = true", "typed = \"true\"")]
    public void INI_becomes_the_TOML_that_one_would_write(string ini, string toml) =>
        Assert.Equal($"[app.main]\n{toml}\n", Convert($"[app:main]\n{ini}\n", "site.ini", ConfigFormat.Toml));

    [Theory]
    [InlineData("a = \"${HOME:-x}\"\nb = \"${a}\"\nc = '${a} 5%'", "a = %(env:HOME|x)s\nb = %(a)s\nc = ${a} 5%%")]
    [InlineData("a = 0x10\nb = [1, 2]\nc.d = 1.5", "a = 16\nb = 1 2\nc.d = 1.5")]
    [InlineData("a = \"one\\n\\ntwo\"", "a = one\n\n    two")]
    public void TOML_becomes_the_INI_that_one_would_write(string toml, string ini) =>
        Assert.Equal($"[app:main]\n{ini}\n", Convert($"[app.main]\n{toml}\n", "site.toml", ConfigFormat.Ini));

    [Theory]
    [InlineData("[app.main]\ntyped = true\n", "says typed = true, but INI has no types")]
    [InlineData("[app.main]\na = ['x y']\n", "at which INI would split it")]
    [InlineData("[app.main]\na = \" x\"\n", "'a' of [app:main] has no form in INI")]
    [InlineData("[app.main]\n\"http://x/\" = \"y\"\n", "'http://x/' of [app:main] has no form in INI")]
    [InlineData("[app.main]\na = \"x\\n# y\"\n", "'a' of [app:main] has no form in INI")]
    [InlineData("[app.main]\na = 'x'\nb = \"${a:-y}\"\n", "a reference in 'b' has no form in INI")]
    public void What_INI_cannot_say_is_refused(string toml, string message)
    {
        var problems = new DiagnosticList();

        Assert.Null(ConfigConverter.Convert(Encoding.UTF8.GetBytes(toml), "site.toml", ConfigFormat.Ini, problems));

        Assert.Contains(message, Assert.Single(problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Sections_of_other_tools_are_left_as_they_are()
    {
        const string Ini = "[loggers]\nkeys = root\n\n[formatter_generic]\nformat = %(asctime)s ${x}\n";

        var toml = Convert(Ini, "site.ini", ConfigFormat.Toml);

        Assert.Equal("[loggers]\nkeys = \"root\"\n\n[formatter_generic]\nformat = '%(asctime)s ${x}'\n", toml);
        Assert.Equal(Ini, Convert(toml!, "site.toml", ConfigFormat.Ini));
    }

    private static string? Convert(string text, string file, ConfigFormat target)
    {
        var problems = new DiagnosticList();
        var converted = ConfigConverter.Convert(Encoding.UTF8.GetBytes(text), file, target, problems);
        Assert.Empty(problems);
        return converted;
    }

    /// <summary>Into every format, and what came out into every format again; the number of ways that there were.</summary>
    private static int ConvertAllWays(string path, Conf variables)
    {
        var expected = GraphOf.File(path, variables);
        var ways = 0;
        foreach (var first in Enum.GetValues<ConfigFormat>())
        {
            if (ConvertFile(path, first) is not { } converted)
            {
                continue;
            }
            Assert.Equal(expected, GraphOf.File(converted, variables));
            foreach (var second in first == ConfigReader.FormatOf(path) ? [] : Enum.GetValues<ConfigFormat>())
            {
                var again = ConvertFile(converted, second);
                Assert.Equal(ConvertFile(path, second) is null, again is null);
                if (again is not null)
                {
                    Assert.Equal(expected, GraphOf.File(again, variables));
                    ways++;
                }
            }
        }
        return ways;
    }

    private static string? ConvertFile(string path, ConfigFormat target)
    {
        var problems = new DiagnosticList();
        var text = ConfigConverter.Convert(File.ReadAllBytes(path), path, target, problems);
        if (text is null)
        {
            Assert.NotEmpty(problems);
            return null;
        }
        var suffix = target switch { ConfigFormat.Toml => ".toml", ConfigFormat.Yaml => ".yaml", _ => ".ini" };
        var converted = Path.Combine(Path.GetDirectoryName(path)!, $"{Path.GetFileNameWithoutExtension(path)}-{suffix}"); // it lies in a folder
        File.WriteAllText(converted, text);
        return converted;
    }
}
