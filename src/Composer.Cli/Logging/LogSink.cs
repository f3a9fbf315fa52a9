// SPDX-License-Identifier: MIT
using System.Text;

namespace Composer.Cli.Logging;

/// <summary>Where log lines go: one thread writes what the others hand in, so that no request waits for a slow terminal or disk.</summary>
/// <remarks>The buffer is bounded: when whoever reads the log is slower than that, callers wait rather than use up the memory. When nobody reads at all, lines are lost, counted, and their number is written later.</remarks>
internal sealed class LogSink : IDisposable
{
    private const int MostWaiting = 4 * 1024 * 1024;

    private readonly Stream _stream;
    private readonly TimeSpan _patience;
    private readonly Thread _writer;
    private readonly object _gate = new();
    private MemoryStream _waiting = new();
    private MemoryStream _writing = new();
    private long _handedIn;
    private long _written;
    private long _lost;
    private bool _isStuck;
    private bool _closed;

    public LogSink(Stream stream, TimeSpan? patience = null)
    {
        _stream = stream;
        _patience = patience ?? TimeSpan.FromSeconds(5);
        _writer = new Thread(Run) { IsBackground = true, Name = "log" };
        _writer.Start();
    }

    /// <summary>Hands in text that ends with a line feed.</summary>
    public void Write(string lines) => Write(Encoding.UTF8.GetBytes(lines));

    /// <summary>Hands in UTF-8 text that ends with a line feed.</summary>
    public void Write(ReadOnlySpan<byte> lines)
    {
        lock (_gate)
        {
            while (_waiting.Length > MostWaiting && !_closed)
            {
                if (_isStuck || !Monitor.Wait(_gate, _patience))
                {
                    _isStuck = true;
                    _lost++;
                    return;
                }
            }
            _waiting.Write(lines);
            _handedIn += lines.Length;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Returns when everything handed in so far has been written, or after some seconds.</summary>
    public void Flush()
    {
        lock (_gate)
        {
            var mine = _handedIn;
            while (_written < mine && !_isStuck)
            {
                _isStuck = !Monitor.Wait(_gate, _patience);
            }
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _closed = true;
            Monitor.PulseAll(_gate);
        }
        _writer.Join(_patience);
    }

    private void Run()
    {
        while (TakeWaiting())
        {
            try
            {
                _stream.Write(_writing.GetBuffer().AsSpan(0, (int)_writing.Length));
                _stream.Flush();
            }
            catch (IOException)
            {
                // Nobody reads the log any more (a closed pipe, a full disk): serving matters more.
            }
            lock (_gate)
            {
                _written += _writing.Length;
                _writing.SetLength(0);
                TellLost();
                Monitor.PulseAll(_gate);
            }
        }
    }

    private void TellLost()
    {
        _isStuck = false;
        if (_lost > 0)
        {
            var told = Encoding.UTF8.GetBytes($"({_lost} entries of the log are lost: nobody read it)\n");
            _waiting.Write(told);
            _handedIn += told.Length;
            _lost = 0;
        }
    }

    private bool TakeWaiting()
    {
        lock (_gate)
        {
            while (_waiting.Length == 0 && !_closed)
            {
                Monitor.Wait(_gate);
            }
            (_waiting, _writing) = (_writing, _waiting);
            return _writing.Length > 0;
        }
    }
}
