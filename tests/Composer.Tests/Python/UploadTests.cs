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

    [Theory]
    [InlineData(0, null)]
    [InlineData(65_535, null)]
    [InlineData(65_536, null)]
    [InlineData(65_537, null)]
    [InlineData(5_000_000, null)]
    [InlineData(5_000_000, 4_999_999)]
    [InlineData(5_000_000, 5_000_000)]
    [InlineData(5_000_000, 5_000_001)]
    [InlineData(1_048_576, 1_048_576)]
    [InlineData(1_048_576, 2_000_000_000)]
    [InlineData(10, 2_000_000_000)]
    public async Task A_body_is_read_in_one_piece_with_and_without_a_size(int length, int? size)
    {
        await using var server = await RunningServer.StartAsync(Embedded.App("digest_of_one").InvokeAsync);
        using var http = new HttpClient { BaseAddress = server.Address };
        byte[] body = [.. Enumerable.Range(0, length).Select(i => (byte)(i * 7 % 251))];

        var answer = await http.PostAsync($"/?{size}", new ByteArrayContent(body));

        var taken = Math.Min(size ?? length, length);
        Assert.Equal($"{taken} {length - taken} {Convert.ToHexStringLower(SHA256.HashData(body))}", await answer.Content.ReadAsStringAsync());
    }
}
