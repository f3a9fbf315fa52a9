// SPDX-License-Identifier: MIT
namespace Composer.Tests.Cli;

/// <summary>The mistakes that people make most, and what <c>compose check</c> says of each.</summary>
public sealed class MistakeTests : IDisposable
{
    private const string Site = "[app:site]\nuse = composer:respond\n";
    private readonly ConfigFolder _folder = new();

    public MistakeTests()
    {
        _folder.Write("base.ini", "[app:site]\nuse = composer:nothing\n");
        _folder.Write("shop.py", """
            def make_app(global_conf, root='/', currency='EUR'):
                return lambda environ, start_response: []

            def make_filter(global_conf, word):
                return lambda app: app

            def strict(global_conf):
                raise ValueError('no total')

            """);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_site_that_cannot_be_served_tells_which_references_lead_to_the_mistake()
    {
        _folder.Write("site.ini", "[server:main]\nuse = composer:http\n[pipeline:main]\npipeline = f site\n[filter:f]\npaste.filter_factory = shop:make_filter\n" + Site);

        var end = await ComposeProcess.RunAsync(_folder.Path, "request", "/");

        Assert.Equal(4, end.ExitCode);
        Assert.Contains("\n  reached by: server:main -> pipeline:main -> filter:f\n", end.Error, StringComparison.Ordinal);
    }

    public static TheoryData<string, string> Mistakes => new()
    {
        { "[pipeline:main]\npipeline = gzzip site\n[filter:gzip]\nuse = composer:gzip\n" + Site, "site.ini:2:12: error no-such-section: pipeline 'main' asks for filter 'gzzip', but there is no [filter:gzzip]|did you mean 'gzip' (site.ini:3)?" },
        { "[app:main]\nuse = egg:Paste#tset\n", "site.ini:2:7: error no-|tset" },
        { "[app:main]\nuse = egg:Pastee#test\n", "site.ini:2:7: error no-such-distribution: app 'main' asks for 'egg:Pastee#test'|searched " },
        { "[app:main]\nuse = egg:composer#static\n", "site.ini:2:7: error no-such-distribution: app 'main' asks for 'egg:composer#static'|did you mean 'composer:static'? searched " },
        { "[app:main]\nuse = wsgi:nosuchmodule:app\n", "site.ini:2:7: error python-import: app 'main': 'wsgi:nosuchmodule:app' – there is no module 'nosuchmodule'|searched " },
        { "[app:main]\nuse = composer:respond\ntext = 100%\n", "site.ini:3:11: error interpolation-syntax: |%%" },
        { "[app:main]\nuse = composer:respond\ntext = %(http_port)s\n", "site.ini:3:8: error interpolation-missing: |http_port=" },
        { "[app:main]\nuse = b\n[app:b]\nuse = main\n", "site.ini:2:7: error use-cycle: app 'main' (2) uses 'b' (4) uses 'main' (2)" },
        { "[app:shop]\nuse = composer:respond\n[app:other]\nuse = config:missing.ini\n", "error no-such-file|missing.ini" },
        { "[pipline:main]\npipeline = site\n" + Site, "site.ini:1:1: error unknown-kind: [pipline:main] is not a section kind|did you mean [pipeline:main]?" },
        { "[app.main]\nuse = composer:respond\n", "site.ini:1:1: error unknown-kind: [app.main] is not a section kind|did you mean [app:main]?" },
        { "{\"app\": {\"main\": {\"use\": \"composer:respond\"}}}", "site.ini:1:1: error no-section-header: |this looks like JSON" },
        { "[pipeline:main]\npipeline = site site\n" + Site, "site.ini:2:12: error app-in-the-middle: 'site' is an app" },
        { "[app:main]\nuse = composer:static\ndocument_rot = .\n", "site.ini:3:1: error unknown-key: app 'main' has no setting 'document_rot'|did you mean 'document_root'?" },
        { "[DEFAULT]\ntext = a\n[app:main]\nuse = composer:respond\ntext = b\n", "site.ini:5:1: warning dropped-key: 'text' has no effect: [DEFAULT] sets it too (site.ini:2)|write 'set text" },
        { "[app:main]\nuse = composer:respond\n[app:a:b]\nuse = composer:respond\n", "site.ini:3:1: warning unreachable-section: nothing can refer to [app:a:b]" },
        { "[app:main]\nuse = composer:respond\n[filter:zip]\nuse = composer:gzip\n", "site.ini:3:1: hint unused-section: nothing refers to [filter:zip]" },
        { "[pipeline:main]\npipeline = log proxy site\n[filter:log]\nuse = composer:access_log\n[filter:proxy]\nuse = egg:PasteDeploy#prefix\n" + Site, "site.ini:3:1: warning bad-order: filter 'log' (composer:access_log) is outside of 'proxy' (egg:PasteDeploy#prefix): the log has the proxy's address|name 'proxy' before 'log'" },
        { "[pipeline:main]\npipeline = access ways site\n[filter:access]\nuse = composer:authorize\n/ = all granted\n[filter:ways]\nuse = composer:rewrite\nrules = /a /b\n" + Site, "warning bad-order: filter 'access' (composer:authorize) is outside of 'ways' (composer:rewrite): the rules see the path|name 'ways' before 'access'" },
        { "[pipeline:main]\npipeline = kept id times site\n[filter:kept]\nuse = composer:cache\n[filter:id]\nuse = composer:request_id\n[filter:times]\nuse = composer:runtime\n" + Site, "is outside of 'id' (composer:request_id): the cache repeats the id|is outside of 'times' (composer:runtime): the cache repeats the times|name 'id' before 'kept'" },
        { "[app:main]\nuse = call:shop:make_app\nsession.secret = swordfish\n", "site.ini:3:1: hint clear-secret: 'session.secret' of app 'main' can be read|%(env:SESSION_SECRET)s" },
        { "[pipeline:main]\npipeline = stamp zip shop\n[filter:stamp]\npaste.filter_factory = shop:make_filter\n[filter:zip]\nuse = composer:gzip\n[app:shop]\nuse = call:shop:make_app\n", "site.ini:5:1: hint many-crossings: filter 'zip' is C# and stands between Python's 'stamp' and 'shop'" },
        { "[app:main]\nuse = egg:Paste#static\ndocument_rot = .\n", "did you mean 'document_root'?" },
        { "[app:main]\nuse = composer:respond\n[filter:zip]\nuse = egg:Paste#gzip\ncompress_level = 77\n", "site.ini:5:18: error bad-value: filter 'zip': 'compress_level' must be 1 to 9, not '77'" },
        { "[server:main]\nuse = composer:http\n[pipeline:main]\npipeline = shop\n[composite:shop]\nuse = composer:urlmap\n/ = files\n[app:files]\nuse = composer:static\n", "error missing-setting: app 'files'|reached by: server:main -> pipeline:main -> composite:shop -> app:files" },
        { "[app:main]\nuse = composer:redirect\nto = /\nstatus = 301  # for ever\n", "site.ini:4:10: error bad-value: |a comment needs a line of its own" },
        { "[app:main]\nuse = composer:redirect\nto = /\nstatus = \"301\"\n", "site.ini:4:10: error bad-value: |write 301" },
        { "[app:main]\nuse = composer:redirect\nstatus = 301\n  to = /\n", "site.ini:3:10: error bad-value: |the line 'to = /' is indented" },
        { "[app:main]\nuse = composer:respond\ntext.de = Hallo\n", "site.ini:3:1: error unknown-key: |'text' is one value" },
        { "[pipeline:main]\npipeline = ways site\n[filter:ways]\nuse = composer:rewrite\nrules =\n  ^/a$  /b\n  ^/c(  /d\n" + Site, "site.ini:7:3: error bad-value: filter 'ways': the rule '^/c(  /d'" },
        { "[app:main]\nuse = composer:respond\n text = hi\n", "site.ini:2:7: error no-factory: Composer has no app 'respond text = hi'|the line 'text = hi' is indented" },
        { "[pipeline:main]\npipeline = [\"zip\", \"site\"]\n[filter:zip]\nuse = composer:gzip\n" + Site, "site.ini:2:12: error no-such-section: |write pipeline = zip site|\n1 error, 0 warnings" },
        { "[app:main]\nuse = \"composer:respond\"\n", "site.ini:2:7: error no-such-section: |no quotes and no commas: write composer:respond" },
        { "[pipeline:main]\npipeline = zip, site\n[filter:zip]\nuse = composer:gzip\n" + Site, "site.ini:2:12: error no-such-section: |no quotes and no commas: write zip|\n1 error, 0 warnings" },
        { "[app:main]\nuse = respond\n", "site.ini:2:7: error no-such-section: |did you mean composer:respond?" },
        { "[pipeline:main]\npipeline = gzip site\n" + Site, "site.ini:2:12: error no-such-section: |write [filter:gzip] with use = composer:gzip" },
        { "[app:main]\nuse = wsgi:./shop.py:app\n", "site.ini:2:7: error no-factory: |wsgi:shop:app" },
        { "[DEFAULT]\na = %(b)s\n[app:main]\nuse = composer:respond\ntext = %(a)s\n", "site.ini:2:5: error interpolation-missing: |\n1 error, 0 warnings" },
        { "[composer]\nnative = flase\n[app:main]\nuse = composer:respond\n", "site.ini:2:10: warning bad-value: |did you mean 'false'?" },
        { "[app:main]\nuse = composer:respond\ntext = ${HOME}\n", "site.ini:3:8: hint interpolation-syntax: '${HOME}' is plain text in INI|write %(env:HOME)s" },
        { "[app:main]\nuse = config:bse.ini#site\n", "site.ini:2:7: error no-such-file: |did you mean 'base.ini'?" },
        { "", "site.ini: error no-such-section: the file has no app, filter or server|[app:main]" },
        { "[app:main]\nuse = base\n[app:base]\nuse = config:base.ini#site\n", "base.ini:2:7: error no-factory: |reached by: app:main -> app:base -> app:site (base.ini)" },
    };

    public static TheoryData<string, string> MistakesOnLoading => new()
    {
        { "[app:main]\nuse = call:shop:mak_app\n", "site.ini:2:7: error python-import: app 'main': 'call:shop:mak_app' – |mak_app" },
        { "[app:main]\nuse = call:shop:make_app\ncurency = USD\n", "site.ini:3:1: error factory-failed: app 'main': 'call:shop:make_app' raised TypeError: |did you mean 'currency'?" },
        { "[app:main]\nuse = call:shop:make_app\ncolour = red\n", "site.ini:3:1: error factory-failed: |it takes: root, currency" },
        { "[pipeline:main]\npipeline = f site\n[filter:f]\npaste.filter_factory = shop:make_filter\n" + Site, "site.ini:4:24: error factory-failed: filter 'f': |missing 1 required positional argument: 'word'" },
        { "[pipeline:main]\npipeline = f site\n[filter:f]\nuse = composer:auth_basic\nauthfunc = shop:nobody\n" + Site, "site.ini:5:12: error python-import: filter 'f': 'shop:nobody' – |1 error, 0 warnings" },
        { "[app:main]\nuse = composer:respond\n[app:unused]\nuse = call:shop:strict\n", "site.ini:4:7: error factory-failed: app 'unused': 'call:shop:strict' raised ValueError: no total" },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public async Task Each_is_told_with_its_place_and_its_remedy(string config, string expected)
    {
        _folder.Write("site.ini", config);

        var end = await ComposeProcess.RunAsync(_folder.Path, "check");

        Assert.All(expected.Split('|'), part => Assert.Contains(part, end.Output, StringComparison.Ordinal));
        Assert.Equal(end.Output.Contains(": error ", StringComparison.Ordinal) ? 3 : 0, end.ExitCode);
    }

    [Theory]
    [MemberData(nameof(MistakesOnLoading))]
    public async Task What_only_loading_shows_is_told_in_the_same_form(string config, string expected)
    {
        _folder.Write("site.ini", config);

        var end = await ComposeProcess.RunAsync(_folder.Path, "check", "--load");

        Assert.All(expected.Split('|'), part => Assert.Contains(part, end.Output, StringComparison.Ordinal));
        Assert.Equal(4, end.ExitCode);
        Assert.DoesNotContain("Traceback", end.Output + end.Error, StringComparison.Ordinal);
    }
}
