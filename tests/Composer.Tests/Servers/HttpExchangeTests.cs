// SPDX-License-Identifier: MIT
using System.IO.Pipelines;
using System.Text;
using Composer.Middleware;
using Composer.Servers.Kestrel;
using Composer.Wsgi;
using Microsoft.Extensions.Logging;

namespace Composer.Tests.Servers;

public sealed class HttpExchangeTests
{
    private const string Get = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task A_client_that_closed_its_sending_half_still_gets_its_answer()
    {
        var gate = new TaskCompletionSource();
        await using var server = await RunningServer.StartAsync(async environ =>
        {
            await gate.Task;
            return Response.Text(200, environ.Aborted.IsCancellationRequested ? "aborted" : "answered");
        });
        var clients = new List<RawClient>();
        for (var i = 0; i < 50; i++)
        {
            clients.Add(await server.ConnectAsync());
            await clients[i].SendAsync(Get);
            clients[i].EndSending();
        }
        gate.SetResult();

        foreach (var client in clients)
        {
            Assert.EndsWith("\r\n\r\nanswered", await client.ReadToEndAsync(), StringComparison.Ordinal);
            client.Dispose();
        }
    }

    [Fact]
    public async Task A_reset_tells_the_app_that_nobody_waits()
    {
        var asked = new TaskCompletionSource();
        var noticed = new TaskCompletionSource();
        await using var server = await RunningServer.StartAsync(async environ =>
        {
            await using var registration = environ.Aborted.Register(noticed.SetResult);
            asked.SetResult();
            await noticed.Task;
            return new Response(204);
        });
        var client = await server.ConnectAsync();
        await client.SendAsync(Get);
        await asked.Task.WaitAsync(Patience);

        client.Reset();

        await noticed.Task.WaitAsync(Patience);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_client_that_leaves_ends_the_iteration_and_closes_the_body_once(bool reset)
    {
        var body = new EndlessBody();
        await using var server = await RunningServer.StartAsync(_ => new Response(200, body));
        var client = await server.ConnectAsync();
        await client.SendAsync(Get);
        await client.ReadUntilAsync("\r\n\r\n");

        if (reset)
        {
            client.Reset();
        }
        else
        {
            client.Dispose();
        }

        await body.Closed.WaitAsync(Patience);
        await server.StopAsync();
        Assert.Equal(1, body.Closes);
    }

    [Fact]
    public async Task A_block_is_at_the_client_before_the_next_is_asked_for()
    {
        var body = new GatedBody();
        await using var server = await RunningServer.StartAsync(_ => new Response(200, body));
        using var client = await server.ConnectAsync();
        await client.SendAsync("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

        foreach (var block in new[] { "one", "two", "three" })
        {
            body.Give(block);
            await client.ReadUntilAsync(block);
        }
        body.Give("");

        Assert.EndsWith("0\r\n\r\n", await client.ReadToEndAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_header_is_sent_before_the_first_block()
    {
        var body = new GatedBody();
        await using var server = await RunningServer.StartAsync(_ => new Response(200, body));
        using var client = await server.ConnectAsync();
        await client.SendAsync(Get);

        await body.Asked.WaitAsync(Patience);
        body.Fail(new InvalidOperationException("no block"));

        Assert.StartsWith("HTTP/1.1 500", await client.ReadUntilAsync("\r\n"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET", 200, null, false)]
    [InlineData("GET", 200, "3", false)]
    [InlineData("GET", 200, "100", false)]
    [InlineData("GET", 200, "bad", false)]
    [InlineData("GET", 100, null, false)]
    [InlineData("GET", 204, null, false)]
    [InlineData("GET", 304, null, false)]
    [InlineData("HEAD", 200, null, false)]
    [InlineData("GET", 200, null, true)]
    [InlineData("POST", 200, null, false)]
    public async Task A_body_is_closed_exactly_once(string method, int status, string? length, bool fails)
    {
        var body = new CountingBody(fails ? new BlocksBody(HttpResponseTests.FailAfter("abc")) : new BlocksBody("abc", "def"));
        var server = await RunningServer.StartAsync(_ =>
        {
            var response = new Response(status, body);
            return length is null ? response : HttpResponseTests.With(response, ("Content-Length", length));
        });

        await server.TalkAsync($"{method} / HTTP/1.1\r\nHost: x\r\nContent-Length: {(method == "POST" ? 1 : 0)}\r\nConnection: close\r\n\r\n{(method == "POST" ? "x" : "")}");
        await server.DisposeAsync();

        Assert.Equal(1, body.Closes);
    }

    [Fact]
    public async Task A_close_that_fails_is_logged_and_spoils_nothing()
    {
        await using var server = await RunningServer.StartAsync(_ => new Response(200, new FailingClose()));

        var answer = await server.TalkAsync(Get + "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

        Assert.Equal(3, answer.Split("HTTP/1.1 200 OK").Length);
        Assert.Equal(2, server.Log.Entries.Count(entry => entry.Event == "CloseFailed"));
    }

    [Fact]
    public async Task Continue_is_sent_by_the_first_read_and_not_before()
    {
        var gate = new TaskCompletionSource();
        await using var server = await RunningServer.StartAsync(async environ =>
        {
            await gate.Task;
            return Response.Text(200, await new StreamReader(environ.Input).ReadToEndAsync());
        });
        using var client = await server.ConnectAsync();
        await client.SendAsync("POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n");
        gate.SetResult();

        Assert.Equal("HTTP/1.1 100 Continue\r\n\r\n", await client.ReadUntilAsync("\r\n\r\n"));
        await client.SendAsync("hello");
        Assert.EndsWith("hello", await client.ReadToEndAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_without_continue_closes_the_connection()
    {
        await using var server = await RunningServer.StartAsync(_ => Response.Text(403, "no"));

        var answer = await server.TalkAsync("POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n" + Get);

        Assert.Equal(2, answer.Split("HTTP/1.1 ").Length);
        Assert.Contains("Connection: close\r\n", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Content-Length: 11\r\n\r\nhello world")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n6\r\nhello \r\n5;x=\"y\"\r\nworld\r\n0\r\nX-T: z\r\n\r\n")]
    [InlineData("transfer-encoding: CHUNKED\r\n\r\n00006\r\nhello \r\n5\r\nworld\r\n000\r\n\r\n")]
    public async Task Input_ends_where_the_request_ends(string rest)
    {
        await using var server = await RunningServer.StartAsync(async environ =>
        {
            var buffer = new byte[4];
            var text = new StringBuilder();
            for (var i = 0; i < 10; i++)
            {
                // Both ways of reading; the blocking one is for Python's threads, and for C# that knows no better.
                var count = i % 2 == 0 ? await environ.Input.ReadAsync(buffer) : environ.Input.Read(buffer);
                text.Append(Encoding.Latin1.GetString(buffer, 0, count)).Append('.');
            }
            return Response.Text(200, text.ToString());
        });

        var answer = await server.TalkAsync($"POST / HTTP/1.1\r\nHost: x\r\n{rest}GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

        Assert.Equal("helloworld", answer.Split("\r\n\r\n")[1].Split("HTTP/1.1")[0].Replace(".", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal));
        Assert.EndsWith("\r\n\r\n..........", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_blocking_read_waits_for_what_the_client_sends_later()
    {
        await using var server = await RunningServer.StartAsync(environ =>
        {
            using var reader = new StreamReader(environ.Input);
            return Response.Text(200, reader.ReadToEnd());
        });
        using var client = await server.ConnectAsync();
        await client.SendAsync("POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nExpect: 100-continue\r\nTransfer-Encoding: chunked\r\n\r\n");
        await client.ReadUntilAsync("100 Continue\r\n\r\n");

        await client.SendAsync("5\r\nhello\r\n");
        await client.SendAsync("0\r\n\r\n");

        Assert.EndsWith("\r\n\r\nhello", await client.ReadToEndAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_that_is_slow_with_its_headers_gets_408()
    {
        await using var server = await RunningServer.StartAsync(_ => new Response(204), new HttpServerOptions { RequestHeadersTimeout = TimeSpan.FromSeconds(1) });
        using var client = await server.ConnectAsync();

        await client.SendAsync("GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ");

        Assert.StartsWith("HTTP/1.1 408", await client.ReadToEndAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Many_requests_sent_at_once_are_answered_in_order()
    {
        await using var server = await RunningServer.StartAsync(async environ =>
        {
            if (environ.PathInfo.EndsWith('7'))
            {
                await Task.Yield();
            }
            return Response.Text(200, environ.PathInfo + "!");
        });
        using var client = await server.ConnectAsync();

        await client.SendAsync(string.Concat(Enumerable.Range(0, 500).Select(i => $"GET /{i} HTTP/1.1\r\nHost: x\r\n\r\n")));
        client.EndSending();

        var paths = (await client.ReadToEndAsync()).Split("\r\n\r\n").Skip(1).Select(part => part.Split('!')[0]);
        Assert.Equal(Enumerable.Range(0, 500).Select(i => $"/{i}"), paths);
    }

    [Fact]
    public async Task A_chunked_body_that_arrives_byte_by_byte_is_whole()
    {
        await using var server = await RunningServer.StartAsync(async environ => Response.Text(200, await new StreamReader(environ.Input).ReadToEndAsync()));
        using var client = await server.ConnectAsync();

        foreach (var c in "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n6;a=b\r\nhello \r\n5\r\nworld\r\n0\r\nX: y\r\n\r\nGET /2 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        {
            await client.SendAsync(c.ToString());
        }

        var answer = await client.ReadToEndAsync();
        Assert.Contains("\r\n\r\nhello worldHTTP/1.1 200 OK", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_that_is_not_read_does_not_disturb_the_next_request()
    {
        await using var server = await RunningServer.StartAsync(environ => Response.Text(200, environ.PathInfo));

        var answer = await server.TalkAsync(
            "POST /1 HTTP/1.1\r\nHost: x\r\nContent-Length: 27\r\n\r\nGET /smuggled HTTP/1.1\r\n\r\n\r\n" +
            "POST /2 HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nGET /\r\n0\r\n\r\n" +
            "GET /3 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

        Assert.Equal(4, answer.Split("HTTP/1.1 200 OK").Length);
        Assert.DoesNotContain("smuggled", answer, StringComparison.Ordinal);
        Assert.EndsWith("/3", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Content-Length: 100\r\n\r\nhello")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\nFF\r\nhello")]
    public async Task A_body_that_the_client_cut_short_is_an_error_for_the_app(string rest)
    {
        var read = new TaskCompletionSource<Exception?>();
        await using var server = await RunningServer.StartAsync(async environ =>
        {
            try
            {
                await environ.Input.CopyToAsync(Stream.Null);
                read.SetResult(null);
            }
            catch (IOException cut)
            {
                read.SetResult(cut);
                throw;
            }
            return new Response(204);
        });

        var answer = await server.TalkAsync($"POST / HTTP/1.1\r\nHost: x\r\n{rest}");

        Assert.NotNull(await read.Task.WaitAsync(Patience));
        Assert.StartsWith("HTTP/1.1 400", answer, StringComparison.Ordinal);
        Assert.Contains("Connection: close\r\n", answer, StringComparison.Ordinal);
        Assert.Equal(2, answer.Split("HTTP/1.1 ").Length);
    }

    [Theory]
    [InlineData(500, "HTTP/1.1 400")]
    [InlineData(422, "HTTP/1.1 422")]
    public async Task An_app_that_takes_a_body_cut_short_for_its_own_failure_is_overruled(int status, string expected)
    {
        await using var server = await RunningServer.StartAsync(async environ =>
        {
            await Assert.ThrowsAsync<IOException>(() => environ.Input.CopyToAsync(Stream.Null));
            return Response.Text(status, "sorry");
        });

        Assert.StartsWith(expected, await server.TalkAsync("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhello"), StringComparison.Ordinal);
        Assert.DoesNotContain(server.Log.Entries, entry => entry.Level >= LogLevel.Error);
    }

    [Theory]
    [InlineData("Content-Length: 100\r\n\r\nhello")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n64\r\nhello")]
    public async Task A_body_cut_short_while_the_app_waits_for_it_is_no_error_in_the_log(string rest)
    {
        var waits = new TaskCompletionSource();
        await using var server = await RunningServer.StartAsync(async environ =>
        {
            await environ.Input.ReadExactlyAsync(new byte[5]);
            var reading = environ.Input.CopyToAsync(Stream.Null);
            waits.SetResult();
            await reading;
            return new Response(204);
        });
        using var client = await server.ConnectAsync();

        await client.SendAsync($"POST / HTTP/1.1\r\nHost: x\r\n{rest}");
        await waits.Task.WaitAsync(Patience);
        client.EndSending();

        Assert.StartsWith("HTTP/1.1 400", await client.ReadToEndAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain(server.Log.Entries, entry => entry.Level >= LogLevel.Error);
    }

    [Theory]
    [InlineData("Content-Length: 100\r\n\r\nhello", false)]
    [InlineData("Content-Length: 100\r\n\r\nhello", true)]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n64\r\nhello", false)]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n64\r\nhello", true)]
    public async Task A_reset_while_the_app_waits_for_the_body_is_the_fault_of_the_client(string rest, bool hasBegun)
    {
        var waits = new TaskCompletionSource();
        var server = await RunningServer.StartAsync(environ => new Response(200, new BlocksBody(Read(environ.Input))));
        var client = await server.ConnectAsync();

        await client.SendAsync($"POST / HTTP/1.1\r\nHost: x\r\n{rest}");
        await waits.Task.WaitAsync(Patience);
        client.Reset();
        await server.DisposeAsync();

        Assert.DoesNotContain(server.Log.Entries, entry => entry.Level >= LogLevel.Warning);

        IEnumerable<byte[]> Read(Stream input)
        {
            input.ReadExactly(new byte[5]);
            if (hasBegun)
            {
                yield return new byte[1];
            }
            waits.SetResult();
            input.CopyTo(Stream.Null);
        }
    }

    [Fact]
    public async Task Blocks_for_a_client_that_has_gone_are_thrown_away()
    {
        var outcome = await BodySender.SendBlocksAsync(new GoneWriter(), new BlocksBody("two"), new byte[100_000], null, CancellationToken.None);

        Assert.Equal(BodySender.Outcome.ClientGone, outcome);
    }

    [Theory]
    [InlineData("Content-Length: 100\r\n\r\nhello")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n64\r\nhello")]
    public async Task A_body_cut_short_that_nobody_reads_is_told_quietly_and_truly(string rest)
    {
        await using var server = await RunningServer.StartAsync(_ => Response.Text(200, "answered"));
        using var client = await server.ConnectAsync();

        await client.SendAsync($"POST / HTTP/1.1\r\nHost: x\r\n{rest}");
        await Task.Delay(100);
        client.EndSending();

        Assert.EndsWith("answered", await client.ReadToEndAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain(server.Log.Entries, entry => entry.Level >= LogLevel.Warning || entry.Message.Contains("timed out", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Error_catcher_takes_a_body_cut_short_for_the_fault_of_the_client()
    {
        var log = new RecordingLogger<ErrorCatcher>();
        var reading = Wsgi.App(async environ =>
        {
            await environ.Input.CopyToAsync(Stream.Null);
            return Wsgi.Answer("204 No Content", Body.Empty);
        });
        var catcher = new ErrorCatcher(new(), reading, new ComponentInfo("errors", "/"), TimeProvider.System, log);
        await using var server = await RunningServer.StartAsync(catcher.InvokeAsync);

        var answer = await server.TalkAsync("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhello");

        Assert.StartsWith("HTTP/1.1 400", answer, StringComparison.Ordinal);
        Assert.Contains("cut short", answer, StringComparison.Ordinal);
        Assert.Empty(log.Entries);
    }

    [Fact]
    public async Task A_body_that_nobody_read_may_be_cut_short()
    {
        await using var server = await RunningServer.StartAsync(_ => Response.Text(200, "fine"));

        var answer = await server.TalkAsync("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhello");

        Assert.EndsWith("fine", answer, StringComparison.Ordinal);
    }


    [Fact]
    public async Task A_request_without_a_body_has_an_empty_input()
    {
        await using var server = await RunningServer.StartAsync(environ => Response.Text(200, environ.Input.ReadByte().ToString(System.Globalization.CultureInfo.InvariantCulture)));

        Assert.EndsWith("\r\n\r\n-1", await server.TalkAsync("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_input_that_was_kept_cannot_read_the_next_request()
    {
        Stream? kept = null;
        await using var server = await RunningServer.StartAsync(async environ =>
        {
            if (kept is null)
            {
                kept = environ.Input;
                return new Response(204);
            }
            await Assert.ThrowsAsync<ObjectDisposedException>(() => kept.ReadExactlyAsync(new byte[5]).AsTask());
            return Response.Text(200, await new StreamReader(environ.Input).ReadToEndAsync());
        });

        var post = "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello";
        var answer = await server.TalkAsync(post + post);

        Assert.EndsWith("\r\n\r\nhello", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_upload_is_answered_with_413_before_the_app_when_it_announces_too_much()
    {
        var asked = false;
        await using var server = await RunningServer.StartAsync(
            _ =>
            {
                asked = true;
                return new Response(204);
            },
            new HttpServerOptions { MaxRequestBodySize = 10 });

        var answer = await server.TalkAsync("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 11\r\n\r\nhello world");

        Assert.StartsWith("HTTP/1.1 413", answer, StringComparison.Ordinal);
        Assert.False(asked);
    }

    [Fact]
    public async Task Stopping_finishes_what_runs_and_takes_nothing_new()
    {
        var asked = new TaskCompletionSource();
        var gate = new TaskCompletionSource();
        var server = await RunningServer.StartAsync(async _ =>
        {
            asked.TrySetResult();
            await gate.Task;
            return Response.Text(200, "done");
        });
        using var busy = await server.ConnectAsync();
        using var idle = await server.ConnectAsync();
        await busy.SendAsync(Get);
        await asked.Task.WaitAsync(Patience);

        var stopped = server.StopAsync();
        Assert.Equal("", await idle.ReadToEndAsync());
        Assert.False(stopped.IsCompleted);
        gate.SetResult();

        Assert.EndsWith("\r\n\r\ndone", await busy.ReadToEndAsync(), StringComparison.Ordinal);
        await stopped.WaitAsync(Patience);
        await Assert.ThrowsAnyAsync<System.Net.Sockets.SocketException>(server.ConnectAsync);
    }

    [Fact]
    public async Task Stopping_cuts_off_what_runs_longer_than_the_graceful_timeout()
    {
        var asked = new TaskCompletionSource();
        var server = await RunningServer.StartAsync(
            async environ =>
            {
                asked.TrySetResult();
                await Task.Delay(Timeout.Infinite, environ.Aborted);
                return new Response(204);
            },
            new HttpServerOptions { GracefulTimeout = TimeSpan.FromMilliseconds(50) });
        using var busy = await server.ConnectAsync();
        await busy.SendAsync(Get);
        await asked.Task.WaitAsync(Patience);

        await server.StopAsync().WaitAsync(Patience);

        Assert.Equal("", await busy.ReadToEndAsync());
        Assert.Contains("what was not finished 0.05 seconds after the signal is cut off", server.Log.Messages);
    }

    /// <summary>As Kestrel's is when the connection has ended: no room for who asks for none.</summary>
    private sealed class GoneWriter : PipeWriter
    {
        public override void Advance(int bytes)
        {
        }

        public override void CancelPendingFlush()
        {
        }

        public override void Complete(Exception? exception = null)
        {
        }

        public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default) => new(new FlushResult(isCanceled: false, isCompleted: true));

        public override Memory<byte> GetMemory(int sizeHint = 0) => sizeHint == 0 ? default : new byte[4096];

        public override Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;
    }

    private sealed class EndlessBody : Body
    {
        private readonly TaskCompletionSource _closed = new();

        public int Closes { get; private set; }

        public Task Closed => _closed.Task;

        public override async ValueTask<ReadOnlyMemory<byte>> ReadAsync(CancellationToken cancel = default)
        {
            await Task.Yield();
            return new byte[1024];
        }

        public override ValueTask DisposeAsync()
        {
            Closes++;
            _closed.TrySetResult();
            return base.DisposeAsync();
        }
    }

    private sealed class GatedBody : Body
    {
        private readonly System.Threading.Channels.Channel<ReadOnlyMemory<byte>> _blocks = System.Threading.Channels.Channel.CreateUnbounded<ReadOnlyMemory<byte>>();
        private readonly TaskCompletionSource _asked = new();

        public Task Asked => _asked.Task;

        public void Give(string block) => _blocks.Writer.TryWrite(Encoding.Latin1.GetBytes(block));

        public void Fail(Exception failure) => _blocks.Writer.Complete(failure);

        public override ValueTask<ReadOnlyMemory<byte>> ReadAsync(CancellationToken cancel = default)
        {
            _asked.TrySetResult();
            return _blocks.Reader.ReadAsync(cancel);
        }
    }

    private sealed class FailingClose : Body
    {
        private bool _read;

        public override long? Length => _read ? 0 : 2;

        public override ValueTask<ReadOnlyMemory<byte>> ReadAsync(CancellationToken cancel = default)
        {
            _read = true;
            return new("ok"u8.ToArray());
        }

        public override async ValueTask DisposeAsync()
        {
            await base.DisposeAsync();
            throw new InvalidOperationException("close failed");
        }
    }
}
