// SPDX-License-Identifier: MIT
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Composer.Conformance;

/// <summary>A raw connection to a server: sends any bytes, reads answers one by one. Text is latin-1 both ways. Waiting for too long fails the test.</summary>
public sealed class Client : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly StringBuilder _unread = new();
    private readonly string _host;
    private readonly TimeSpan _patience;

    private Client(string host, TimeSpan patience)
    {
        _host = host;
        _patience = patience;
    }

    /// <param name="port">On 127.0.0.1.</param>
    /// <param name="host">Stands where requests say <c>Host: x</c>.</param>
    /// <param name="patience">How long to wait for anything.</param>
    public static async Task<Client> ConnectAsync(int port, string host, TimeSpan patience)
    {
        var client = new Client(host, patience);
        await client._socket.ConnectAsync("127.0.0.1", port);
        return client;
    }

    public async Task SendAsync(string bytes)
    {
        var left = Encoding.Latin1.GetBytes(bytes.Replace("\r\nHost: x\r\n", $"\r\nHost: {_host}\r\n", StringComparison.Ordinal)).AsMemory();
        while (!left.IsEmpty)
        {
            left = left[await _socket.SendAsync(left)..];
        }
    }

    /// <summary>Resets the connection: RST.</summary>
    public void Reset()
    {
        _socket.LingerState = new LingerOption(true, 0);
        _socket.Close();
    }

    /// <summary>Sends a request and reads the answer to it.</summary>
    public async Task<Answer> AskAsync(string request)
    {
        await SendAsync(request);
        return await ReadAnswerAsync(request.StartsWith("HEAD ", StringComparison.Ordinal));
    }

    /// <summary>Reads one answer; interim ones are kept in <see cref="Answer.Interim"/>.</summary>
    public async Task<Answer> ReadAnswerAsync(bool toHead = false)
    {
        var interim = new List<string>();
        var head = await ReadUntilAsync("\r\n\r\n");
        while (head.StartsWith("HTTP/1.1 1", StringComparison.Ordinal))
        {
            interim.Add(head.Split("\r\n")[0]["HTTP/1.1 ".Length..]);
            head = await ReadUntilAsync("\r\n\r\n");
        }
        var answer = Answer.Parse(head) with { Interim = interim };
        return toHead || answer.Code is 204 or 304 ? answer : await ReadBodyAsync(answer);
    }

    /// <summary>Reads until a text has come, and returns all up to its end.</summary>
    public async Task<string> ReadUntilAsync(string text)
    {
        int at;
        while ((at = _unread.ToString().IndexOf(text, StringComparison.Ordinal)) < 0)
        {
            Assert.True(await ReceiveAsync(), $"the connection ended before '{text}' came; there was: {_unread}");
        }
        return Take(at + text.Length);
    }

    /// <summary>Sends a request whose answer breaks off: what came of it until the connection ended, or null when that was less than a head.</summary>
    public async Task<Answer?> AskInVainAsync(string request)
    {
        await SendAsync(request);
        while (!_unread.ToString().Contains("\r\n\r\n", StringComparison.Ordinal))
        {
            if (!await ReceiveAsync())
            {
                return null;
            }
        }
        return await ReadAnswerAsync();
    }

    /// <summary>Whether the server closes the connection without sending anything more.</summary>
    public async Task<bool> EndsAsync() => _unread.Length == 0 && !await ReceiveAsync();

    public void Dispose() => _socket.Dispose();

    private async Task<Answer> ReadBodyAsync(Answer answer)
    {
        if (answer.Header("Transfer-Encoding") is not null)
        {
            return await ReadChunksAsync(answer);
        }
        var length = answer.Header("Content-Length") is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : int.MaxValue;
        while (_unread.Length < length && await ReceiveAsync())
        {
        }
        var complete = length == int.MaxValue || _unread.Length >= length;
        return answer with { Body = Take(Math.Min(length, _unread.Length)), Complete = complete };
    }

    private async Task<Answer> ReadChunksAsync(Answer answer)
    {
        var chunks = new List<string>();
        while (true)
        {
            while (!_unread.ToString().Contains("\r\n", StringComparison.Ordinal))
            {
                if (!await ReceiveAsync())
                {
                    return answer with { Body = string.Concat(chunks), Complete = false };
                }
            }
            var size = int.Parse((await ReadUntilAsync("\r\n")).Split(';')[0].Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            while (_unread.Length < size + 2)
            {
                if (!await ReceiveAsync())
                {
                    return answer with { Body = string.Concat(chunks) + _unread, Complete = false };
                }
            }
            chunks.Add(Take(size));
            Assert.Equal("\r\n", Take(2));
            if (size == 0)
            {
                return answer with { Body = string.Concat(chunks) };
            }
        }
    }

    private async Task<bool> ReceiveAsync()
    {
        var buffer = new byte[16 * 1024];
        using var patience = new CancellationTokenSource(_patience);
        try
        {
            var count = await _socket.ReceiveAsync(buffer, SocketFlags.None, patience.Token);
            _unread.Append(Encoding.Latin1.GetString(buffer, 0, count));
            return count > 0;
        }
        catch (SocketException reset) when (reset.SocketErrorCode == SocketError.ConnectionReset)
        {
            return false;
        }
    }

    private string Take(int count)
    {
        var text = _unread.ToString(0, count);
        _unread.Remove(0, count);
        return text;
    }
}
