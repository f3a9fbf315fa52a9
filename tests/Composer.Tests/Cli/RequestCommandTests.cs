// SPDX-License-Identifier: MIT
using System.Text.Json;

namespace Composer.Tests.Cli;

public sealed class RequestCommandTests : IDisposable
{
    private readonly ConfigFolder _folder = new();

    public RequestCommandTests()
    {
        _folder.Write("shop.py", """
            def app(environ, start_response):
                body = environ['wsgi.input'].read()
                if environ['PATH_INFO'] == '/broken':
                    raise ValueError('bad total')
                if environ['PATH_INFO'] == '/old':
                    start_response('302 Found', [('Location', environ['SCRIPT_NAME'] + '/new')])
                    return [b'moved']
                environ['wsgi.errors'].write('noted\n')
                start_response('404 Not Found' if environ['PATH_INFO'] == '/nothing' else '200 OK', [('X-Shop', 'open')])
                text = '{REQUEST_METHOD} {SCRIPT_NAME}|{PATH_INFO}|{QUERY_STRING}|{HTTP_HOST}'.format(**environ)
                return [(text + '|' + environ.get('CONTENT_TYPE', '') + '|').encode('latin-1'), body]

            """);
        _folder.Write("site.ini", """
            [composite:main]
            use = composer:urlmap
            /shop = zipped
            / = hello

            [pipeline:zipped]
            pipeline = zip shop

            [filter:zip]
            use = composer:compress

            [app:shop]
            use = wsgi:shop:app

            [app:hello]
            use = composer:respond
            text = Hello

            """);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Lint_names_the_section_that_breaks_a_rule_of_PEP_3333()
    {
        _folder.Write("shop.py", "def app(environ, start_response):\n    start_response('200 OK', [('Connection', 'close')])\n    return [b'']\n");

        var plain = await RequestAsync("/shop/");
        var linted = await RequestAsync("/shop/", "--lint");

        Assert.Equal(0, plain.ExitCode);
        Assert.Equal(1, linted.ExitCode);
        Assert.Contains("app 'shop': ", linted.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET /shop|/a b|x=1|localhost||", "/shop/a%20b?x=1")]
    [InlineData("PUT /shop|||localhost||", "/shop", "-X", "PUT")]
    [InlineData("POST /shop|/o||localhost|application/x-www-form-urlencoded|a=1", "/shop/o", "-d", "a=1")]
    [InlineData("POST /shop|/o||localhost|application/json|{\"a\": 1}", "/shop/o", "-d", "{\"a\": 1}")]
    [InlineData("POST /shop|/o||localhost|text/csv|1;2", "/shop/o", "-d", "1;2", "-H", "Content-Type: text/csv")]
    [InlineData("GET /shop|/||shop.example.org||", "http://shop.example.org/shop/")]
    public async Task The_site_sees_the_request_as_a_server_would_hand_it_over(string expected, params string[] words)
    {
        var end = await RequestAsync(words);

        Assert.Equal((0, expected), (end.ExitCode, end.Output.TrimEnd('\n')));
        Assert.Contains("noted", end.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("order.json", "1", "|application/json|1\n")]
    [InlineData("order.txt", "two words", "|application/octet-stream|two words\n")]
    public async Task A_body_may_be_the_content_of_a_file(string file, string content, string expected)
    {
        _folder.Write(file, content);

        var end = await RequestAsync("/shop", "-d", $"@{file}");

        Assert.EndsWith(expected, end.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_answer_to_HEAD_has_no_body_as_from_a_server()
    {
        var end = await RequestAsync("/shop", "-X", "HEAD");

        Assert.Equal((0, ""), (end.ExitCode, end.Output));
    }

    [Fact]
    public async Task Status_and_headers_are_printed_when_asked_for()
    {
        var end = await RequestAsync("/shop", "-i");

        Assert.StartsWith("HTTP/1.1 200 OK\r\nX-Shop: open\r\n", end.Output.ReplaceLineEndings("\r\n"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Redirects_are_followed_when_asked_for()
    {
        var stays = await RequestAsync("/shop/old");
        var follows = await RequestAsync("/shop/old", "-L");

        Assert.Equal("moved\n", stays.Output);
        Assert.StartsWith("GET /shop|/new|", follows.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/shop", 0)]
    [InlineData("/shop/nothing", 8)]
    [InlineData("/shop/broken", 8)]
    public async Task The_exit_code_can_tell_success_from_failure(string path, int expected)
    {
        var end = await RequestAsync(path, "--fail");

        Assert.Equal(expected, end.ExitCode);
    }

    [Fact]
    public async Task What_an_app_raises_is_told_in_one_line()
    {
        var end = await RequestAsync("/shop/broken", "-q");

        Assert.Equal((1, ""), (end.ExitCode, end.Output));
        Assert.StartsWith("compose: error: ValueError: bad total", end.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_trace_names_each_object_that_the_request_met()
    {
        var end = await RequestAsync("/shop/a", "--timing");

        Assert.Equal(["main", "└ zipped", "└ zip", "└ shop"], end.Error.Split('\n').Where(line => line.Contains(" 200 ", StringComparison.Ordinal)).Select(line => line[..14].Trim()));
        Assert.Matches(@"└ shop +py +/a +200 \d+ B +\d+\.\d\d +\d+\.\d\d", end.Error);
    }

    [Fact]
    public async Task As_json_the_answer_and_its_way_are_one_object()
    {
        var end = await RequestAsync("/shop/old", "-L", "--json");
        using var json = JsonDocument.Parse(end.Output);

        Assert.Equal(200, json.RootElement.GetProperty("status").GetInt32());
        Assert.StartsWith("GET /shop|/new", json.RootElement.GetProperty("body").GetString(), StringComparison.Ordinal);
        Assert.Equal(["main", "zipped", "zip", "shop"], json.RootElement.GetProperty("steps").EnumerateArray().Select(step => step.GetProperty("node").GetString()));
    }

    [Fact]
    public async Task An_app_that_cannot_be_loaded_is_exit_code_4()
    {
        _folder.Write("site.ini", "[app:main]\nuse = wsgi:nowhere:app\n");

        var end = await RequestAsync("/");

        Assert.Equal((4, ""), (end.ExitCode, end.Output));
        Assert.Contains("error python-import: app 'main': 'wsgi:nowhere:app' – No module named 'nowhere'", end.Error, StringComparison.Ordinal);
    }

    private Task<Finished> RequestAsync(params string[] words) => ComposeProcess.RunAsync(_folder.Path, ["request", .. words]);
}
