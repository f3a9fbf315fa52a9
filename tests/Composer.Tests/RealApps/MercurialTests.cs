// SPDX-License-Identifier: MIT
namespace Composer.Tests.RealApps;

/// <summary>hgweb behind passwords and compression in C#.</summary>
public sealed class MercurialTests
{
    [SkippableFact]
    public async Task A_repository_is_cloned_and_pushed_to()
    {
        Skip.IfNot(File.Exists("/usr/bin/hg") && ServedSite.HasModule("mercurial.hgweb"), "Debian's mercurial is not installed");
        using var folder = new VersionControl();
        folder.Run("/usr/bin/hg", "init", "served");
        File.WriteAllText(folder.At("served/.hg/hgrc"), "[web]\npush_ssl = false\nallow_push = maria\n");
        await using var site = await ServedSite.ComposeAsync("hgweb.ini", "main", $"served={folder.At("served")}");
        var address = $"http://maria:opensesame@127.0.0.1:{site.Port}/";

        folder.Run("/usr/bin/hg", "clone", address, "work");
        File.WriteAllBytes(folder.At("work/large"), Noise.Bytes(3_000_000));
        File.WriteAllText(folder.At("work/Grüße"), "hello\n");
        folder.Run("/usr/bin/hg", "-R", "work", "commit", "-A", "-m", "first");
        folder.Run("/usr/bin/hg", "-R", "work", "push", address);
        folder.Run("/usr/bin/hg", "clone", address, "again");

        Assert.Equal("first", folder.Run("/usr/bin/hg", "-R", "served", "log", "-T", "{desc}"));
        Assert.Equal(File.ReadAllBytes(folder.At("work/large")), File.ReadAllBytes(folder.At("again/large")));
        Assert.True(File.Exists(folder.At("again/Grüße")));
    }

    [SkippableFact]
    public async Task A_wrong_password_neither_clones_nor_pushes()
    {
        Skip.IfNot(File.Exists("/usr/bin/hg") && ServedSite.HasModule("mercurial.hgweb"), "Debian's mercurial is not installed");
        using var folder = new VersionControl();
        folder.Run("/usr/bin/hg", "init", "served");
        await using var site = await ServedSite.ComposeAsync("hgweb.ini", "main", $"served={folder.At("served")}");

        var (status, output) = folder.Try("/usr/bin/hg", "clone", "--noninteractive", $"http://maria:wrong@127.0.0.1:{site.Port}/", "work");

        Assert.NotEqual(0, status);
        Assert.Contains("authorization failed", output);
    }
}
