// SPDX-License-Identifier: MIT
using System.Text;
using Composer.Middleware;
using Composer.Wsgi;
using Microsoft.Extensions.Logging;

namespace Composer.Tests.Servers;

public sealed class HttpResponseTests
{
    private const string Get = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
    private const string Last = "GET /last HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";

    [Fact]
    public async Task A_length_that_is_known_is_sent_and_another_is_chunked()
    {
        Assert.Contains("Content-Length: 5\r\n", await AnswerAsync(Get, () => new Response(200, Body.From("hello"))), StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\n3\r\nabc\r\n0\r\n\r\n", await AnswerAsync(Get, () => new Response(200, new BlocksBody("abc"))), StringComparison.Ordinal);
        Assert.Contains("Content-Length: 0\r\n", await AnswerAsync(Get, () => new Response(200, new BlocksBody())), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("HEAD", 200, "5")]
    [InlineData("HEAD", 404, "5")]
    [InlineData("GET", 304, "5")]
    [InlineData("GET", 204, null)]
    [InlineData("GET", 205, null)]
    public async Task No_body_follows_where_none_may_and_the_connection_stays_in_step(string method, int status, string? length)
    {
        var answer = await AnswerAsync($"{method} / HTTP/1.1\r\nHost: x\r\n\r\n", () => With(new Response(status, new BlocksBody("hello")), ("Content-Length", "5")));

        Assert.DoesNotContain("hello", answer, StringComparison.Ordinal);
        Assert.Equal(length is not null, answer.Contains($"Content-Length: {length}\r\n", StringComparison.Ordinal));
    }

    [Fact]
    public async Task HEAD_has_the_length_that_GET_would_have()
    {
        var answer = await AnswerAsync("HEAD / HTTP/1.1\r\nHost: x\r\n\r\n", () => new Response(200, Body.From("hello")));

        Assert.Contains("Content-Length: 5\r\n", answer, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\n", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_exceeds_the_announced_length_is_dropped_and_the_connection_stays_in_step()
    {
        var answer = await AnswerAsync(Get, () => With(new Response(200, new BlocksBody("abc", "def", "ghi")), ("Content-Length", "4")));

        Assert.EndsWith("\r\n\r\nabcd", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_shorter_than_announced_cuts_the_connection()
    {
        var (answer, log) = await FirstAnswerAsync(() => With(new Response(200, new BlocksBody("abc")), ("Content-Length", "10")));

        Assert.EndsWith("\r\n\r\nabc", answer, StringComparison.Ordinal);
        Assert.Contains(log.Entries, entry => entry.Level == LogLevel.Error && entry.Event == "BodyTooShort");
    }

    [Fact]
    public async Task A_failure_in_the_body_cuts_the_connection_without_an_end()
    {
        var (answer, log) = await FirstAnswerAsync(() => new Response(200, new BlocksBody(FailAfter("abc"))));

        Assert.EndsWith("\r\n3\r\nabc\r\n", answer, StringComparison.Ordinal);
        Assert.Contains(log.Entries, entry => entry.Exception?.Message == "secret detail");
    }

    [Theory]
    [InlineData("HTTP/1.1", null)]
    [InlineData("HTTP/1.1", "2000000")]
    [InlineData("HTTP/1.0", "2000000")]
    public async Task A_failure_in_the_body_loses_nothing_of_what_came_before(string protocol, string? length)
    {
        var blocks = Enumerable.Repeat(new string('x', 50_000), 30).ToArray();
        await using var server = await RunningServer.StartAsync(_ =>
        {
            var response = new Response(200, new BlocksBody(FailAfter(blocks)));
            return length is null ? response : With(response, ("Content-Length", length));
        });
        using var client = await server.ConnectAsync();
        await client.SendAsync($"GET / {protocol}\r\nHost: x\r\n\r\n");

        var answer = await client.ReadToEndAsync();

        Assert.Equal(1_500_000, answer.Count(c => c == 'x'));
        Assert.DoesNotContain("\r\n0\r\n", answer, StringComparison.Ordinal);
        Assert.False(client.WasReset);
        Assert.Single(server.Log.Entries, entry => entry.Level >= LogLevel.Error);
    }

    [Fact]
    public async Task A_failure_in_a_body_that_only_the_connection_ends_is_a_reset_so_that_the_client_can_tell()
    {
        await using var server = await RunningServer.StartAsync(_ => new Response(200, new BlocksBody(FailAfter("abc"))));
        using var client = await server.ConnectAsync();
        await client.SendAsync("GET / HTTP/1.0\r\n\r\n");

        Assert.EndsWith("abc", await client.ReadToEndAsync(), StringComparison.Ordinal);
        Assert.True(client.WasReset);
    }

    [Fact]
    public async Task A_failure_that_error_catcher_reported_is_not_logged_again()
    {
        var log = new RecordingLogger<ErrorCatcher>();
        var failing = Wsgi.App(_ => Wsgi.Answer("200 OK", new BlocksBody(FailAfter("abc"))));
        var catcher = new ErrorCatcher(new(), failing, new ComponentInfo("errors", "/"), TimeProvider.System, log);
        await using var server = await RunningServer.StartAsync(catcher.InvokeAsync);

        Assert.EndsWith("\r\nabc\r\n", await server.TalkAsync(Get), StringComparison.Ordinal);
        Assert.Single(log.Entries);
        Assert.DoesNotContain(server.Log.Entries, entry => entry.Level >= LogLevel.Error);
    }

    [Theory]
    [InlineData("app")]
    [InlineData("later")]
    [InlineData("body")]
    public async Task A_failure_before_the_first_byte_is_a_500_that_tells_nothing_but_the_request_id(string where)
    {
        await using var server = await RunningServer.StartAsync(async environ =>
        {
            if (environ.PathInfo == "/last")
            {
                return Response.Text(200, "fine");
            }
            if (where == "later")
            {
                await Task.Yield();
            }
            return where == "body" ? new Response(200, new BlocksBody(FailAfter())) : throw new InvalidOperationException("secret detail");
        });

        var answer = await server.TalkAsync(string.Concat(Enumerable.Repeat(Get, 20)) + Last);

        Assert.Equal(21, answer.Split("HTTP/1.1 500 Internal Server Error\r\n").Length);
        Assert.EndsWith("fine", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", answer, StringComparison.Ordinal);
        var failures = server.Log.Entries.Where(entry => entry.Exception is { Message: "secret detail" }).ToList();
        Assert.Equal(20, failures.Count);
        var id = answer[(answer.IndexOf("Request ", StringComparison.Ordinal) + 8)..].Split('\n')[0];
        Assert.Contains(id, failures[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_HttpError_is_sent_with_its_status_headers_and_text()
    {
        var answer = await AnswerAsync(Get, () =>
        {
            var error = new HttpError(503, "too busy");
            error.Headers.Add("Retry-After", "7");
            throw error;
        });

        Assert.StartsWith("HTTP/1.1 503 Service Unavailable\r\n", answer, StringComparison.Ordinal);
        Assert.Contains("Retry-After: 7\r\n", answer, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\ntoo busy\n", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("5, 5")]
    [InlineData("+5")]
    [InlineData("-5")]
    [InlineData("0x5")]
    [InlineData("five")]
    [InlineData("")]
    [InlineData(" 5")]
    [InlineData("99999999999999999999")]
    public async Task A_length_that_is_not_a_number_is_a_500(string length)
    {
        var answer = await AnswerAsync(Get, () => With(new Response(200, Body.From("hello")), ("Content-Length", length)));

        Assert.StartsWith("HTTP/1.1 500", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("hello", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_lengths_are_a_500()
    {
        var answer = await AnswerAsync(Get, () => With(new Response(200, Body.From("hello")), ("Content-Length", "5"), ("content-length", "5")));

        Assert.StartsWith("HTTP/1.1 500", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_status_1xx_is_a_500()
    {
        Assert.StartsWith("HTTP/1.1 500", await AnswerAsync(Get, () => new Response("100 Continue")), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 500", await AnswerAsync(Get, () => new Response("101 Switching Protocols")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_length_announced_without_a_byte_sent_is_a_500() =>
        Assert.StartsWith("HTTP/1.1 500", await AnswerAsync(Get, () => With(new Response(200), ("Content-Length", "5"))), StringComparison.Ordinal);

    [Theory]
    [InlineData("Transfer-Encoding", "gzip")]
    [InlineData("Transfer-Encoding", "chunked")]
    [InlineData("transfer-encoding", "identity")]
    [InlineData("Connection", "upgrade")]
    [InlineData("Connection", "Content-Length")]
    [InlineData("Keep-Alive", "timeout=1")]
    [InlineData("Trailer", "X")]
    [InlineData("TE", "trailers")]
    [InlineData("Upgrade", "h2c")]
    [InlineData("Proxy-Connection", "close")]
    public async Task Headers_of_the_connection_are_the_servers(string name, string value)
    {
        var answer = await AnswerAsync(Get, () => With(new Response(200, Body.From("hello")), (name, value)));

        Assert.EndsWith("\r\n\r\nhello", answer, StringComparison.Ordinal);
        Assert.Contains("Content-Length: 5\r\n", answer, StringComparison.Ordinal);
        Assert.DoesNotContain(value + "\r\n", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_app_may_ask_for_the_connection_to_be_closed()
    {
        var (answer, _) = await FirstAnswerAsync(() => With(new Response(200, Body.From("hello")), ("Connection", "Close")));

        Assert.Contains("Connection: close\r\n", answer, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\nhello", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task HTTP_1_0_gets_no_chunks_but_a_closed_connection()
    {
        await using var server = await RunningServer.StartAsync(_ => new Response(200, new BlocksBody("abc", "def")));

        var answer = await server.TalkAsync("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n" + Get);

        Assert.EndsWith("\r\n\r\nabcdef", answer, StringComparison.Ordinal);
        Assert.Contains("Connection: close\r\n", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task HTTP_1_0_with_keep_alive_stays_open_when_the_length_is_known()
    {
        await using var server = await RunningServer.StartAsync(_ => new Response(200, Body.From("abc")));

        var answer = await server.TalkAsync("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n" + Last);

        Assert.Contains("Connection: keep-alive\r\n", answer, StringComparison.Ordinal);
        Assert.Equal(3, answer.Split("HTTP/1.1 200 OK").Length);
    }

    [Fact]
    public async Task Status_reason_and_headers_arrive_as_bytes_in_latin_1()
    {
        var answer = await AnswerAsync(Get, () => With(new Response("299 All is well", Body.From("x")), ("X-A", "\xE9\xFF"), ("Set-Cookie", "a=1"), ("Set-Cookie", "b=2, c"), ("Server", "mine")));

        Assert.StartsWith("HTTP/1.1 299 All is well\r\n", answer, StringComparison.Ordinal);
        Assert.Contains("X-A: \xE9\xFF\r\n", answer, StringComparison.Ordinal);
        Assert.Contains("Set-Cookie: a=1\r\nSet-Cookie: b=2, c\r\n", answer, StringComparison.Ordinal);
        Assert.Contains("Server: mine\r\n", answer, StringComparison.Ordinal);
        Assert.Contains("Date: ", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_server_does_not_name_itself() =>
        Assert.DoesNotContain("Server:", await AnswerAsync(Get, () => new Response(200, Body.From("x"))), StringComparison.Ordinal);

    [Theory]
    [InlineData(0, 200_000, null)]
    [InlineData(7, 100_000, null)]
    [InlineData(7, 10, 4L)]
    [InlineData(5, 0, null)]
    public async Task A_file_is_sent_from_its_offset(int offset, int length, long? announced)
    {
        var path = Path.GetTempFileName();
        var content = string.Concat(Enumerable.Range(0, 300_000).Select(i => (char)('a' + (i % 26))));
        await File.WriteAllTextAsync(path, content);
        try
        {
            var answer = await AnswerAsync(Get, () =>
            {
                var response = new Response(200, new FileBody(File.OpenHandle(path), offset, length));
                return announced is null ? response : With(response, ("Content-Length", "4"));
            });

            var expected = content.Substring(offset, (int)(announced ?? length));
            Assert.Equal(expected, answer.Split("\r\n\r\n", 2)[1]);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public async Task Wsgi_errors_goes_to_the_log_line_by_line()
    {
        await using var server = await RunningServer.StartAsync(environ =>
        {
            environ.Errors.Write("one\ntw");
            environ.Errors.WriteLine("o \u20AC");
            environ.Errors.Write("three");
            return new Response(204);
        });

        await server.TalkAsync(Last);

        var lines = server.Log.Entries.Where(entry => entry.Category == "wsgi.errors").Select(entry => entry.Message.Split(" [")[0]);
        Assert.Equal(["one", "two \u20AC", "three"], lines);
    }

    internal static Response With(Response response, params (string Name, string Value)[] headers)
    {
        foreach (var (name, value) in headers)
        {
            response.Headers.Add(name, value);
        }
        return response;
    }

    internal static IEnumerable<byte[]> FailAfter(params string[] blocks)
    {
        foreach (var block in blocks)
        {
            yield return Encoding.Latin1.GetBytes(block);
        }
        throw new InvalidOperationException("secret detail");
    }

    // The answer to the first request, seen to be complete because a second one on the same connection is answered after it.
    private static async Task<string> AnswerAsync(string request, Func<Response> app)
    {
        await using var server = await RunningServer.StartAsync(environ => environ.PathInfo == "/last" ? new Response("222 Last") : app());
        var both = await server.TalkAsync(request + Last);
        var last = both.LastIndexOf("HTTP/1.1 222 Last", StringComparison.Ordinal);
        Assert.True(last >= 0, both);
        return both[..last];
    }

    // All that comes on a connection that the server closes after the first answer.
    private static async Task<(string Answer, RecordingLogger Log)> FirstAnswerAsync(Func<Response> app)
    {
        await using var server = await RunningServer.StartAsync(environ => environ.PathInfo == "/last" ? new Response("222 Last") : app());
        var answer = await server.TalkAsync(Get + Last);
        Assert.DoesNotContain("222 Last", answer, StringComparison.Ordinal);
        return (answer, server.Log);
    }
}
