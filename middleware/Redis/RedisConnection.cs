// SPDX-License-Identifier: MIT
using System.Buffers;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Security;
using System.Net.Sockets;

namespace Composer.Middleware;

/// <summary>A connection to a Redis that any number of requests use at once: answers come in the order of the commands.</summary>
internal sealed class RedisConnection : IDisposable
{
    private const int LeastBuffer = 16 * 1024;
    private const int LargestKept = 1024 * 1024;
    private const int MostFree = 256;

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(200);

    private readonly Stream _stream;
    private readonly TimeSpan _patience;
    private readonly Timer _watch;
    private readonly Lock _gate = new();
    private readonly ConcurrentQueue<RedisAsk> _free = new();
    private readonly Queue<RedisAsk> _asked = new();
    private readonly Queue<(RedisAsk Ask, object? Answer)> _answered = new();
    private ArrayBufferWriter<byte> _filling = new(LeastBuffer);
    private ArrayBufferWriter<byte> _sending = new(LeastBuffer);
    private byte[] _received = new byte[LeastBuffer];
    private int _filled;
    private bool _isSending;
    private int _reader;
    private long _handsOutSince;
    private volatile Exception? _problem;

    private RedisConnection(Stream stream, TimeSpan patience)
    {
        (_stream, _patience) = (stream, patience);
        _watch = new Timer(static connection => ((RedisConnection)connection!).Look(), this, BetweenLooks, BetweenLooks); // the state is this
    }

    /// <summary>Whether nothing can be asked any more.</summary>
    public bool IsBroken => _problem is not null;

    /// <summary>Connects, and says who asks.</summary>
    /// <exception cref="RedisException">It cannot be reached, or refuses.</exception>
    public static async Task<RedisConnection> OpenAsync(RedisAddress address, TimeSpan patience, CancellationToken cancel)
    {
        RedisConnection connection;
        try
        {
            connection = new RedisConnection(await ConnectAsync(address, cancel), patience);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            throw new RedisException(error.Message, error);
        }
        _ = connection.ReadAsync(reader: 0);
        try
        {
            await connection.GreetAsync(address);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Asks.</summary>
    /// <exception cref="RedisException">The connection broke, or Redis says that something is wrong.</exception>
    /// <exception cref="TimeoutException">There was no answer in time.</exception>
    public ValueTask<object?> AskAsync(ReadOnlySpan<RedisWord> command)
    {
        var ask = _free.TryDequeue(out var free) ? free : new RedisAsk(Release);
        ask.Began = Stopwatch.GetTimestamp();
        bool sends;
        lock (_gate)
        {
            if (_problem is { } problem)
            {
                return ValueTask.FromException<object?>(problem);
            }
            RedisWord.Write(command, _filling);
            _asked.Enqueue(ask);
            sends = !_isSending;
            _isSending = true;
        }
        if (sends)
        {
            _ = SendAsync();
        }
        return ask.Answer;
    }

    /// <summary>Ends it.</summary>
    public void Dispose() => Break(new RedisException("the connection was closed"));

    private static async Task<Stream> ConnectAsync(RedisAddress address, CancellationToken cancel)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
            await socket.ConnectAsync(address.Host, address.Port, cancel);
            var plain = new NetworkStream(socket, ownsSocket: true);
            return address.IsEncrypted ? await EncryptedAsync(plain, address.Host, cancel) : plain;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static async Task<Stream> EncryptedAsync(Stream plain, string host, CancellationToken cancel)
    {
        var secure = new SslStream(plain);
        await secure.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = host }, cancel);
        return secure;
    }

    private async Task GreetAsync(RedisAddress address)
    {
        if (address.Password is { } password)
        {
            await (address.User is { } user ? AskAsync(["AUTH", user, password]) : AskAsync(["AUTH", password]));
        }
        await AskAsync(["SELECT", address.Database]);
    }

    // What is asked while a block is on its way goes with the next one, whatever the thread does that asked first.
    private async Task SendAsync()
    {
        try
        {
            while (TakeFilled())
            {
                await _stream.WriteAsync(_sending.WrittenMemory).ConfigureAwait(false);
            }
        }
        catch (Exception error)
        {
            Break(error);
        }
    }

    private bool TakeFilled()
    {
        lock (_gate)
        {
            _sending = _sending.Capacity > LargestKept ? new(LeastBuffer) : _sending;
            _sending.ResetWrittenCount();
            (_filling, _sending) = (_sending, _filling);
            return _isSending = _sending.WrittenCount > 0;
        }
    }

    private async Task ReadAsync(int reader)
    {
        try
        {
            while (HandOut(reader))
            {
                var count = await _stream.ReadAsync(_received.AsMemory(_filled));
                if (count == 0)
                {
                    throw new RedisException("the server closed the connection");
                }
                _filled += count;
                Take();
            }
        }
        catch (Exception error)
        {
            Break(error);
        }
    }

    private void Take()
    {
        ReadOnlySpan<byte> left = _received.AsSpan(0, _filled);
        lock (_gate)
        {
            while (_asked.Count > 0 && RedisReplies.TryRead(ref left, out var answer))
            {
                _answered.Enqueue((_asked.Dequeue(), answer));
            }
        }
        left.CopyTo(_received);
        _filled = left.Length;
        if (_filled == _received.Length)
        {
            Array.Resize(ref _received, 2 * _filled);
        }
    }

    // Whoever waits for an answer goes on here: another thread would have to be woken for each. False when another reader took over meanwhile.
    private bool HandOut(int reader)
    {
        while (TryTakeAnswer(reader, out var answered))
        {
            answered.Ask.Complete(answered.Answer);
        }
        return reader == Volatile.Read(ref _reader);
    }

    private bool TryTakeAnswer(int reader, out (RedisAsk Ask, object? Answer) answered)
    {
        answered = default;
        lock (_gate)
        {
            if (reader != _reader)
            {
                return false;
            }
            _handsOutSince = _answered.Count > 0 ? Stopwatch.GetTimestamp() : 0;
            return _answered.TryDequeue(out answered);
        }
    }

    private void Look()
    {
        if (NextReader() is { } reader)
        {
            _ = ReadAsync(reader);
        }
        else if (IsSilent())
        {
            Break(new TimeoutException($"Redis does not answer for {_patience.TotalSeconds} s"));
        }
    }

    // Who got an answer may block the thread, and wait for the answer to somebody else's question: then another thread reads on.
    private int? NextReader()
    {
        lock (_gate)
        {
            if (_handsOutSince == 0 || Stopwatch.GetElapsedTime(_handsOutSince) < BetweenLooks)
            {
                return null;
            }
            _handsOutSince = 0;
            return ++_reader;
        }
    }

    // A server that hangs says nothing.
    private bool IsSilent()
    {
        lock (_gate)
        {
            return _asked.TryPeek(out var oldest) && Stopwatch.GetElapsedTime(oldest.Began) >= _patience;
        }
    }

    private void Break(Exception error)
    {
        var problem = error is TimeoutException or RedisException ? error : new RedisException(error.Message, error);
        RedisAsk[] lost;
        lock (_gate)
        {
            _problem ??= problem;
            lost = [.. _asked];
            _asked.Clear();
        }
        _watch.Dispose();
        _stream.Dispose();
        foreach (var ask in lost)
        {
            ask.Complete(problem);
        }
    }

    private void Release(RedisAsk ask)
    {
        if (_free.Count < MostFree)
        {
            _free.Enqueue(ask);
        }
    }
}
