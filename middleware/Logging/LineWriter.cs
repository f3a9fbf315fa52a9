// SPDX-License-Identifier: MIT
using Microsoft.Extensions.Logging;

namespace Composer.Middleware;

/// <summary>
/// Writes lines to a file or stream in the background. A line costs its caller a copy; a tenth of a second later it is written, together with
/// the others. Nobody waits for a slow disk: when more than the limit is waiting, lines are lost, counted, and their number is logged.
/// </summary>
internal sealed partial class LineWriter : IAsyncDisposable
{
    private static readonly TimeSpan FlushEvery = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly Func<Stream> _open;
    private readonly int _limit;
    private readonly ILogger _log;
    private readonly ITimer _timer;
    private readonly Lock _lines = new();
    private readonly Lock _file = new();
    private byte[] _waiting = new byte[16 * 1024];
    private byte[] _writing = new byte[16 * 1024];
    private int _count;
    private long _lost;
    private long _unwritten;
    private bool _urgent;
    private Stream? _stream;

    /// <summary>Opens the file.</summary>
    /// <param name="open">Opens it, now and on <see cref="Reopen"/>.</param>
    /// <param name="limit">How many bytes may wait.</param>
    /// <param name="clock">Tells when to write.</param>
    /// <param name="log">Hears of lost lines and failures.</param>
    public LineWriter(Func<Stream> open, int limit, TimeProvider clock, ILogger log)
    {
        _open = open;
        _limit = limit;
        _log = log;
        _stream = open();
        _timer = clock.CreateTimer(_ => Flush(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Takes a line, without its end.</summary>
    public void Write(ReadOnlySpan<byte> line)
    {
        var (first, half) = (false, false);
        lock (_lines)
        {
            if (_count + line.Length + 1 > _limit)
            {
                _lost++;
                return;
            }
            first = _count == 0;
            Reserve(line.Length + 1);
            line.CopyTo(_waiting.AsSpan(_count));
            _count += line.Length;
            _waiting[_count++] = (byte)'\n';
            half = !_urgent && _count > _limit / 2;
            _urgent |= half;
        }
        if (first || half)
        {
            _timer.Change(half ? TimeSpan.Zero : FlushEvery, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Closes the file and opens it again under its name: it may have been moved away.</summary>
    public void Reopen()
    {
        Flush();
        lock (_file)
        {
            try
            {
                var old = _stream;
                _stream = _open();
                old?.Dispose();
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                Log.NotReopened(_log, e);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await Task.Run(EndAsync).WaitAsync(Patience);
        }
        catch (TimeoutException)
        {
            // Whoever reads the lines has stopped to: the server ends without that.
        }
    }

    private async Task EndAsync()
    {
        await _timer.DisposeAsync();
        Flush();
        lock (_file)
        {
            _stream?.Dispose();
            _stream = null;
        }
    }

    private void Flush()
    {
        lock (_file)
        {
            var (bytes, lost) = Take();
            try
            {
                if (_stream is { CanSeek: true })
                {
                    _stream.Seek(0, SeekOrigin.End);
                }
                _stream?.Write(bytes.Span);
                _stream?.Flush();
                TellUnwritten();
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                if (_unwritten == 0)
                {
                    Log.NotWritten(_log, e.Message);
                }
                _unwritten += bytes.Length;
            }
            if (lost > 0)
            {
                Log.Lost(_log, lost);
            }
        }
    }

    // A full disk is told when it begins and when it is over, not ten times a second.
    private void TellUnwritten()
    {
        if (_unwritten > 0)
        {
            Log.WrittenAgain(_log, _unwritten);
            _unwritten = 0;
        }
    }

    private (ReadOnlyMemory<byte> Bytes, long Lost) Take()
    {
        lock (_lines)
        {
            var taken = (_waiting.AsMemory(0, _count), _lost);
            (_waiting, _writing) = (_writing, _waiting);
            (_count, _lost, _urgent) = (0, 0, false);
            return taken;
        }
    }

    private void Reserve(int size)
    {
        if (_waiting.Length - _count < size)
        {
            Array.Resize(ref _waiting, Math.Max(_waiting.Length * 2, _count + size));
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} lines of the access log are lost: it cannot be written as fast as they come")]
        public static partial void Lost(ILogger logger, long count);

        [LoggerMessage(Level = LogLevel.Error, Message = "The access log cannot be written, its lines are lost: {Reason}")]
        public static partial void NotWritten(ILogger logger, string reason);

        [LoggerMessage(Level = LogLevel.Warning, Message = "The access log is written again; {Count} bytes are lost")]
        public static partial void WrittenAgain(ILogger logger, long count);

        [LoggerMessage(Level = LogLevel.Error, Message = "The access log could not be opened again; the old file stays in use")]
        public static partial void NotReopened(ILogger logger, Exception exception);
    }
}
