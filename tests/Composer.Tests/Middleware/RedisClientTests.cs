// SPDX-License-Identifier: MIT
using System.Net;
using System.Net.Sockets;
using System.Text;
using Composer.Middleware;

namespace Composer.Tests.Middleware;

/// <summary>Our client of Redis, with a real one, and with servers of the tests' own that do what a real one does rarely.</summary>
public sealed class RedisClientTests(RedisServer redis) : IClassFixture<RedisServer>
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(300);

    public static TheoryData<string, object?> Replies => new()
    {
        { ":1\r\n", 1L },
        { ":-12345678901\r\n", -12345678901L },
        { "$-1\r\n", null },
        { "*-1\r\n", null },
        { "$0\r\n\r\n", "" },
        { "$4\r\na\r\nb\r\n", "a\r\nb" },
        { "+OK\r\n", "OK" },
        { "-ERR no\r\n", "error: ERR no" },
        { "*3\r\n:1\r\n$1\r\nx\r\n*0\r\n", "[1 x []]" },
    };

    [Theory]
    [MemberData(nameof(Replies))]
    public void A_reply_is_read_once_it_is_whole(string text, object? expected)
    {
        var bytes = Encoding.Latin1.GetBytes(text + ":7\r\n");
        for (var count = 0; count < text.Length; count++)
        {
            ReadOnlySpan<byte> part = bytes.AsSpan(0, count);
            Assert.False(RedisReplies.TryRead(ref part, out _));
            Assert.Equal(count, part.Length);
        }

        ReadOnlySpan<byte> input = bytes;
        Assert.True(RedisReplies.TryRead(ref input, out var reply));
        Assert.Equal(expected, Shown(reply));
        Assert.Equal(":7\r\n".Length, input.Length);
    }

    [Theory]
    [InlineData("HTTP/1.1 400 Bad Request\r\n")]
    [InlineData("$x\r\n")]
    [InlineData("$999999999999\r\n")]
    [InlineData("\r\n")]
    public void What_is_no_reply_is_an_error(string text) => Assert.Throws<RedisException>(() =>
    {
        ReadOnlySpan<byte> input = Encoding.Latin1.GetBytes(text);
        RedisReplies.TryRead(ref input, out _);
    });

    [SkippableFact]
    public async Task A_record_of_any_size_and_any_bytes_comes_back()
    {
        await using var client = Real();
        foreach (var size in (int[])[0, 1, 16_384, 5_000_000])
        {
            var record = new byte[size];
            new Random(size).NextBytes(record);

            await client.AskAsync("SET", "any", (ReadOnlyMemory<byte>)record);

            Assert.Equal(record, (byte[]?)await client.AskAsync("GET", "any"));
        }
    }

    [SkippableFact]
    public async Task Answers_to_many_at_once_are_not_mixed_up()
    {
        await using var client = Real();

        var answers = await Task.WhenAll(Enumerable.Range(0, 2000).Select(i => Task.Run(async () => (byte[]?)await client.AskAsync("ECHO", (long)i))));

        Assert.All(answers.Index(), answer => Assert.Equal($"{answer.Index}", Encoding.ASCII.GetString(answer.Item!)));
    }

    [SkippableFact]
    public async Task Redis_may_forget_a_script()
    {
        await using var client = Real();
        var script = new RedisScript("return tonumber(ARGV[1]) + 1");

        Assert.Equal(2L, await client.RunAsync(script, "k", 1));
        await client.AskAsync("SCRIPT", "FLUSH");
        Assert.Equal(3L, await client.RunAsync(script, "k", 2));
        Assert.Equal(4L, await client.RunAsync(script, "k", 3));
    }

    [SkippableFact]
    public async Task An_error_is_an_error_of_its_command_alone()
    {
        await using var client = Real();

        await Assert.ThrowsAsync<RedisException>(async () => await client.AskAsync("NONSENSE"));
        Assert.Equal("PONG", Shown(await client.AskAsync("PING")));
    }

    // Bad manners, but not the end: somebody else reads on.
    [SkippableFact]
    public async Task Who_blocks_the_thread_that_brought_an_answer_waits_for_the_next_answer_in_vain_only_for_a_moment()
    {
        await using var client = Real();
        await client.AskAsync("PING");

        await client.AskAsync("ECHO", "one").ConfigureAwait(false);
        var second = client.AskAsync("ECHO", "two").AsTask().WaitAsync(Minute);

        Assert.Equal("two", Shown(second.GetAwaiter().GetResult()));
        Assert.Equal("three", Shown(await client.AskAsync("ECHO", "three")));
    }

    [Fact]
    public async Task Who_asks_is_told_before_anything_else()
    {
        await using var server = new OddRedis("+OK\r\n|+OK\r\n|+PONG\r\n");
        await using var client = new RedisClient(RedisAddress.Parse($"redis://joe:p%40ss@127.0.0.1:{server.Port}/3")!, Minute);

        await client.AskAsync("PING");

        Assert.Equal("*3 $4 AUTH $3 joe $4 p@ss *2 $6 SELECT $1 3 *1 $4 PING", server.Received);
    }

    [Fact]
    public async Task A_wrong_password_is_what_Redis_says()
    {
        await using var server = new OddRedis("-WRONGPASS invalid\r\n");
        await using var client = new RedisClient(RedisAddress.Parse($"redis://:pw@127.0.0.1:{server.Port}")!, Minute);

        Assert.Equal("WRONGPASS invalid", (await Assert.ThrowsAsync<RedisException>(async () => await client.AskAsync("PING"))).Message);
    }

    [Theory]
    [InlineData("", typeof(TimeoutException))]
    [InlineData("+OK\r\n", typeof(TimeoutException))]
    [InlineData("+OK\r\n|$5\r\nab", typeof(TimeoutException))]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n", typeof(RedisException))]
    public async Task Who_does_not_answer_or_is_no_Redis_is_an_error(string says, Type expected)
    {
        await using var server = new OddRedis(says);
        await using var client = new RedisClient(RedisAddress.Parse($"127.0.0.1:{server.Port}")!, expected == typeof(TimeoutException) ? Moment : Minute);

        await Assert.ThrowsAsync(expected, async () => await client.AskAsync("PING"));
    }

    [Fact]
    public async Task Who_shows_no_certificate_is_told_nothing()
    {
        await using var server = new OddRedis("+OK\r\n|+OK\r\n");
        await using var client = new RedisClient(RedisAddress.Parse($"rediss://:secret@127.0.0.1:{server.Port}")!, Moment);

        await Assert.ThrowsAnyAsync<Exception>(async () => await client.AskAsync("PING"));
        Assert.DoesNotContain("secret", server.Received, StringComparison.Ordinal);
    }

    private RedisClient Real()
    {
        Skip.IfNot(RedisServer.IsInstalled, "Debian's redis-server is not installed");
        return new(RedisAddress.Parse(redis.Url)!, Minute);
    }

    private static object? Shown(object? reply) => reply switch
    {
        byte[] bytes => Encoding.Latin1.GetString(bytes),
        RedisException error => $"error: {error.Message}",
        object?[] items => $"[{string.Join(' ', items.Select(Shown))}]",
        _ => reply,
    };

    /// <summary>Says a part of its text for each thing that it is told, and remembers what that was.</summary>
    private sealed class OddRedis : IAsyncDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly StringBuilder _received = new();
        private readonly Task _running;

        public OddRedis(string says)
        {
            _listener.Start();
            _running = RunAsync(new(says.Split('|')));
        }

        public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

        public string Received
        {
            get
            {
                lock (_received)
                {
                    return _received.ToString().Replace("\r\n", " ", StringComparison.Ordinal).Trim();
                }
            }
        }

        public async ValueTask DisposeAsync()
        {
            _listener.Stop();
            await _running.WaitAsync(Minute);
        }

        private async Task RunAsync(Queue<string> says)
        {
            try
            {
                using var socket = await _listener.AcceptSocketAsync();
                var buffer = new byte[4096];
                while (await socket.ReceiveAsync(buffer) is var count and > 0)
                {
                    lock (_received)
                    {
                        _received.Append(Encoding.Latin1.GetString(buffer, 0, count));
                    }
                    if (says.TryDequeue(out var next))
                    {
                        await socket.SendAsync(Encoding.Latin1.GetBytes(next));
                    }
                }
            }
            catch (SocketException)
            {
                // The client went, or nobody came.
            }
        }
    }
}
