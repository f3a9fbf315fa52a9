// SPDX-License-Identifier: MIT
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Composer.Tests.RealApps;

/// <summary>One request over one connection, sent as it is written and read to the end.</summary>
internal static class RawClient
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Sends a request and reads the whole answer.</summary>
    public static async Task<Answer> SendAsync(int port, string method, string target, IReadOnlyDictionary<string, string> headers, byte[]? body, bool chunked)
    {
        using var timeout = new CancellationTokenSource(Patience);
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port), timeout.Token);
        await using var stream = new NetworkStream(socket);

        var reading = ReadAsync(stream, method, timeout.Token);
        await stream.WriteAsync(Head(method, target, headers, body, chunked), timeout.Token);
        if (body is not null)
        {
            await stream.WriteAsync(chunked ? Chunks(body) : body, timeout.Token);
        }
        return await reading;
    }

    private static byte[] Head(string method, string target, IReadOnlyDictionary<string, string> headers, byte[]? body, bool chunked)
    {
        var head = new StringBuilder($"{method} {target} HTTP/1.1\r\nHost: site.example\r\nConnection: close\r\n");
        foreach (var (name, value) in headers)
        {
            head.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        }
        if (body is not null)
        {
            head.Append(chunked ? "Transfer-Encoding: chunked\r\n" : $"Content-Length: {body.Length}\r\n");
        }
        return Encoding.Latin1.GetBytes(head.Append("\r\n").ToString());
    }

    private static byte[] Chunks(byte[] body)
    {
        using var chunks = new MemoryStream();
        foreach (var part in body.Chunk(4000))
        {
            chunks.Write(Encoding.ASCII.GetBytes($"{part.Length:x}\r\n"));
            chunks.Write(part);
            chunks.Write("\r\n"u8);
        }
        chunks.Write("0\r\n\r\n"u8);
        return chunks.ToArray();
    }

    private static async Task<Answer> ReadAsync(Stream stream, string method, CancellationToken stop)
    {
        using var all = new MemoryStream();
        await stream.CopyToAsync(all, stop);
        var bytes = all.ToArray().AsSpan();
        while (true)
        {
            var end = bytes.IndexOf("\r\n\r\n"u8);
            if (end < 0)
            {
                throw new InvalidDataException($"no complete answer: '{Encoding.Latin1.GetString(bytes)}'");
            }
            var lines = Encoding.Latin1.GetString(bytes[..end]).Split("\r\n");
            bytes = bytes[(end + 4)..];
            var status = lines[0][(lines[0].IndexOf(' ', StringComparison.Ordinal) + 1)..];
            if (status[0] != '1')
            {
                var headers = lines.Skip(1).Select(Header).ToArray();
                return new Answer(status, headers, Body(bytes, method, status, headers));
            }
        }
    }

    private static (string Name, string Value) Header(string line)
    {
        var colon = line.IndexOf(':', StringComparison.Ordinal);
        return (line[..colon].ToLowerInvariant(), line[(colon + 1)..].Trim());
    }

    private static byte[] Body(ReadOnlySpan<byte> rest, string method, string status, (string Name, string Value)[] headers)
    {
        if (method == "HEAD")
        {
            return []; // what waitress sends here is its own mistake
        }
        var length = headers.FirstOrDefault(header => header.Name == "content-length").Value;
        if (headers.Any(header => header is { Name: "transfer-encoding", Value: "chunked" }))
        {
            return Unchunk(rest);
        }
        if (length is not null && !status.StartsWith("304", StringComparison.Ordinal) && rest.Length != int.Parse(length, CultureInfo.InvariantCulture))
        {
            throw new InvalidDataException($"{rest.Length} bytes came, Content-Length says {length}");
        }
        return rest.ToArray();
    }

    private static byte[] Unchunk(ReadOnlySpan<byte> rest)
    {
        using var body = new MemoryStream();
        while (true)
        {
            var line = rest.IndexOf("\r\n"u8);
            var size = line < 0 ? throw new InvalidDataException("the chunked body breaks off") : int.Parse(rest[..line], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            rest = rest[(line + 2)..];
            if (size == 0)
            {
                return body.ToArray();
            }
            body.Write(rest[..size]);
            rest = rest[(size + 2)..];
        }
    }
}
