// SPDX-License-Identifier: MIT
using System.Globalization;
using Composer.Wsgi;

namespace Composer.Tests.Servers;

public sealed class HttpEnvironTests
{
    [Theory]
    [InlineData("GET / HTTP/1.1", "PATH_INFO=/")]
    [InlineData("GET /a%2Fb HTTP/1.1", "PATH_INFO=/a/b")]
    [InlineData("GET /a%252Fb HTTP/1.1", "PATH_INFO=/a%2Fb")]
    [InlineData("GET /caf%C3%A9 HTTP/1.1", "PATH_INFO=/caf\xC3\xA9")]
    [InlineData("GET /%E9 HTTP/1.1", "PATH_INFO=/\xE9")]
    [InlineData("GET /%C0%AE%C0%AE/ HTTP/1.1", "PATH_INFO=/\xC0\xAE\xC0\xAE/")]
    [InlineData("GET /a/../b/./c HTTP/1.1", "PATH_INFO=/a/../b/./c")]
    [InlineData("GET /%2e%2e/b HTTP/1.1", "PATH_INFO=/../b")]
    [InlineData("GET //a//b HTTP/1.1", "PATH_INFO=//a//b")]
    [InlineData("GET /%zz%4 HTTP/1.1", "PATH_INFO=/%zz%4")]
    [InlineData("GET /a;b=c HTTP/1.1", "PATH_INFO=/a;b=c")]
    [InlineData("GET /a+b HTTP/1.1", "PATH_INFO=/a+b")]
    [InlineData("GET /a?b=%20&c?d HTTP/1.1", "QUERY_STRING=b=%20&c?d")]
    [InlineData("GET /a HTTP/1.1", "QUERY_STRING=")]
    [InlineData("GET /a? HTTP/1.1", "QUERY_STRING=")]
    [InlineData("GET http://x/a%20b?c HTTP/1.1", "PATH_INFO=/a b")]
    [InlineData("GET http://x/a%20b?c HTTP/1.1", "QUERY_STRING=c")]
    [InlineData("GET http://x/a%20b?c HTTP/1.1", "REQUEST_URI=http://x/a%20b?c")]
    [InlineData("GET http://x HTTP/1.1", "PATH_INFO=/")]
    [InlineData("GET http://x?q HTTP/1.1", "PATH_INFO=/")]
    [InlineData("OPTIONS * HTTP/1.1", "PATH_INFO=")]
    [InlineData("OPTIONS * HTTP/1.1", "REQUEST_URI=*")]
    [InlineData("GET /a%20b?c HTTP/1.1", "RAW_URI=/a%20b?c")]
    [InlineData("PURGE / HTTP/1.1", "REQUEST_METHOD=PURGE")]
    [InlineData("get / HTTP/1.1", "REQUEST_METHOD=get")]
    [InlineData("GET / HTTP/1.1", "SCRIPT_NAME=")]
    [InlineData("GET / HTTP/1.1", "SERVER_PROTOCOL=HTTP/1.1")]
    [InlineData("GET / HTTP/1.0", "SERVER_PROTOCOL=HTTP/1.0")]
    [InlineData("GET / HTTP/1.1", "SERVER_NAME=127.0.0.1")]
    [InlineData("GET / HTTP/1.1", "REMOTE_ADDR=127.0.0.1")]
    [InlineData("GET / HTTP/1.1", "wsgi.url_scheme=http")]
    [InlineData("GET / HTTP/1.1", "wsgi.input_terminated=True")]
    public async Task A_request_line_becomes_these_keys(string line, string expected)
    {
        var environ = await EnvironOfAsync($"{line}\r\nHost: x\r\nConnection: close\r\n\r\n");

        Assert.Contains(expected, environ);
    }

    [Theory]
    [InlineData("X-A: 1\r\nX-A: 2", "HTTP_X_A=1, 2")]
    [InlineData("Cookie: a=1\r\nCookie: b=2", "HTTP_COOKIE=a=1; b=2")]
    [InlineData("Accept: a/b\r\naccept: c/d", "HTTP_ACCEPT=a/b, c/d")]
    [InlineData("X-A: caf\xE9", "HTTP_X_A=caf\xE9")]
    [InlineData("X-A: \t a b \t", "HTTP_X_A=a b")]
    [InlineData("X-A:", "HTTP_X_A=")]
    [InlineData("x-lower: y", "HTTP_X_LOWER=y")]
    [InlineData("X-A: a\tb", "HTTP_X_A=a\tb")]
    [InlineData("Content-Type: text/x", "CONTENT_TYPE=text/x")]
    [InlineData("Content-Length: 0", "CONTENT_LENGTH=0")]
    [InlineData("Content-Length: 000", "CONTENT_LENGTH=0")]
    public async Task A_header_becomes_this_key(string header, string expected)
    {
        var environ = await EnvironOfAsync($"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{header}\r\n\r\n");

        Assert.Contains(expected, environ);
    }

    [Theory]
    [InlineData("X_A: 1", "HTTP_X_A")]
    [InlineData("Proxy: evil", "HTTP_PROXY")]
    [InlineData("PROXY: evil", "HTTP_PROXY")]
    [InlineData("Content_Length: 5", "CONTENT_LENGTH")]
    [InlineData("Content_Type: x", "CONTENT_TYPE")]
    [InlineData("Content-Type: x", "HTTP_CONTENT_TYPE")]
    [InlineData("Content-Length: 0", "HTTP_CONTENT_LENGTH")]
    [InlineData("X-Forwarded_For: 1.2.3.4", "HTTP_X_FORWARDED_FOR")]
    public async Task A_header_does_not_become_this_key(string header, string absent)
    {
        var environ = await EnvironOfAsync($"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{header}\r\n\r\n");

        Assert.DoesNotContain(environ, line => line.StartsWith(absent + "=", StringComparison.Ordinal));
    }

    [Fact]
    public async Task No_header_creates_or_changes_a_key_that_is_not_its_own()
    {
        string[] names =
        [
            "REQUEST_METHOD", "SCRIPT_NAME", "PATH_INFO", "QUERY_STRING", "REQUEST_URI", "RAW_URI", "SERVER_NAME", "SERVER_PORT", "SERVER_PROTOCOL",
            "SERVER_SOFTWARE", "REMOTE_ADDR", "REMOTE_PORT", "REMOTE_HOST", "REMOTE_USER", "REMOTE_IDENT", "AUTH_TYPE", "GATEWAY_INTERFACE", "PATH_TRANSLATED",
            "DOCUMENT_ROOT", "HTTPS", "HTTP_HOST", "HTTP_PROXY", "HTTP_COOKIE", "HTTP_AUTHORIZATION", "HTTP_CONTENT_LENGTH", "CONTENT_LENGTH_", "X_CONTENT_TYPE",
            "wsgi.version", "wsgi.url_scheme", "wsgi.input", "wsgi.errors", "wsgi.multithread", "wsgi.multiprocess", "wsgi.run_once", "wsgi.file_wrapper",
            "wsgi.input_terminated", "composer.request_id", "paste.throw_errors", "paste.config", "paste.testing", "beaker.session", "repoze.who.identity",
        ];
        const string plain = "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n";
        await using var server = await RunningServer.StartAsync(Describe);
        var expected = await EnvironOfAsync(server, plain + "\r\n");

        foreach (var name in names)
        {
            foreach (var spelling in new[] { name, name.Replace('_', '-'), name.ToLowerInvariant(), name.ToUpperInvariant().Replace('_', '-') })
            {
                var own = "HTTP_" + spelling.ToUpperInvariant().Replace('-', '_') + "=evil";
                var environ = await EnvironOfAsync(server, $"{plain}{spelling}: evil\r\n\r\n");

                Assert.Equal(expected.Where(IsStable), environ.Where(line => line != own).Where(IsStable));
                Assert.True(!spelling.Contains('_', StringComparison.Ordinal) || !environ.Contains(own), spelling);
            }
        }
    }

    [Fact]
    public async Task A_chunked_request_has_no_content_length()
    {
        var environ = await EnvironOfAsync("POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n3;a=\"b;\\\"c\"\r\nabc\r\n0\r\nX-Trailer: y\r\n\r\n");

        Assert.DoesNotContain(environ, line => line.StartsWith("CONTENT_LENGTH", StringComparison.Ordinal) || line.Contains("TRAILER=", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_port_is_the_one_that_was_connected_to()
    {
        await using var server = await RunningServer.StartAsync(Describe);

        var answer = await server.TalkAsync("GET / HTTP/1.1\r\nHost: y:1\r\nConnection: close\r\n\r\n");

        Assert.Contains($"SERVER_PORT={server.Address.Port.ToString(CultureInfo.InvariantCulture)}\n", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Requests_on_one_connection_share_nothing()
    {
        await using var server = await RunningServer.StartAsync(environ =>
        {
            var answer = Describe(environ);
            environ["left.behind"] = "x";
            return answer;
        });

        var answer = await server.TalkAsync(
            "GET /1 HTTP/1.1\r\nHost: x\r\nX-A: 1\r\nCookie: a\r\nAuthorization: b\r\n\r\n" +
            "GET /2?q HTTP/1.1\r\nHost: x\r\nX-B: 1\r\n\r\n" +
            "GET /3 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

        var last = answer[answer.LastIndexOf("HTTP/1.1 200", StringComparison.Ordinal)..];
        Assert.Contains("PATH_INFO=/3\n", last, StringComparison.Ordinal);
        Assert.Contains("QUERY_STRING=\n", last, StringComparison.Ordinal);
        Assert.DoesNotContain("HTTP_X_", last, StringComparison.Ordinal);
        Assert.DoesNotContain("HTTP_COOKIE", last, StringComparison.Ordinal);
        Assert.DoesNotContain("HTTP_AUTHORIZATION", last, StringComparison.Ordinal);
        Assert.DoesNotContain("left.behind", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_app_may_remove_every_key()
    {
        await using var server = await RunningServer.StartAsync(environ =>
        {
            environ.Clear();
            return Response.Text(200, "empty");
        });

        var answer = await server.TalkAsync("GET /1 HTTP/1.1\r\nHost: x\r\n\r\nHEAD /2 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

        Assert.Equal(3, answer.Split("HTTP/1.1 200 OK").Length);
        Assert.Equal(2, answer.Split("empty").Length);
    }

    private static bool IsStable(string line) =>
        !line.StartsWith("REMOTE_PORT=", StringComparison.Ordinal) && !line.StartsWith("SERVER_PORT=", StringComparison.Ordinal);

    private static async Task<string[]> EnvironOfAsync(string request)
    {
        await using var server = await RunningServer.StartAsync(Describe);
        return await EnvironOfAsync(server, request);
    }

    private static async Task<string[]> EnvironOfAsync(RunningServer server, string request)
    {
        var answer = await server.TalkAsync(request);
        Assert.StartsWith("HTTP/1.1 200", answer, StringComparison.Ordinal);
        return answer.Split("\r\n\r\n", 2)[1].TrimEnd('\n').Split('\n');
    }

    private static Response Describe(Environ environ)
    {
        var lines = environ.Select(pair => $"{pair.Key}={(pair.Value is string or bool ? pair.Value : "")}\n").Order(StringComparer.Ordinal);
        return new Response(200, Body.From(System.Text.Encoding.Latin1.GetBytes(string.Concat(lines))));
    }
}
