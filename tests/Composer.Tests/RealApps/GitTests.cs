// SPDX-License-Identifier: MIT
namespace Composer.Tests.RealApps;

/// <summary>git-http-backend as a CGI script of Paste's, behind passwords and compression in C#.</summary>
public sealed class GitTests
{
    private const string Backend = "/usr/lib/git-core/git-http-backend";

    [SkippableFact]
    public async Task Three_megabytes_are_pushed_in_chunks_and_cloned_again()
    {
        Skip.IfNot(File.Exists(Backend) && ServedSite.HasModule("paste.cgiapp"), "Debian's git or python3-paste is not installed");
        using var folder = new VersionControl();
        folder.Run("git", "init", "-q", "--bare", "served.git");
        folder.Run("git", "init", "-q", "-b", "main", "work");
        File.WriteAllBytes(folder.At("work/large"), Noise.Bytes(3_000_000));
        folder.Run("git", "-C", "work", "add", "large");
        folder.Run("git", "-C", "work", "commit", "-q", "-m", "first");
        var environment = new Dictionary<string, string> { ["GIT_PROJECT_ROOT"] = folder.At("."), ["GIT_HTTP_EXPORT_ALL"] = "1" };
        await using var site = await ServedSite.ComposeAsync(environment, "git.ini", "main");
        var address = $"http://maria:opensesame@127.0.0.1:{site.Port}/served.git";

        folder.Run("git", "-C", "work", "-c", "http.postBuffer=65536", "push", "-q", address, "main");
        folder.Run("git", "clone", "-q", "-b", "main", address, "again");

        Assert.Equal(File.ReadAllBytes(folder.At("work/large")), File.ReadAllBytes(folder.At("again/large")));
    }
}
