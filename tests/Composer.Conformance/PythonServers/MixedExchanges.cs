// SPDX-License-Identifier: MIT
using System.IO.Compression;
using System.Text;

namespace Composer.Conformance.PythonServers;

/// <summary>Exchanges with a pipeline of both languages: compress and auth_basic in C#, filters in Python between them, a session among them, and below a urlmap in C# a Flask, a Pyramid and a C# app.</summary>
public static class MixedExchanges
{
    private const string Ann = "Authorization: Basic YW5uOmFkbWlu\r\n";

    public static IReadOnlyList<Exchange> All { get; } =
    [
        new("auth_basic in C# sends a stranger away", "hello", Talk.Get("/flask/"), answer => Assert.Equal(401, answer.Code)),
        new("Flask answers below filters of both languages, compressed", "hello", Get("/flask/"), answer =>
        {
            Assert.Equal("flask below /flask for ann", Unpacked(answer));
            Assert.Equal("ann", answer.Header("X-User"));
        }),
        new("Pyramid answers below filters of both languages, compressed", "hello", Get("/pyramid/"), answer =>
        {
            Assert.Equal("pyramid below /pyramid for ann", Unpacked(answer));
            Assert.Equal("ann", answer.Header("X-User"));
        }),
        new("A request body passes through C# and Python filters", "hello", $"POST /flask/echo HTTP/1.1\r\nHost: x\r\n{Ann}Content-Length: 5\r\n\r\nhello", answer => Assert.Equal("HELLO", answer.Body)),
        new("A block is not held back by C# filters below and above Python ones", "stream", async talk =>
        {
            var client = await talk.ConnectAsync();
            await client.SendAsync($"GET / HTTP/1.1\r\nHost: x\r\n{Ann}\r\n");
            await client.ReadUntilAsync("one.");
            await talk.GoAsync();
            await client.ReadUntilAsync("two.");
            Assert.Equal(1, await talk.ClosesAsync());
        }),
        new("An exception of C# can be caught in Python", "hello", $"GET /throw HTTP/1.1\r\nHost: x\r\n{Ann}\r\n", answer => Assert.Equal(("418 Caught", "thrown in C#"), (answer.Status, answer.Body))),
        new("An exception of Python goes through C# to the server, which answers 500 and lives", "hello", async talk =>
        {
            Assert.Equal(500, (await (await talk.ConnectAsync()).AskAsync($"GET /raise HTTP/1.1\r\nHost: x\r\n{Ann}\r\n")).Code);
            Assert.Equal(200, (await (await talk.ConnectAsync()).AskAsync(Get("/flask/"))).Code);
        }),
        new("The session filter remembers, for an app written for Beaker", "hello", async talk =>
        {
            var first = await (await talk.ConnectAsync()).AskAsync(Get("/flask/count"));
            var cookie = first.Header("Set-Cookie")!.Split(';')[0]; // the session is new
            var second = await (await talk.ConnectAsync()).AskAsync(Get("/flask/count").Replace("Host: x", $"Host: x\r\nCookie: {cookie}", StringComparison.Ordinal));

            Assert.Equal(("1", "2"), (Unpacked(first), Unpacked(second)));
        }),
        new("Twenty requests at once get their own answers", "hello", async talk =>
        {
            await Task.WhenAll(Enumerable.Range(0, 20).Select(async i =>
            {
                var answer = await (await talk.ConnectAsync()).AskAsync($"POST /flask/echo HTTP/1.1\r\nHost: x\r\n{Ann}Content-Length: 4\r\n\r\nn{i:000}");
                Assert.Equal($"N{i:000}", answer.Body);
            }));
        }),
    ];

    private static string Get(string path) => $"GET {path} HTTP/1.1\r\nHost: x\r\n{Ann}Accept-Encoding: gzip\r\n\r\n";

    private static string Unpacked(Answer answer)
    {
        Assert.Equal("gzip", answer.Header("Content-Encoding"));
        using var packed = new GZipStream(new MemoryStream(Encoding.Latin1.GetBytes(answer.Body)), CompressionMode.Decompress);
        using var reader = new StreamReader(packed);
        return reader.ReadToEnd();
    }
}
