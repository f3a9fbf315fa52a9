// SPDX-License-Identifier: MIT
using System.Text;
using Composer.Config;
using Composer.Tests.Architecture;
using Composer.Tests.Loader;

namespace Composer.Tests.Formats;

public sealed class ConfigFormatterTests
{
    public static TheoryData<string> Examples => [.. ((string[])["*.ini", "*.toml", "*.yaml"]).SelectMany(pattern => Repository.Files("config-examples", pattern))];

    [Theory]
    [MemberData(nameof(Examples))]
    public void An_example_is_formatted_already(string file)
    {
        var text = File.ReadAllText(Repository.At(file));

        Assert.Equal(text, Format(text, ConfigReader.FormatOf(file)));
    }

    [Fact]
    public void INI_stands_at_the_margin() => AssertFormatted(ConfigFormat.Ini, """
        #top


          [DEFAULT]
          a:1
          b   =
            2
                 3
        ; c

            4


        # of main
        [app:main]   # x
        use=egg:Shop
        [app:b]
        """, """
        #top

        [DEFAULT]
        a = 1
        b =
            2
            3
            ; c

            4

        # of main
        [app:main]   # x
        use = egg:Shop

        [app:b]

        """);

    [Fact]
    public void TOML_stands_at_the_margin() => AssertFormatted(ConfigFormat.Toml, """
        #:schema ./pipeline.schema.json
        [ app . "main" ]#c
          use="egg:Shop"   #  why
          list = [ 1,  # one
             2 ]


          set . debug  = true
        [[x.y]]
        """, """
        #:schema ./pipeline.schema.json
        [app.main]  #c
        use = "egg:Shop"  #  why
        list = [ 1,  # one
             2 ]

        set.debug = true

        [[x.y]]

        """);

    [Fact]
    public void YAML_is_indented_by_two() => AssertFormatted(ConfigFormat.Yaml, """
        ---


        app:
            main:   
                # why
                use: egg:Shop


                text: |
                    one
                      two

                    three
                list:
                -   a: 1
                    b: 2
                - [x,
                   y]
            # next
            other: {a: 1}
        """, """
        ---

        app:
          main:
            # why
            use: egg:Shop

            text: |
                one
                  two

                three
            list:
            - a: 1
              b: 2
            - [x,
                y]
          # next
          other: {a: 1}

        """);

    [Theory]
    [InlineData(ConfigFormat.Ini, "[app:main\nx\n")]
    [InlineData(ConfigFormat.Toml, "[app.main\n")]
    [InlineData(ConfigFormat.Yaml, "a: [\n")]
    public void A_file_that_cannot_be_read_is_not_formatted(ConfigFormat format, string text)
    {
        var problems = new DiagnosticList();

        Assert.Null(ConfigFormatter.Format(Encoding.UTF8.GetBytes(text), format, "site", problems));

        Assert.True(problems.HasErrors);
    }

    [Fact]
    public void Made_up_configs_keep_their_meaning()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var text = Untidy(new ConfigGenerator(seed).Write("inc.ini"), new Random(seed));
            if (IsReadable(text))
            {
                var formatted = Format(text, ConfigFormat.Ini);
                Assert.Equal(Meaning(text), Meaning(formatted));
                Assert.Equal(formatted, Format(formatted, ConfigFormat.Ini));
            }
        }
    }

    private static void AssertFormatted(ConfigFormat format, string text, string expected)
    {
        var formatted = Format(text, format);

        Assert.Equal(expected, formatted);
        Assert.Equal(formatted, Format(formatted, format));
    }

    private static string Format(string text, ConfigFormat format)
    {
        var problems = new DiagnosticList();
        var formatted = ConfigFormatter.Format(Encoding.UTF8.GetBytes(text), format, "site", problems);
        Assert.Empty(problems);
        return formatted!; // there were no problems
    }

    private static string Untidy(string text, Random random) =>
        string.Concat(text.Split('\n').Select(line => random.Next(6) switch
        {
            0 => $"\n{line}  \n",
            1 => $"# c\n{line}\n",
            2 => line.Replace(" = ", "=", StringComparison.Ordinal) + "\n",
            3 => line.Replace(" = ", " : ", StringComparison.Ordinal) + "\n   more\n\n   and more\n",
            _ => line + "\n",
        }));

    private static bool IsReadable(string text) => ConfigReader.Read(Encoding.UTF8.GetBytes(text), "site.ini").Problems.Count == 0;

    private static string Meaning(string text)
    {
        var document = ConfigReader.Read(Encoding.UTF8.GetBytes(text), "site.ini");
        return string.Join('\n', document.Sections.Append(document.Defaults).Select(section => $"[{section.Header}]\n{document.Settings(section.Header)}"));
    }
}
