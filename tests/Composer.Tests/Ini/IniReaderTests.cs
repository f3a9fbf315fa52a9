// SPDX-License-Identifier: MIT
using System.Text;
using Composer.Config;
using Composer.Config.Ini;

namespace Composer.Tests.Ini;

/// <summary>Places and robustness; what the dialect means is compared with Python itself in PasteDeployTests.</summary>
public sealed class IniReaderTests
{
    [Theory]
    [InlineData("[a]\nk = v", 2, 1, 2, 5)]
    [InlineData("[a]\n  k=v", 2, 3, 2, 5)]
    [InlineData("[a]\nk   :\t v", 2, 1, 2, 8)]
    [InlineData("\n\n[a]\n# c\nk = v", 5, 1, 5, 5)]
    [InlineData("[a]\r\nk = v\r\n", 2, 1, 2, 5)]
    [InlineData("[a]\rk = v", 2, 1, 2, 5)]
    public void A_setting_knows_the_places_of_its_key_and_value(string text, int keyLine, int keyColumn, int valueLine, int valueColumn)
    {
        var setting = Read(text)["a"]!["k"]!; // every row has it

        Assert.Equal(new Source("f.ini", keyLine, keyColumn), setting.KeySource);
        Assert.Equal(new Source("f.ini", valueLine, valueColumn), setting.Value.Source);
    }

    [Fact]
    public void Every_word_of_a_value_over_several_lines_knows_its_place()
    {
        var value = Read("[a]\nk = one  two\n    three\n\n  # comment\n  four")["a"]!["k"]!.Value; // it is there

        var words = value.Words().Select(word => $"{word}@{word.Source.Line}:{word.Source.Column}");

        Assert.Equal(["one@2:5", "two@2:10", "three@3:5", "four@6:3"], words);
    }

    [Fact]
    public void Words_are_cut_at_every_blank_of_Python()
    {
        var words = new PlacedText("a\u001cb\u00a0c\u3000d\te", new Source("f.ini", 1, 1)).Words();

        Assert.Equal(["a", "b", "c", "d", "e"], words.Select(word => word.Text));
    }

    [Fact]
    public void After_interpolation_every_part_knows_where_it_was_written()
    {
        var document = Read("[DEFAULT]\nx = gzip\n[a]\nk = auth %(x)s site");
        var interpolation = new Interpolation("a", "k", "f.ini", name => new Operand(document.Defaults[name]!.Value), _ => null);

        var words = interpolation.Expand(document["a"]!["k"]!.Value, out _)!.Words(); // it is right

        Assert.Equal(["auth@4:5", "gzip@2:5", "site@4:16"], words.Select(word => $"{word}@{word.Source.Line}:{word.Source.Column}"));
    }

    [Theory]
    [InlineData("app:main", "app", "main")]
    [InlineData("app: main ", "app", "main")]
    [InlineData("app:a:b", "app", "a:b")]
    [InlineData("loggers", "loggers", null)]
    [InlineData(" app:x", " app", "x")]
    public void A_header_is_a_kind_and_a_name(string header, string kind, string? name)
    {
        var section = Read($"[{header}]").Sections[0];

        Assert.Equal((header, kind, name), (section.Header, section.Kind, section.Name));
    }

    [Theory]
    [InlineData(new byte[] { 0x5b, 0x61, 0x5d, 0x0a, 0xff }, "'utf-8' codec can't decode byte 0xff in position 4: invalid start byte", 2, 1)]
    [InlineData(new byte[] { 0xc3 }, "'utf-8' codec can't decode byte 0xc3 in position 0: unexpected end of data", 1, 1)]
    [InlineData(new byte[] { 0x61, 0xe2, 0x82, 0x61 }, "'utf-8' codec can't decode bytes in position 1-2: invalid continuation byte", 1, 2)]
    [InlineData(new byte[] { 0xed, 0xa0, 0x80 }, "'utf-8' codec can't decode byte 0xed in position 0: invalid continuation byte", 1, 1)]
    public void Bytes_that_are_not_UTF_8_are_refused_as_Python_refuses_them(byte[] bytes, string message, int line, int column)
    {
        var document = IniReader.Read(bytes, "f.ini");

        Assert.Equal(new PythonError("UnicodeDecodeError", message), document.Failure);
        Assert.Equal(new Source("f.ini", line, column), document.Problems[0].Source);
    }

    [Fact]
    public void All_problems_are_found_sorted_by_place()
    {
        var document = Read("[a]\nx\n[b]\nk = 1\nk = 2\n[b]\n= v\n[]");

        Assert.Equal(["2 parse-error", "5 duplicate-key", "6 duplicate-section", "7 parse-error", "8 parse-error"], document.Problems.Select(problem => $"{problem.Source.Line} {problem.Code}"));
        Assert.Equal("DuplicateOptionError", document.Failure?.Type);
    }

    [Fact]
    public void Any_bytes_are_read_or_refused_but_never_thrown_at()
    {
        var random = new Random(7);
        var pieces = new[] { "[", "]", "=", ":", "\n", "\r", " ", "\t", "%", "(", ")s", "#", ";", "a", "app:main", "DEFAULT", "\u001c", "\0", "é", "\u2028", "use", "pipeline:x" };
        for (var i = 0; i < 3000; i++)
        {
            var bytes = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, random.Next(60)).Select(_ => pieces[random.Next(pieces.Length)])));
            if (i % 5 == 0 && bytes.Length > 0)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            var document = IniReader.Read(bytes, "f.ini");

            Assert.Equal(document.Failure is not null, document.Problems.Any(problem => problem.Severity == Severity.Error));
        }
    }

    [Fact]
    public void A_value_that_would_unfold_without_end_is_refused()
    {
        var lines = Enumerable.Range(0, 9).Select(i => $"k{i} = {string.Concat(Enumerable.Repeat($"%(k{i + 1})s", 50))}");
        var section = Read($"[a]\n{string.Join('\n', lines)}\nk9 = %%")["a"]!; // it is there
        var interpolation = new Interpolation("a", "k0", "f.ini", name => new Operand(section[name]!.Value), _ => null);

        Assert.Null(interpolation.Expand(section["k0"]!.Value, out var problem));
        Assert.Equal("interpolation-depth", problem?.Code);
    }

    private static Document Read(string text) => IniReader.Read(Encoding.UTF8.GetBytes(text), "f.ini");
}
