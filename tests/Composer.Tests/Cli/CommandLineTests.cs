// SPDX-License-Identifier: MIT
using System.Text.Json;

namespace Composer.Tests.Cli;

public sealed class CommandLineTests : IDisposable
{
    private readonly ConfigFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Version_is_one_line()
    {
        var end = await RunAsync("--version");

        Assert.Equal((0, ""), (end.ExitCode, end.Error));
        Assert.Matches(@"^compose \d+\.\d+\.\d+\n$", end.Output);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("serve", "--help")]
    [InlineData("check", "--help")]
    [InlineData("show", "--help")]
    [InlineData("plugins", "--help")]
    public async Task Help_is_asked_for_and_no_error(params string[] words)
    {
        var end = await RunAsync(words);

        Assert.Equal((0, ""), (end.ExitCode, end.Error));
        Assert.Contains("Usage:", end.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("secret", false)]
    [InlineData("init", false)]
    [InlineData("fmt", true)]
    [InlineData("sessions", true)]
    public async Task Help_tells_of_configs_where_a_command_takes_one(string command, bool takesConfig)
    {
        var end = await RunAsync(command, "--help");

        Assert.Equal(takesConfig, end.Output.Contains("--config", StringComparison.Ordinal));
        Assert.Contains("--color", end.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("serv")]
    [InlineData("serve", "--thread", "3")]
    [InlineData("serve", "--threads", "many")]
    [InlineData("serve", "--threads", "0")]
    [InlineData("serve", "--log-level", "loud")]
    [InlineData("serve", "a.ini", "b.ini")]
    [InlineData("serve", "app.py")]
    [InlineData("diagram", "-o", "site.png")]
    public async Task Wrong_use_is_exit_code_2_with_one_clear_message(params string[] words)
    {
        var end = await RunAsync(words);

        Assert.Equal((2, ""), (end.ExitCode, end.Output));
        Assert.StartsWith("compose: error: ", end.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", end.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--threads takes a number, not 'many'", "serve", "--threads", "many")]
    [InlineData("compose serve has no option '--port'\n  hint: did you mean --bind?", "serve", "--port", "80")]
    [InlineData("compose request needs PATH", "request")]
    [InlineData("-X needs a value", "request", "/", "-X")]
    [InlineData("'flsk' is none of minimal, flask, django, pyramid, legacy-paste, csharp-middleware, docker, systemd; did you mean flask?", "init", "--template", "flsk")]
    public async Task What_the_parser_refuses_is_told_in_plain_words(string expected, params string[] words)
    {
        var end = await RunAsync(words);

        Assert.StartsWith($"compose: error: {expected}\n", end.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(3, "show")]
    [InlineData(3, "show", "--origin")]
    [InlineData(0, "show", "--json")]
    [InlineData(1, "show", "--json", "--strict")]
    public async Task Show_of_what_cannot_be_loaded_says_why_unless_it_is_json(int code, params string[] words)
    {
        _folder.Write("site.ini", "[app:main]\nuse = shop\n");

        var end = await RunAsync(words);

        Assert.Equal(code, end.ExitCode);
        Assert.Equal(code == 3, end.Error.Contains("site.ini:2:7: error no-such-section: ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Show_prints_the_tree()
    {
        _folder.Write("site.ini", """
            [pipeline:main]
            pipeline = zip hello

            [filter:zip]
            use = composer:compress
            level = 9

            [app:hello]
            use = composer:respond

            """);

        var end = await RunAsync("show", "site.ini#main");

        Assert.Equal(0, end.ExitCode);
        Assert.Equal(["main", "└ zip", "  └ hello"], end.Output.TrimEnd('\n').Split('\n').Select(line => line[..20].TrimEnd()));
        Assert.Contains("level=9", end.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Show_draws_each_part_once_where_it_is_used_and_then_what_nothing_uses()
    {
        _folder.Write("site.ini", "[pipeline:main]\npipeline = zip hello\n[filter:zip]\nuse = composer:compress\n[filter:spare]\nuse = composer:etag\n[app:hello]\nuse = composer:respond\n");

        var end = await RunAsync("show");

        Assert.Equal(["main", "└ zip", "  └ hello", "", "spare"], end.Output.TrimEnd('\n').Split('\n').Select(line => line[..Math.Min(20, line.Length)].TrimEnd()));
    }

    [Theory]
    [InlineData("show")]
    [InlineData("show", "--json")]
    public async Task Show_prints_no_secret(params string[] words)
    {
        _folder.Write("site.ini", """
            [DEFAULT]
            smtp_password = swordfish

            [pipeline:main]
            pipeline = auth shop

            [filter:auth]
            use = egg:Paste#auth_basic
            users = joe:hash-of-joe

            [app:shop]
            use = wsgi:shop:app
            db_password = swordfish
            session.validate_key = swordfish
            sqlalchemy.url = postgresql://joe:swordfish@db/shop
            session.key = sid

            """);

        var end = await RunAsync(words);

        Assert.DoesNotContain("swordfish", end.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("hash-of-joe", end.Output, StringComparison.Ordinal);
        Assert.Contains("postgresql://joe:[hidden]@db/shop", end.Output, StringComparison.Ordinal);
        Assert.Contains("sid", end.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Show_as_json_has_every_object_and_the_variables()
    {
        _folder.Write("site.ini", "[app:main]\nuse = composer:respond\ntext = %(greeting)s\n");

        var end = await RunAsync("--config", "site.ini", "show", "--json", "greeting=Hi");
        using var json = JsonDocument.Parse(end.Output);

        Assert.Equal("Hi", json.RootElement.GetProperty("global_conf").GetProperty("greeting").GetString());
        Assert.Equal("Hi", json.RootElement.GetProperty("objects").GetProperty("app").GetProperty("main").GetProperty("local_conf").GetProperty("text").GetString());
    }

    [Fact]
    public async Task An_object_that_cannot_be_loaded_is_shown_and_fails_only_a_strict_show()
    {
        _folder.Write("site.ini", "[app:main]\nuse = nowhere\n");

        var lenient = await RunAsync("show", "--json");
        var strict = await RunAsync("show", "--json", "--strict");

        Assert.Contains("LookupError", lenient.Output, StringComparison.Ordinal);
        Assert.Equal((0, 1), (lenient.ExitCode, strict.ExitCode));
    }

    [Fact]
    public async Task Plugins_lists_components_with_their_settings()
    {
        var end = await RunAsync("plugins");

        Assert.Equal(0, end.ExitCode);
        Assert.Contains("composer:compress", end.Output, StringComparison.Ordinal);
        Assert.Contains("egg:Paste#gzip", end.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_config_that_nobody_named_is_told()
    {
        _folder.Write("site.ini", "[app:main]\nuse = composer:respond\n");

        var told = await RunAsync("show");
        var quiet = await RunAsync("show", "-q");

        Assert.Equal("compose: site.ini (found here; --config names another)\n", told.Error);
        Assert.Equal("", quiet.Error);
    }

    [Theory]
    [InlineData("app:main.text=Hello", "text=Hello")]
    [InlineData("main.text=Hello", "text=Hello")]
    [InlineData("app.main.text=Hello", "text=Hello")]
    [InlineData("DEFAULT.text=Hello", "main                 app         composer:respond\n")]
    public async Task Set_counts_more_than_the_file_and_its_defaults(string set, string expected)
    {
        _folder.Write("site.ini", "[DEFAULT]\ntext = default\n[app:main]\nuse = composer:respond\ntext = file\n");

        var end = await RunAsync("show", "--set", set);

        Assert.Contains(expected, end.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Set_for_a_section_that_is_not_there_says_which_one_was_meant()
    {
        _folder.Write("site.ini", "[app:main]\nuse = composer:respond\n");

        var end = await RunAsync("show", "--set", "app:mian.text=Hello");

        Assert.Equal(3, end.ExitCode);
        Assert.Contains("there is no section [app:mian] in site.ini\n  hint: did you mean 'app:main'?", end.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_option_has_a_variable_and_the_command_line_counts_more()
    {
        _folder.Write("one.ini", "[app:main]\nuse = composer:respond\n");
        _folder.Write("two.ini", "[app:main]\nuse = composer:test\n");
        var environment = new Dictionary<string, string> { ["COMPOSE_CONFIG"] = "one.ini" };

        var one = await ComposeProcess.RunAsync(_folder.Path, environment, "show");
        var two = await ComposeProcess.RunAsync(_folder.Path, environment, "show", "-c", "two.ini");

        Assert.Contains("composer:respond", one.Output, StringComparison.Ordinal);
        Assert.Contains("composer:test", two.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Environment_variables_come_from_the_command_line_or_from_a_file()
    {
        _folder.Write("site.ini", "[app:main]\nuse = composer:respond\ntext = %(env:ONE)s %(env:TWO)s\n");
        _folder.Write("prod.env", "# of this host\nexport ONE='from file'\nTWO=from file\n");

        var end = await RunAsync("show", "--env-file", "prod.env", "-e", "TWO=given");

        Assert.Contains("text=\"from file given\"", end.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("always", true)]
    [InlineData("never", false)]
    [InlineData("auto", false)]
    public async Task Colours_are_as_asked_for(string when, bool expected)
    {
        var end = await RunAsync("--color", when, "serv");

        Assert.Equal(expected, end.Error.Contains('\e', StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_misspelt_command_or_option_is_answered_with_what_was_meant()
    {
        var command = await RunAsync("serv");
        var option = await RunAsync("check", "--colour=never");

        Assert.Contains("did you mean compose serve?", command.Error, StringComparison.Ordinal);
        Assert.Contains("did you mean --color?", option.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plugins_by_name_come_with_their_settings()
    {
        var known = await RunAsync("plugins", "gzip");
        var unknown = await RunAsync("plugins", "gzpi");

        Assert.Matches(@"minimum_size +size; 0 or more, default 512 ", known.Output);
        Assert.DoesNotContain("composer:static", known.Output, StringComparison.Ordinal);
        Assert.Contains("did you mean 'gzip'?", unknown.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plugins_as_json_have_the_entry_points_of_python_distributions()
    {
        Directory.CreateDirectory($"{_folder.Path}/lib/Shop-1.0.dist-info");
        _folder.Write("lib/Shop-1.0.dist-info/METADATA", "Name: Shop\n");
        _folder.Write("lib/Shop-1.0.dist-info/entry_points.txt", "[paste.filter_factory]\nlog = shop:log\n[console_scripts]\nshop = shop:main\n");

        var end = await ComposeProcess.RunAsync(_folder.Path, new Dictionary<string, string> { ["PYTHONPATH"] = $"{_folder.Path}/lib" }, "plugins", "--json");
        using var json = JsonDocument.Parse(end.Output);
        var found = json.RootElement.GetProperty("entry_points").EnumerateArray().Single(point => point.GetProperty("name").GetString()!.StartsWith("egg:Shop#", StringComparison.Ordinal));

        Assert.Equal(("egg:Shop#log", "filter", "shop:log"), (found.GetProperty("name").GetString(), found.GetProperty("kind").GetString(), found.GetProperty("reference").GetString()));
        Assert.Contains(json.RootElement.GetProperty("components").EnumerateArray(), component => component.GetProperty("settings").GetArrayLength() > 0);
    }

    [Fact]
    public async Task Plugins_tells_the_settings_of_Python_factories_when_it_may_import_them()
    {
        Directory.CreateDirectory($"{_folder.Path}/lib/Shop-1.0.dist-info");
        _folder.Write("lib/Shop-1.0.dist-info/METADATA", "Name: Shop\n");
        _folder.Write("lib/Shop-1.0.dist-info/entry_points.txt", "[paste.app_factory]\nmain = shopapp:make\n[paste.filter_app_factory]\nlog = nosuchmodule:log\n");
        _folder.Write("lib/shopapp.py", "open('imported', 'w')\ndef make(global_conf, root, currency: str = 'EUR', **others): pass\n");
        var environment = new Dictionary<string, string> { ["PYTHONPATH"] = $"{_folder.Path}/lib" };

        await ComposeProcess.RunAsync(_folder.Path, environment, "plugins", "Shop");
        var isImported = File.Exists($"{_folder.Path}/imported");
        var end = await ComposeProcess.RunAsync(_folder.Path, environment, "plugins", "Shop", "--load");

        Assert.False(isImported);
        Assert.Matches(@"settings of egg:Shop#main +may be *\n─+\n root +required *\n currency +default 'EUR' *\n every other key", end.Output);
        Assert.Contains("settings of egg:Shop#log are not known: ModuleNotFoundError: No module named 'nosuchmodule'", end.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Show_origin_tells_where_each_value_comes_from()
    {
        _folder.Write("site.ini", "[DEFAULT]\nfrom = here\n[pipeline:main]\npipeline = zip hello\n[filter:zip]\nuse = composer:compress\nlevel = 9\n[app:hello]\nuse = composer:respond\ntext = %(env:WHO)s\nget status_text = from\nfrom = x\n");

        var end = await RunAsync("show", "--origin", "-e", "WHO=me", "--set", "zip.minimum_size=1");

        Assert.Matches(@"level +9 +file +site\.ini:7\n", end.Output);
        Assert.Matches(@"minimum_size +1 +cli +--set zip\.minimum_size\n", end.Output);
        Assert.Matches(@"flush +auto +default\n", end.Output);
        Assert.Matches(@"text +me +env +site\.ini:10\n", end.Output);
        Assert.Matches(@"status_text +here +DEFAULT +site\.ini:2\n", end.Output);
        Assert.Matches(@"from +dropped +site\.ini:12\n", end.Output);
    }

    [Fact]
    public async Task An_app_can_stand_in_the_place_of_a_config_with_filters_around_it()
    {
        _folder.Write("shop.py", "def app(environ, start_response):\n    start_response('200 OK', [('Content-Type', 'text/plain')])\n    return [b'shop ' * 500]\n");

        await using var site = await ComposeProcess.ServeAsync(_folder.Path, "serve", "wsgi:shop:app", "--filter", "gzip", "-b", "127.0.0.1:0");
        using var client = new HttpClient();
        client.DefaultRequestHeaders.Add("Accept-Encoding", "gzip");
        var answer = await client.GetAsync(site.Address);

        Assert.Equal("gzip", answer.Content.Headers.ContentEncoding.Single());
    }

    [Fact]
    public async Task Filters_without_such_an_app_are_wrong_use()
    {
        _folder.Write("site.ini", "[app:main]\nuse = composer:respond\n");

        Assert.Equal(2, (await RunAsync("check", "--filter", "gzip")).ExitCode);
    }

    private Task<Finished> RunAsync(params string[] words) => ComposeProcess.RunAsync(_folder.Path, words);
}
