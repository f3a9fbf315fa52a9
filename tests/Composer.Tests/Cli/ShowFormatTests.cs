// SPDX-License-Identifier: MIT
namespace Composer.Tests.Cli;

/// <summary><c>compose show --format ini|toml|yaml</c>.</summary>
public sealed class ShowFormatTests : IDisposable
{
    private readonly ConfigFolder _folder = new();

    public ShowFormatTests()
    {
        _folder.Write("site.ini", """
            [DEFAULT]
            word = hello
            [pipeline:main]
            pipeline = auth other mounts
            set word = bye
            [filter:auth]
            use = composer:auth_basic
            realm = Private
            users = ada:secret
            [filter:other]
            use = config:other.toml#compress
            [composite:mounts]
            use = composer:urlmap
            / = page
            /more = config:other.toml
            [app:page]
            use = composer:respond
            text = %(word)s 100%%

            """);
        _folder.Write("other.toml", """
            [app.main]
            use = "composer:respond"
            text = "more"
            [filter.compress]
            use = "composer:compress"
            types = ["text/html", "text/css"]
            """);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Where_passwords_are_is_no_secret()
    {
        _folder.Write("staff.ini", "[pipeline:main]\npipeline = auth page\n[filter:auth]\nuse = egg:Paste#auth_basic\nhtpasswd = staff.htpasswd\n[app:page]\nuse = composer:respond\n");

        var end = await ComposeProcess.RunAsync(_folder.Path, "show", "staff.ini", "--format", "ini");

        Assert.Contains("htpasswd = staff.htpasswd", end.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_references_are_followed_and_secrets_are_masked()
    {
        var end = await ComposeProcess.RunAsync(_folder.Path, "show", "site.ini#main", "--format", "toml");

        Assert.Equal("""
            [default]
            word = "hello"

            [pipeline.main]
            pipeline = ["auth", "other", "mounts"]
            set.word = "bye"

            [filter.auth]
            use = "composer:auth_basic"
            realm = "Private"
            users = "[hidden]"

            [filter.other]
            use = "composer:compress"
            types = ["text/html", "text/css"]

            [composite.mounts]
            use = "composer:urlmap"
            "/" = "page"
            "/more" = "other-main"

            [app.page]
            use = "composer:respond"
            text = "hello 100%"

            [app.other-main]
            use = "composer:respond"
            text = "more"

            """, end.Output);
    }

    [Theory]
    [InlineData("ini")]
    [InlineData("toml")]
    [InlineData("yaml")]
    public async Task What_is_shown_means_the_same(string format)
    {
        var first = await ComposeProcess.RunAsync(_folder.Path, "show", "site.ini", "--format", format);
        _folder.Write($"shown.{format}", first.Output);

        var again = await ComposeProcess.RunAsync(_folder.Path, "show", $"shown.{format}", "--format", format);

        Assert.Equal("", first.Error);
        Assert.Equal(first.Output, again.Output);
    }
}
