// SPDX-License-Identifier: MIT
using System.Text.RegularExpressions;

namespace Composer.Tests.Cli;

public sealed partial class SecretCommandTests : IDisposable
{
    private readonly ConfigFolder _folder = new();

    private string KeyFile => Path.Combine(_folder.Path, "site.key");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_new_secret_is_printed_each_time()
    {
        var first = await SecretAsync();
        var second = await SecretAsync("--bytes", "64");

        Assert.Matches(Secret(), first.Output);
        Assert.Equal((43, 86), (first.Output.Trim().Length, second.Output.Trim().Length));
    }

    [Fact]
    public async Task O_writes_a_file_that_only_its_owner_can_read()
    {
        var end = await SecretAsync("-o", "site.key");

        Assert.Equal(("", 0), (end.Output, end.ExitCode));
        Assert.Contains("secret = file:site.key", end.Error, StringComparison.Ordinal);
        Assert.Matches(Secret(), await File.ReadAllTextAsync(KeyFile));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(KeyFile));
        }
    }

    [Fact]
    public async Task A_secret_that_may_be_in_use_is_not_overwritten()
    {
        _folder.Write("site.key", "in use");

        var end = await SecretAsync("-o", "site.key");

        Assert.Equal(2, end.ExitCode);
        Assert.Contains("compose secret -o site-2.key", end.Error, StringComparison.Ordinal);
        Assert.Equal("in use", await File.ReadAllTextAsync(KeyFile));
    }

    [Fact]
    public async Task Few_bytes_are_refused()
    {
        var end = await SecretAsync("--bytes", "4");

        Assert.Equal(2, end.ExitCode);
        Assert.Contains("--bytes must be 16 to 1024, not 4", end.Error, StringComparison.Ordinal);
    }

    private Task<Finished> SecretAsync(params string[] arguments) => ComposeProcess.RunAsync(_folder.Path, ["secret", .. arguments]);

    [GeneratedRegex("^[A-Za-z0-9_-]+\n$")]
    private static partial Regex Secret();
}
