// SPDX-License-Identifier: MIT
using System.Diagnostics;
using System.Text;

namespace Composer.Tests.Cli;

public sealed class PasswdCommandTests : IDisposable
{
    private readonly ConfigFolder _folder = new();

    private string File => Path.Combine(_folder.Path, "staff.htpasswd");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("$2y$05$", "--cost", "5")]
    [InlineData("$6$", "--sha512")]
    [InlineData("$5$", "--sha256")]
    [InlineData("$apr1$", "--apr1")]
    public async Task A_user_is_added_and_the_password_verified(string form, params string[] options)
    {
        var added = await PasswdAsync("pässwörd\n", [.. options, "--stdin", File, "joe"]);

        Assert.Equal((0, $"added joe in {File}\n"), (added.ExitCode, added.Error));
        Assert.StartsWith("joe:" + form, await System.IO.File.ReadAllTextAsync(File), StringComparison.Ordinal);
        Assert.Equal(0, (await PasswdAsync("pässwörd\n", "--verify", "--stdin", File, "joe")).ExitCode);
        Assert.Equal(1, (await PasswdAsync("passw0rd\n", "--verify", "--stdin", File, "joe")).ExitCode);
        Assert.Equal(1, (await PasswdAsync("pässwörd\n", "--verify", "--stdin", File, "sue")).ExitCode);
    }

    [Fact]
    public async Task The_file_is_its_owners_only_and_other_lines_stay_as_they_are()
    {
        await PasswdAsync("one\n", "--apr1", "--stdin", File, "joe");
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(File));
        }
        await System.IO.File.WriteAllTextAsync(File, "# staff\njörg:x\njoe:a\nsue:b\njoe:c");

        await PasswdAsync("two\n", "--apr1", "--stdin", File, "joe");

        var lines = await System.IO.File.ReadAllLinesAsync(File);
        Assert.Equal(["# staff", "jörg:x", "joe:$apr1$", "sue:b"], lines.Select(line => line[..Math.Min(line.Length, 10)]));

        var removed = await PasswdAsync("", "--delete", File, "sue");
        Assert.Equal((0, $"removed sue from {File}\n"), (removed.ExitCode, removed.Error));
        Assert.Equal(3, (await System.IO.File.ReadAllLinesAsync(File)).Length);
        Assert.Equal(2, (await PasswdAsync("", "--delete", File, "sue")).ExitCode);
    }

    [Fact]
    public async Task For_digest_there_is_a_line_of_each_hash()
    {
        await PasswdAsync("gnib\n", "--digest", "Staff only", "--stdin", File, "bing");

        Assert.Equal(
            ["bing:Staff only:5494c6c9962cfb3aaea6c0de06007f37", "bing:Staff only:"],
            (await System.IO.File.ReadAllLinesAsync(File)).OrderBy(line => line.Length).Select((line, i) => i == 0 ? line : line[..16]));
        Assert.Equal(0, (await PasswdAsync("gnib\n", "--verify", "--digest", "Staff only", "--stdin", File, "bing")).ExitCode);
        Assert.Equal(1, (await PasswdAsync("gnib\n", "--verify", "--digest", "Staff", "--stdin", File, "bing")).ExitCode);
    }

    [Fact]
    public async Task A_dash_prints_the_line_for_a_config()
    {
        var printed = await PasswdAsync("one\n", "--cost", "4", "--stdin", "-", "joe");

        Assert.StartsWith("joe:$2y$04$", printed.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("one\n", "there is no terminal on which to ask for the password", "f", "joe")]
    [InlineData("", "standard input is empty", "--stdin", "f", "joe")]
    [InlineData("\n", "a password may not be empty", "--stdin", "f", "joe")]
    [InlineData("one\n", "a user name may not be empty", "--stdin", "f", "jo:e")]
    [InlineData("one\n", "--cost must be 4 to 17", "--stdin", "--cost", "99", "f", "joe")]
    [InlineData("one\n", "only one makes sense", "--stdin", "--apr1", "--sha512", "f", "joe")]
    [InlineData("1234567890123456789012345678901234567890123456789012345678901234567890123\n", "bcrypt takes only the first 72 bytes", "--stdin", "f", "joe")]
    public async Task Mistakes_are_told_and_nothing_is_written(string input, string problem, params string[] arguments)
    {
        var end = await PasswdAsync(input, arguments);

        Assert.Equal(2, end.ExitCode);
        Assert.Contains(problem, end.Error, StringComparison.Ordinal);
        Assert.False(System.IO.File.Exists(Path.Combine(_folder.Path, "f")));
    }

    private async Task<Finished> PasswdAsync(string input, params string[] arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "compose"), ["passwd", .. arguments])
        {
            WorkingDirectory = _folder.Path,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        };
        start.Environment["DOTNET_ROOT"] = ComposeProcess.DotnetRoot;
        using var process = Process.Start(start)!; // not null without the shell
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return new Finished(process.ExitCode, await output, await error);
    }
}
