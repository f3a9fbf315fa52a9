// SPDX-License-Identifier: MIT
using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Composer.Middleware;

/// <summary>A connection to a memcached, which takes one command after the other (https://docs.memcached.org/protocols/basic/).</summary>
internal sealed class MemcachedConnection : IDisposable
{
    private readonly NetworkStream _stream;
    private readonly PipeReader _reader;

    private MemcachedConnection(Socket socket)
    {
        _stream = new NetworkStream(socket, ownsSocket: true);
        _reader = PipeReader.Create(_stream, new StreamPipeReaderOptions(leaveOpen: true));
    }

    /// <summary>Connects.</summary>
    public static async Task<MemcachedConnection> OpenAsync(EndPoint place, CancellationToken cancel)
    {
        var socket = place is UnixDomainSocketEndPoint ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) : new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(place, cancel);
            return new MemcachedConnection(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Sends a command, with the data that it announces or without, and returns the first line of the answer.</summary>
    /// <exception cref="IOException">The server is gone, or says that something is wrong.</exception>
    public async Task<string> AskAsync(string command, ReadOnlyMemory<byte>? data, CancellationToken cancel)
    {
        byte[] bytes = data is { } block ? [.. Encoding.ASCII.GetBytes(command + "\r\n"), .. block.Span, .. "\r\n"u8] : Encoding.ASCII.GetBytes(command + "\r\n");
        await _stream.WriteAsync(bytes, cancel);
        var line = await ReadLineAsync(cancel);
        return line.Contains("ERROR", StringComparison.Ordinal) ? throw new IOException($"memcached answers: {line}") : line;
    }

    /// <summary>Reads the data that the answer announced, and what ends it.</summary>
    public async Task<byte[]> ReadDataAsync(int length, CancellationToken cancel)
    {
        var end = length + "\r\nEND\r\n".Length;
        var result = await _reader.ReadAtLeastAsync(end, cancel);
        if (result.Buffer.Length < end)
        {
            throw Gone();
        }
        var data = result.Buffer.Slice(0, length).ToArray();
        _reader.AdvanceTo(result.Buffer.GetPosition(end));
        return data;
    }

    public void Dispose()
    {
        _reader.Complete();
        _stream.Dispose();
    }

    private async Task<string> ReadLineAsync(CancellationToken cancel)
    {
        while (true)
        {
            var result = await _reader.ReadAsync(cancel);
            if (result.Buffer.PositionOf((byte)'\n') is { } end)
            {
                var line = Encoding.ASCII.GetString(result.Buffer.Slice(0, end)).TrimEnd('\r');
                _reader.AdvanceTo(result.Buffer.GetPosition(1, end));
                return line;
            }
            if (result.IsCompleted)
            {
                throw Gone();
            }
            _reader.AdvanceTo(result.Buffer.Start, result.Buffer.End);
        }
    }

    private static EndOfStreamException Gone() => new("memcached closed the connection");
}
