// SPDX-License-Identifier: MIT
namespace Composer.Tests.Cli;

public sealed class DiagramCommandTests : IDisposable
{
    private const string Site = """
        [pipeline:main]
        pipeline = zip shop

        [filter:zip]
        use = composer:gzip

        [app:shop]
        use = wsgi:not_installed.anywhere:app

        """;

    private readonly ConfigFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task It_prints_a_tree_without_importing_anything()
    {
        _folder.Write("site.ini", Site);

        var end = await RunAsync("diagram");

        Assert.Equal((0, ""), (end.ExitCode, end.Error));
        Assert.Equal(["clients", "└ server", "  └ pipeline main", "    1 zip", "      shop"], end.Output.Split('\n').Take(5).Select(line => line[..Math.Min(17, line.Length)].TrimEnd()));
        Assert.DoesNotContain('\e', end.Output);
    }

    [Theory]
    [InlineData("site.svg", "<svg ")]
    [InlineData("site.html", "<!DOCTYPE html>")]
    [InlineData("site.mmd", "flowchart LR")]
    [InlineData("site.gv", "digraph ")]
    [InlineData("site.json", "{")]
    [InlineData("site.txt", "clients")]
    public async Task The_ending_of_a_file_says_its_format(string file, string beginning)
    {
        _folder.Write("site.ini", Site);

        var end = await RunAsync("diagram", "-o", file);

        Assert.Equal((0, "", ""), (end.ExitCode, end.Output, end.Error));
        Assert.StartsWith(beginning, await File.ReadAllTextAsync(Path.Combine(_folder.Path, file)), StringComparison.Ordinal);
        Assert.Equal(2, Directory.GetFiles(_folder.Path).Length);
    }

    [Fact]
    public async Task What_cannot_be_loaded_is_drawn_and_reported()
    {
        _folder.Write("site.ini", $"{Site}[composite:both]\nuse = egg:Paste#urlmap\n/ = main\n/other = othr\n");

        var end = await RunAsync("diagram", "--name", "both", "--format", "svg");

        Assert.Equal(3, end.ExitCode);
        Assert.StartsWith("<svg ", end.Output, StringComparison.Ordinal);
        Assert.Contains("site.ini:12:10: error no-such-section", end.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "no-such-file")]
    [InlineData("#nothing", "no-such-section")]
    public async Task Where_nothing_can_be_loaded_nothing_is_drawn(string name, string code)
    {
        _folder.Write(name.Length == 0 ? "other.ini" : "site.ini", Site);

        var end = await ComposeProcess.RunAsync(_folder.Path, "diagram", $"site.ini{name}", "-o", "site.svg");

        Assert.Equal((3, ""), (end.ExitCode, end.Output));
        Assert.Contains(code, end.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_folder.Path, "site.svg")));
    }

    [Fact]
    public async Task A_folder_that_is_not_there_is_named()
    {
        _folder.Write("site.ini", Site);

        var end = await RunAsync("diagram", "-o", "pictures/site.svg");

        Assert.Equal(1, end.ExitCode);
        Assert.Contains("pictures/site.svg", end.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", end.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--format", "png")]
    [InlineData("--direction", "up")]
    [InlineData("--theme", "blue")]
    public async Task A_word_that_is_not_known_is_wrong_use(string option, string word)
    {
        _folder.Write("site.ini", Site);

        Assert.Equal(2, (await RunAsync("diagram", option, word)).ExitCode);
    }

    private Task<Finished> RunAsync(params string[] words) => ComposeProcess.RunAsync(_folder.Path, ["--config", "site.ini", .. words]);
}
