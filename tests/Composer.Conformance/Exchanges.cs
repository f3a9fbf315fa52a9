// SPDX-License-Identifier: MIT
using static Composer.Conformance.Talk;

namespace Composer.Conformance;

/// <summary>The table: what every server must do, with the app in C# and in Python.</summary>
public static class Exchanges
{
    public static IReadOnlyList<Exchange> All { get; } =
    [
        new("A plain answer has the app's status, headers and body", "hello", Get("/"), answer =>
        {
            Assert.Equal("200 OK", answer.Status);
            Assert.Equal(("13", "1", "text/plain"), (answer.Header("Content-Length"), answer.Header("X-One"), answer.Header("Content-Type")));
            Assert.Equal("Hello, world!", answer.Body);
        }),
        new("HEAD has the headers of GET, no body, and the connection goes on", "hello", async talk =>
        {
            var client = await talk.ConnectAsync();
            var head = await client.AskAsync("HEAD / HTTP/1.1\r\nHost: x\r\n\r\n");
            Assert.Equal(("200 OK", "13", "1"), (head.Status, head.Header("Content-Length"), head.Header("X-One")));
            Assert.Equal("Hello, world!", (await client.AskAsync(Get("/"))).Body);
        }),
        new("HEAD closes the body once", "hello", async talk =>
        {
            await (await talk.ConnectAsync()).AskAsync("HEAD / HTTP/1.1\r\nHost: x\r\n\r\n");
            Assert.Equal(1, await talk.ClosesAsync());
        }),
        new("The body is closed once after a plain answer", "hello", async talk =>
        {
            await (await talk.ConnectAsync()).AskAsync(Get("/"));
            Assert.Equal(1, await talk.ClosesAsync());
        }),
        new("Requests that come at once are answered in order", "show", async talk =>
        {
            var client = await talk.ConnectAsync();
            await client.SendAsync(Get("/1") + Get("/2") + Get("/3"));
            foreach (var path in new[] { "/1", "/2", "/3" })
            {
                Assert.Contains($"PATH_INFO={path}\n", (await client.ReadAnswerAsync()).Body, StringComparison.Ordinal);
            }
        }),
        new("An empty body is an answer", "empty", async talk =>
        {
            var client = await talk.ConnectAsync();
            var answer = await client.AskAsync(Get("/"));
            Assert.Equal(("200 OK", "", true), (answer.Status, answer.Body, answer.Complete));
            Assert.Equal("200 OK", (await client.AskAsync(Get("/"))).Status);
        }),
        new("start_response may be called as late as for the first block", "late", Get("/"), answer => Assert.Equal(("200 OK", "late but good"), (answer.Status, answer.Body))),
        new("Empty blocks do not send the headers", "empty_blocks", Get("/"), answer => Assert.Equal(("200 OK", "x"), (answer.Status, answer.Body))),
        new("What was written comes before what is returned", "write", Get("/"), answer => Assert.Equal("written returned", answer.Body)),
        new("A block is sent before the next one is asked for", "stream", async talk =>
        {
            var client = await talk.ConnectAsync();
            await client.SendAsync(Get("/"));
            await client.ReadUntilAsync("one.");
            await talk.GoAsync();
            await client.ReadUntilAsync("two.");
            Assert.Equal(1, await talk.ClosesAsync());
        }),
        new("An answer of unknown length is chunked for HTTP/1.1", "late", Get("/"), answer =>
        {
            Assert.Equal("chunked", answer.Header("Transfer-Encoding"));
            Assert.Null(answer.Header("Content-Length"));
        }),
        new("An answer of unknown length ends with the connection for HTTP/1.0", "late", async talk =>
        {
            var client = await talk.ConnectAsync();
            var answer = await client.AskAsync("GET / HTTP/1.0\r\nHost: x\r\n\r\n");
            Assert.Null(answer.Header("Transfer-Encoding"));
            Assert.Equal("late but good", answer.Body);
        }),
        new("exc_info before the first byte replaces status and headers", "replaced", Get("/"), answer =>
        {
            Assert.Equal(("500 Oops", "replaced"), (answer.Status, answer.Body));
            Assert.Equal((null, "1"), (answer.Header("X-Old"), answer.Header("X-New")));
        }),
        .. new[] { "raises", "raises_in_first_block", "exits", "returns_none", "bad_header", "bad_status" }.Select(app =>
            new Exchange($"A failure before the first byte is a 500 without details, and the server lives ({app})", app, async talk =>
            {
                for (var i = 0; i < 20; i++)
                {
                    var answer = await (await talk.ConnectAsync()).AskAsync(Get("/"));
                    Assert.Equal(500, answer.Code);
                    Assert.DoesNotContain("secret", answer.Body, StringComparison.Ordinal);
                    Assert.Null(answer.Header("Evil"));
                }
                Assert.Equal("gone", (await (await talk.ConnectAsync()).AskAsync(Get("/-go"))).Body);
            })),
        new("A body that fails at its first block is closed once", "raises_in_first_block", async talk =>
        {
            await (await talk.ConnectAsync()).AskAsync(Get("/"));
            Assert.Equal(1, await talk.ClosesAsync());
        }),
        new("A failure after the first byte breaks the answer off, so that the client can tell", "raises_later", async talk =>
        {
            var client = await talk.ConnectAsync();
            var answer = await client.AskInVainAsync(Get("/"));
            Assert.False(answer?.Complete ?? false, $"it looks complete: {answer}");
            Assert.DoesNotContain("secret", answer?.Body ?? "", StringComparison.Ordinal);
            Assert.True(await client.EndsAsync());
            Assert.Equal(1, await talk.ClosesAsync());
        }),
        new("Bytes beyond the Content-Length are dropped and the connection stays in step", "too_long", async talk =>
        {
            var client = await talk.ConnectAsync();
            Assert.Equal("hello", (await client.AskAsync(Get("/"))).Body);
            Assert.Equal("gone", (await client.AskAsync(Get("/-go"))).Body);
            Assert.Equal(1, await talk.ClosesAsync());
        }),
        new("A body shorter than its Content-Length ends the connection", "too_short", async talk =>
        {
            var client = await talk.ConnectAsync();
            Assert.False((await client.AskInVainAsync(Get("/")))?.Complete ?? false);
            Assert.True(await client.EndsAsync());
            Assert.Equal(1, await talk.ClosesAsync());
        }),
        .. new[] { ("no_content", "204 No Content"), ("not_modified", "304 Not Modified") }.Select(row =>
            new Exchange($"{row.Item2} has no body, whatever the app yields, and is closed once", row.Item1, async talk =>
            {
                var client = await talk.ConnectAsync();
                var answer = await client.AskAsync(Get("/"));
                Assert.Equal(row.Item2, answer.Status);
                Assert.Null(answer.Header("Transfer-Encoding"));
                Assert.Equal("gone", (await client.AskAsync(Get("/-go"))).Body);
                Assert.Equal(1, await talk.ClosesAsync());
            })),
        new("Header fields of one name stay apart, and latin-1 goes out as bytes", "cookies", Get("/"), answer =>
        {
            Assert.Equal(["a=1", "b=2"], answer.All("Set-Cookie"));
            Assert.Equal("é", answer.Header("X-Latin"));
        }),
        new("The reason is the app's", "odd_status", Get("/"), answer => Assert.Equal("299 Odd Reason", answer.Status)),
        new("A large block arrives whole", "big", Get("/"), answer => Assert.Equal((1 << 20, true), (answer.Body.Length, answer.Complete))),
        new("A client that leaves ends the iteration and closes the body once", "endless", async talk =>
        {
            var client = await talk.ConnectAsync();
            await client.SendAsync(Get("/"));
            await client.ReadUntilAsync("\0\0\0");
            client.Reset();
            Assert.Equal(1, await talk.ClosesAsync());
        }),
        new("A file is sent from where it stands", "file", Get("/"), answer => Assert.Equal("456789", answer.Body)),
        new("wsgi.errors takes any text", "errors", Get("/"), answer => Assert.Equal("logged", answer.Body)),
        new("An app may empty its environ", "empties_environ", async talk =>
        {
            var client = await talk.ConnectAsync();
            Assert.Equal("empty", (await client.AskAsync(Get("/"))).Body);
            Assert.Equal("empty", (await client.AskAsync(Get("/"))).Body);
        }),
        new("A path is decoded once, to bytes", "show", Get("/caf%E9/%C3%A9/%252F/a%2Fb?q=%41%20"), answer =>
        {
            Assert.Contains("\nPATH_INFO=/caf\u00e9/\u00c3\u00a9/%2F/a/b\n", answer.Body, StringComparison.Ordinal);
            Assert.Contains("\nQUERY_STRING=q=%41%20\n", answer.Body, StringComparison.Ordinal);
            Assert.Contains("\nREQUEST_URI=/caf%E9/%C3%A9/%252F/a%2Fb?q=%41%20\n", answer.Body, StringComparison.Ordinal);
        }),
        new("A request header is bytes", "show", "GET / HTTP/1.1\r\nHost: x\r\nX-A: caf\u00e9\r\n\r\n", answer => Assert.Contains("\nHTTP_X_A=caf\u00e9\n", answer.Body, StringComparison.Ordinal)),
        new("SCRIPT_NAME is the mount point and PATH_INFO the rest", "show", Get("/mount/a/b"), answer =>
            Assert.Contains("SCRIPT_NAME=/mount\nPATH_INFO=/a/b\n", answer.Body, StringComparison.Ordinal)),
        new("PATH_INFO is empty at the mount point itself", "show", Get("/mount"), answer =>
            Assert.Contains("SCRIPT_NAME=/mount\nPATH_INFO=\n", answer.Body, StringComparison.Ordinal)),
        new("A body with Content-Length is read to its end and not beyond", "show", async talk =>
        {
            var client = await talk.ConnectAsync();
            var answer = await client.AskAsync("POST / HTTP/1.1\r\nHost: x\r\nContent-Type: a/b\r\nContent-Length: 5\r\n\r\nhello" + Get("/next"));
            Assert.EndsWith("body=hello", answer.Body, StringComparison.Ordinal);
            Assert.Contains("CONTENT_TYPE=a/b\n", answer.Body, StringComparison.Ordinal);
            Assert.Contains("HTTP_CONTENT_TYPE=\n", answer.Body, StringComparison.Ordinal);
            Assert.Contains("PATH_INFO=/next\n", (await client.ReadAnswerAsync()).Body, StringComparison.Ordinal);
        }),
        new("A chunked body is read to its end", "show", async talk =>
        {
            var client = await talk.ConnectAsync();
            var answer = await client.AskAsync("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n" + Get("/next"));
            Assert.EndsWith("body=hello", answer.Body, StringComparison.Ordinal);
            Assert.Contains("PATH_INFO=/next\n", (await client.ReadAnswerAsync()).Body, StringComparison.Ordinal);
        }),
        new("Reading where there is no body gives nothing and does not wait", "show", Get("/"), answer => Assert.EndsWith("body=", answer.Body, StringComparison.Ordinal)),
        new("A body that nobody read is skipped", "reads_nothing", async talk =>
        {
            var client = await talk.ConnectAsync();
            var answer = await client.AskAsync("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello" + Get("/-go"));
            Assert.Equal("not read", answer.Body);
            Assert.Equal("gone", (await client.ReadAnswerAsync()).Body);
        }),
        new("100 Continue is sent when the app reads", "show", async talk =>
        {
            var client = await talk.ConnectAsync();
            await client.SendAsync("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n");
            await client.ReadUntilAsync("HTTP/1.1 100 Continue\r\n\r\n");
            await client.SendAsync("hello");
            Assert.EndsWith("body=hello", (await client.ReadAnswerAsync()).Body, StringComparison.Ordinal);
        }),
        new("100 Continue is not sent when it does not", "reads_nothing", "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n", answer =>
        {
            Assert.Empty(answer.Interim);
            Assert.Equal("not read", answer.Body);
        }),
    ];
}
