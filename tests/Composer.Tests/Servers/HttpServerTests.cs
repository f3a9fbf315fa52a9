// SPDX-License-Identifier: MIT
using Composer.Wsgi;

namespace Composer.Tests.Servers;

public sealed class HttpServerTests
{
    [Fact]
    public async Task An_app_in_csharp_answers_over_a_socket()
    {
        await using var server = await RunningServer.StartAsync(environ => Response.Text(200, $"hello {environ.PathInfo}"));

        var answer = await server.TalkAsync("GET /a%20b HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 200 OK\r\n", answer, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\nhello /a b", answer, StringComparison.Ordinal);
    }
}
