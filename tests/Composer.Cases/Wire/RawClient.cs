// SPDX-License-Identifier: MIT
using System.Globalization;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;

namespace Composer.Cases.Wire;

/// <summary>One connection to a server: sends bytes as they are and reads one answer byte by byte as RFC 9112 frames it.</summary>
internal sealed class RawClient : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly List<byte> _unread = [];
    private readonly CancellationTokenSource _patience = new(Patience);
    private bool _reset;

    /// <summary>Called when the first bytes of a body are there.</summary>
    public Action OnFirstBytes { get; init; } = static () => { };

    /// <summary>Reset the connection then.</summary>
    public bool AbortThen { get; init; }

    public async Task ConnectAsync(int port) => await _socket.ConnectAsync("127.0.0.1", port, _patience.Token);

    public async Task<Answer> AskAsync(byte[] request, bool toHead)
    {
        try
        {
            await SendAsync(request);
            var answer = await ReadHeadAsync();
            return toHead || answer.Status is 204 or 304 ? answer : await ReadBodyAsync(answer);
        }
        catch (OperationCanceledException)
        {
            throw new InvalidDataException($"no end of the answer within {Patience.TotalSeconds} seconds");
        }
    }

    public void Dispose()
    {
        _socket.Dispose();
        _patience.Dispose();
    }

    private async Task SendAsync(byte[] bytes)
    {
        var left = bytes.AsMemory();
        while (!left.IsEmpty)
        {
            left = left[await _socket.SendAsync(left, _patience.Token)..];
        }
    }

    private async Task<Answer> ReadHeadAsync()
    {
        while (true)
        {
            var end = await FindAsync("\r\n\r\n"u8.ToArray());
            if (end < 0)
            {
                throw new InvalidDataException($"the connection ended before an answer; there was: '{Encoding.Latin1.GetString([.. _unread])}'");
            }
            var answer = Answer.Parse(Encoding.Latin1.GetString(Take(end + 4)));
            if (answer.Status >= 200)
            {
                return answer;
            }
        }
    }

    private async Task<Answer> ReadBodyAsync(Answer answer)
    {
        if (_unread.Count == 0 && answer.Header("Content-Length") != "0")
        {
            await ReceiveAsync();
        }
        OnFirstBytes();
        if (AbortThen)
        {
            var chunks = new[] { _unread.ToArray() };
            _socket.LingerState = new LingerOption(true, 0);
            _socket.Close();
            return answer with { Chunks = chunks, Broken = "the client went away" };
        }
        if (answer.Header("Transfer-Encoding") is { } coding)
        {
            return coding.Equals("chunked", StringComparison.OrdinalIgnoreCase) ? await ReadChunksAsync(answer) : answer with { Broken = $"Transfer-Encoding: {coding}" };
        }
        return answer.Header("Content-Length") is { } length
            ? await ReadLengthAsync(answer, int.Parse(length, NumberStyles.None, CultureInfo.InvariantCulture))
            : await ReadToEndAsync(answer);
    }

    private async Task<Answer> ReadLengthAsync(Answer answer, int length)
    {
        while (_unread.Count < length && await ReceiveAsync())
        {
        }
        var body = Take(Math.Min(length, _unread.Count));
        return answer with { Chunks = body.Length > 0 ? [body] : [], Broken = body.Length < length ? $"{body.Length} of {length} bytes came" : null };
    }

    private async Task<Answer> ReadToEndAsync(Answer answer)
    {
        while (await ReceiveAsync())
        {
        }
        return answer with { Chunks = [Take(_unread.Count)], Broken = _reset ? "the connection was reset" : null };
    }

    private async Task<Answer> ReadChunksAsync(Answer answer)
    {
        var chunks = new List<byte[]>();
        while (true)
        {
            var line = await FindAsync("\r\n"u8.ToArray());
            if (line < 0)
            {
                return answer with { Chunks = chunks, Broken = "the connection ended before the last chunk" };
            }
            var text = Encoding.Latin1.GetString(Take(line + 2)).TrimEnd().Split(';')[0];
            if (!int.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var size))
            {
                return answer with { Chunks = chunks, Broken = $"'{text}' is not the size of a chunk" };
            }
            while (_unread.Count < size + 2)
            {
                if (!await ReceiveAsync())
                {
                    return answer with { Chunks = chunks, Broken = "the connection ended within a chunk" };
                }
            }
            var chunk = Take(size);
            if (Encoding.Latin1.GetString(Take(2)) != "\r\n")
            {
                return answer with { Chunks = chunks, Broken = "a chunk is longer than it says" };
            }
            if (size == 0)
            {
                return answer with { Chunks = chunks };
            }
            chunks.Add(chunk);
        }
    }

    private async Task<bool> ReceiveAsync()
    {
        var buffer = new byte[64 * 1024];
        try
        {
            var count = await _socket.ReceiveAsync(buffer, SocketFlags.None, _patience.Token);
            _unread.AddRange(buffer.AsSpan(0, count));
            return count > 0;
        }
        catch (SocketException)
        {
            _reset = true;
            return false;
        }
    }

    private async Task<int> FindAsync(byte[] mark)
    {
        while (true)
        {
            var at = CollectionsMarshal.AsSpan(_unread).IndexOf(mark);
            if (at >= 0 || !await ReceiveAsync())
            {
                return at;
            }
        }
    }

    private byte[] Take(int count)
    {
        var bytes = _unread.GetRange(0, count).ToArray();
        _unread.RemoveRange(0, count);
        return bytes;
    }
}
