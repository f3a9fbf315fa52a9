// SPDX-License-Identifier: MIT
using System.Security.Cryptography;
using System.Text;
using Composer.Tests.Servers;

namespace Composer.Tests.Python;

[Collection("Python")]
public sealed class UploadTests
{
    private static readonly byte[] Body = [.. Enumerable.Range(0, 300_007).Select(i => (byte)(i * 7 % 251))];

    [Theory]
    [InlineData(1_001)]
    [InlineData(70_000)]
    [InlineData(300_007)]
    public async Task A_body_that_comes_in_pieces_is_read_in_whole_blocks(int piece)
    {
        await using var server = await RunningServer.StartAsync(Embedded.App("digest").InvokeAsync);
        using var client = await server.ConnectAsync();

        await client.SendAsync($"POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: {Body.Length}\r\n\r\n");
        foreach (var part in Body.Chunk(piece))
        {
            await client.SendAsync(Encoding.Latin1.GetString(part));
        }

        Assert.EndsWith($"61 {Convert.ToHexStringLower(SHA256.HashData(Body))}", await client.ReadToEndAsync(), StringComparison.Ordinal);
    }
}
