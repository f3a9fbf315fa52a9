// SPDX-License-Identifier: MIT
using System.Runtime.Versioning;

namespace Composer.Tests.Cli;

[UnsupportedOSPlatform("windows")]
public sealed class ConvertCommandTests : IDisposable
{
    private const string Ini = "# The shop.\n[app:main]\nuse = composer:respond\ntext = 100%%\n";
    private readonly ConfigFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_other_format_goes_to_standard_output()
    {
        _folder.Write("site.ini", Ini);

        var end = await ComposeProcess.RunAsync(_folder.Path, "convert", "site.ini", "--to", "toml");

        Assert.Equal("# The shop.\n[app.main]\nuse = \"composer:respond\"\ntext = \"100%\"\n", end.Output);
        Assert.Equal(0, end.ExitCode);
        Assert.Equal(["site.ini"], Directory.GetFiles(_folder.Path).Select(Path.GetFileName));
    }

    [Fact]
    public async Task A_file_is_written_when_it_is_named_and_keeps_its_mode()
    {
        _folder.Write("site.ini", Ini);
        _folder.Write("site.yaml", "old");
        var written = Path.Combine(_folder.Path, "site.yaml");
        File.SetUnixFileMode(written, UnixFileMode.UserRead | UnixFileMode.UserWrite);

        var end = await ComposeProcess.RunAsync(_folder.Path, "convert", "site.ini", "-o", "site.yaml");

        Assert.Equal("", end.Output + end.Error);
        Assert.Equal("# The shop.\napp:\n  main:\n    use: composer:respond\n    text: 100%\n", await File.ReadAllTextAsync(written));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(written));
        Assert.Equal(2, Directory.GetFiles(_folder.Path).Length);
    }

    [Fact]
    public async Task What_cannot_be_converted_is_told_with_its_line_and_nothing_is_written()
    {
        _folder.Write("site.toml", "[app.main]\nuse = \"composer:respond\"\ntext = \" x\"\n");

        var end = await ComposeProcess.RunAsync(_folder.Path, "convert", "site.toml", "-o", "site.ini");

        Assert.Equal(3, end.ExitCode);
        Assert.Contains("site.toml:3:1: error not-convertible: 'text' of [app:main] has no form in INI\n  3 | text = \" x\"\n", end.Error, StringComparison.Ordinal);
        Assert.Single(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public async Task A_file_with_mistakes_is_not_converted()
    {
        _folder.Write("site.toml", "[app.main]\nuse = composer:respond\n");

        var end = await ComposeProcess.RunAsync(_folder.Path, "convert", "site.toml", "--to", "ini");

        Assert.Equal(3, end.ExitCode);
        Assert.Equal("""
            site.toml:2:7: error parse-error: 'composer:respond' is no value
              2 | use = composer:respond
                |       ^^^^^^^^^^^^^^^^
              hint: write a text in quotes: "composer:respond"

            """, end.Error[..(end.Error.IndexOf("\"composer:respond\"\n", StringComparison.Ordinal) + 19)]);
    }

    [Fact]
    public async Task Without_a_format_it_asks_for_one()
    {
        _folder.Write("site.ini", Ini);

        var end = await ComposeProcess.RunAsync(_folder.Path, "convert", "site.ini");

        Assert.Equal(2, end.ExitCode);
        Assert.Contains("compose convert site.ini --to toml", end.Error, StringComparison.Ordinal);
    }
}
