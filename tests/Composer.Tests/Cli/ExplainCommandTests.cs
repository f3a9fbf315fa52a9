// SPDX-License-Identifier: MIT
using System.Text.Json;

namespace Composer.Tests.Cli;

public sealed class ExplainCommandTests : IDisposable
{
    private readonly ConfigFolder _folder = new();

    public ExplainCommandTests()
    {
        _folder.Write("shop.py", "open('imported', 'w')\n");
        _folder.Write("site.ini", """
            [pipeline:main]
            pipeline = zip mounts

            [filter:zip]
            use = egg:Paste#gzip

            [composite:mounts]
            use = egg:Paste#urlmap
            / = hello
            /shop = shop
            domain admin.example.org /only = hello

            [pipeline:shop]
            pipeline = stamp inner

            [filter:stamp]
            paste.filter_factory = shop:stamp

            [app:inner]
            use = call:shop:make

            [app:hello]
            use = composer:respond

            """);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Each_object_on_the_way_is_a_row_with_what_it_sees()
    {
        var end = await ComposeProcess.RunAsync(_folder.Path, "explain", "/shop/cart?x=1");

        Assert.Equal(0, end.ExitCode);
        Assert.Matches(@"└ zip +C# +egg:Paste#gzip +'' +/shop/cart +site\.ini:4\n", end.Output);
        Assert.Matches(@"└ stamp +py +import:shop:stamp +/shop +/cart +site\.ini:16\n", end.Output);
        Assert.Matches(@"└ inner +py +call:shop:make +/shop +/cart +site\.ini:19\n", end.Output);
        Assert.EndsWith("answered by app 'inner' (site.ini:19)\n", end.Output, StringComparison.Ordinal);
        Assert.False(File.Exists($"{_folder.Path}/imported"));
    }

    [Theory]
    [InlineData("hello", "/shopping")]
    [InlineData("hello", "http://admin.example.org/only")]
    [InlineData("hello", "/only", "--host", "admin.example.org")]
    [InlineData("inner", "/shop")]
    public async Task Hosts_and_whole_segments_decide(string expected, params string[] words)
    {
        var end = await ComposeProcess.RunAsync(_folder.Path, ["explain", "--json", .. words]);
        using var json = JsonDocument.Parse(end.Output);

        Assert.Equal(expected, json.RootElement.EnumerateArray().Last().GetProperty("node").GetString());
    }

    [Fact]
    public async Task Where_nothing_is_mounted_the_status_and_its_author_are_told()
    {
        _folder.Write("site.ini", "[composite:main]\nuse = composer:urlmap\n/a = hello\n[app:hello]\nuse = composer:respond\n");

        var end = await ComposeProcess.RunAsync(_folder.Path, "explain", "/b");

        Assert.EndsWith("404: composite 'main' has nothing at /b\n", end.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("call:paste.urlmap:urlmap_factory")]
    [InlineData("call:shop:mounts")]
    public async Task A_Python_composite_whose_settings_are_paths_is_taken_for_a_urlmap_and_told_to_be_Python(string use)
    {
        _folder.Write("site.ini", $"[composite:main]\nuse = {use}\n/ = hello\n/shop = inner\n[app:inner]\nuse = call:shop:make\n[app:hello]\nuse = composer:respond\n");

        var end = await ComposeProcess.RunAsync(_folder.Path, "explain", "/shop/cart");

        Assert.Matches(@"└ inner +py +call:shop:make +/shop +/cart ", end.Output);
        Assert.Contains("'main' is Python: it is taken to mount apps by its settings; compose request … --trace shows it\n", end.Output, StringComparison.Ordinal);
        Assert.False(File.Exists($"{_folder.Path}/imported"));
    }

    [Fact]
    public async Task Where_a_Python_composite_leads_only_it_knows_and_load_tells_what_it_asked_for()
    {
        _folder.Write("variants.py", "def make(loader, global_conf, auth):\n    return loader.get_app(auth)\n");
        _folder.Write("site.ini", "[composite:main]\nuse = call:variants:make\nauth = hello\n[app:hello]\nuse = composer:respond\n");

        var dry = await ComposeProcess.RunAsync(_folder.Path, "explain", "/");
        var loaded = await ComposeProcess.RunAsync(_folder.Path, "explain", "/", "--load");

        Assert.Contains("where it goes from here only 'main' knows, when it runs: explain --load tells what it asks for, ", dry.Output, StringComparison.Ordinal);
        Assert.Contains("it asked its loader for 'hello' (site.ini:4); ", loaded.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Routes_lists_every_mount_with_its_filters()
    {
        var end = await ComposeProcess.RunAsync(_folder.Path, "routes");

        Assert.Equal(0, end.ExitCode);
        Assert.Matches(@" any +/ +zip +hello +C# +composer:respond +site\.ini:22\n", end.Output);
        Assert.Matches(@" any +/shop +zip stamp +inner +py +call:shop:make +site\.ini:19\n", end.Output);
        Assert.Matches(@" admin\.example\.org +/only +zip +hello ", end.Output);
    }

    [Fact]
    public async Task Routes_as_json_is_a_list()
    {
        var end = await ComposeProcess.RunAsync(_folder.Path, "routes", "--json");
        using var json = JsonDocument.Parse(end.Output);

        Assert.Equal(["/", "/shop", "/only"], json.RootElement.EnumerateArray().Select(route => route.GetProperty("path").GetString()));
    }
}
