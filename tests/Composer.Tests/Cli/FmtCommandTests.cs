// SPDX-License-Identifier: MIT
namespace Composer.Tests.Cli;

public sealed class FmtCommandTests : IDisposable
{
    private const string Untidy = "[app:main]\nuse=composer:respond\n\n\ntext : hello\n";
    private const string Tidy = "[app:main]\nuse = composer:respond\n\ntext = hello\n";
    private readonly ConfigFolder _folder = new();

    public FmtCommandTests()
    {
        _folder.Write("site.ini", Untidy);
        _folder.Write("tidy.ini", Tidy);
    }

    private string Written => File.ReadAllText(Path.Combine(_folder.Path, "site.ini"));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_file_is_printed_and_stays_as_it_is()
    {
        var end = await FmtAsync("site.ini");

        Assert.Equal((Tidy, 0), (end.Output, end.ExitCode));
        Assert.Equal(Untidy, Written);
    }

    [Fact]
    public async Task W_writes_the_file_and_prints_nothing()
    {
        var end = await FmtAsync("-w", "site.ini");

        Assert.Equal(("", 0), (end.Output, end.ExitCode));
        Assert.Equal(Tidy, Written);
    }

    [Fact]
    public async Task Check_names_a_file_that_would_change_and_fails()
    {
        var untidy = await FmtAsync("--check", "site.ini");
        var tidy = await FmtAsync("--check", "tidy.ini");

        Assert.Equal(("site.ini\n", 1), (untidy.Output, untidy.ExitCode));
        Assert.Equal(("", 0), (tidy.Output, tidy.ExitCode));
        Assert.Equal(Untidy, Written);
    }

    [Fact]
    public async Task Diff_prints_what_would_change()
    {
        var end = await FmtAsync("--diff", "site.ini");

        Assert.Equal("""
            --- site.ini
            +++ site.ini
            @@ -1,5 +1,4 @@
             [app:main]
            -use=composer:respond
            -
            +use = composer:respond
             
            -text : hello
            +text = hello

            """, end.Output);
        Assert.Equal(Untidy, Written);
    }

    [Fact]
    public async Task Standard_input_is_formatted_and_cannot_be_written()
    {
        var read = await FmtAsync("-");
        var written = await FmtAsync("-", "-w");

        Assert.Equal(("", 0), (read.Output, read.ExitCode));
        Assert.Equal(2, written.ExitCode);
    }

    [Fact]
    public async Task A_file_that_is_missing_is_a_config_error()
    {
        var end = await FmtAsync("nowhere.ini");

        Assert.Equal(3, end.ExitCode);
        Assert.Contains("no-such-file: there is no file 'nowhere.ini'", end.Error, StringComparison.Ordinal);
    }

    private Task<Finished> FmtAsync(params string[] arguments) => ComposeProcess.RunAsync(_folder.Path, ["fmt", .. arguments]);
}
