// SPDX-License-Identifier: MIT
using System.Text;
using Composer.Middleware;
using Composer.Wsgi;
using Microsoft.Extensions.Logging;

namespace Composer.Tests.Middleware;

public sealed class SecretKeysTests : IDisposable
{
    private const string Strong = "nRMdbsgsxFNi8NMHaMBV9Wk5IMAjRVyp";
    private readonly string _folder = Directory.CreateTempSubdirectory("composer-secrets-").FullName;
    private readonly RecordingLogger _log = new();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void What_is_written_is_the_secret()
    {
        var keys = Keys(Strong + ", with a comma");

        Assert.Equal([Strong + ", with a comma"], keys.All.Select(Encoding.UTF8.GetString));
    }

    [Fact]
    public void The_first_of_several_signs_and_all_verify()
    {
        File.WriteAllText(Path.Combine(_folder, "new.key"), Strong + "\n");

        var keys = Keys("file:new.key", "0ld" + Strong);
        keys.Load();

        Assert.Equal(Strong, Encoding.UTF8.GetString(keys.First));
        Assert.Equal([Strong, "0ld" + Strong], keys.All.Select(Encoding.UTF8.GetString));
    }

    [Fact]
    public void A_variable_holds_a_secret()
    {
        const string Name = "COMPOSER_TEST_SECRET_OF_A_VARIABLE";
        Environment.SetEnvironmentVariable(Name, Strong);

        var keys = Keys("env:" + Name);
        keys.Load();

        Assert.Equal(Strong, Encoding.UTF8.GetString(keys.First));
    }

    [Fact]
    public void Checking_a_config_opens_no_file() => Assert.NotNull(Keys("file:missing.key", "env:COMPOSER_TEST_NO_SUCH_VARIABLE"));

    [Theory]
    [InlineData("secret", "the secret is too short: 6 characters where 16 is the least")]
    [InlineData("aaaabbbbaaaabbbbaaaabbbb", "the secret repeats a few characters")]
    [InlineData("Change me before use!", "the secret is the one of an example")]
    public void A_weak_secret_is_refused_with_the_command_that_makes_a_good_one(string weak, string problem)
    {
        var error = Assert.Throws<ArgumentException>(() => Keys(weak));

        Assert.StartsWith($"{problem}; make one with 'compose secret -o secret.key' and write 'file:secret.key' here, or keep it with 'allow_weak_secret = true'", error.Message, StringComparison.Ordinal);
        Assert.Equal("Secret", error.ParamName);
    }

    [Fact]
    public void A_missing_secret_is_refused_also_where_weak_ones_are_not()
    {
        Assert.StartsWith("a secret is missing; make one with 'compose secret -o secret.key' and write: secret = file:secret.key", Assert.Throws<ArgumentException>(() => Keys()).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new SecretKeys("Secret", [""], true, Info, _log));
    }

    [Fact]
    public void A_weak_secret_is_kept_where_somebody_asks_for_it() =>
        Assert.Equal("secret", Encoding.UTF8.GetString(new SecretKeys("Secret", ["secret"], true, Info, _log).First));

    [Theory]
    [InlineData("file:missing.key", "compose secret -o {0}/missing.key")]
    [InlineData("file:weak.key", "{0}/weak.key: the secret is too short")]
    [InlineData("env:COMPOSER_TEST_NO_SUCH_VARIABLE", "COMPOSER_TEST_NO_SUCH_VARIABLE=$(compose secret)")]
    public void What_cannot_be_read_is_said_at_the_start(string entry, string message)
    {
        File.WriteAllText(Path.Combine(_folder, "weak.key"), "hunter2");

        var error = Assert.ThrowsAny<IOException>(Keys(entry).Load);

        Assert.Contains(message.Replace("{0}", _folder, StringComparison.Ordinal), error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_everybody_can_read_is_warned_of()
    {
        var path = Path.Combine(_folder, "open.key");
        File.WriteAllText(path, Strong);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        }

        Keys("file:open.key").Load();

        var entry = Assert.Single(_log.Entries);
        Assert.Equal(LogLevel.Warning, entry.Level);
        Assert.Contains($"chmod o-r {path}", entry.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_shows_it() => Assert.Equal("[hidden]", Keys(Strong).ToString());

    private ComponentInfo Info => new("x", _folder);

    private SecretKeys Keys(params string[] entries) => new("Secret", entries, allowWeak: false, Info, _log);
}
