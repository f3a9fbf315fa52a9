// SPDX-License-Identifier: MIT
using System.Buffers;

namespace Composer.Servers.Kestrel;

/// <summary>Follows the framing of one chunked body (RFC 9112 §7.1) as strictly as the grammar is written.</summary>
/// <remarks>Kestrel takes a bare LF or an open quote in an extension, and answers 500 to a size that overflows.</remarks>
internal struct ChunkSyntax
{
    private const int LongestLine = 4096;
    private const int MostDigits = 16;

    private static readonly SearchValues<byte> Control = SearchValues.Create([.. Enumerable.Range(0, 0x20).Where(c => c != '\t').Select(c => (byte)c), 0x7f]);

    private State _state;
    private long _size;
    private int _digits;
    private int _line;
    private bool _quoted;
    private bool _escaped;
    private bool _trailerIsEmpty;

    private enum State
    {
        Size,
        Extension,
        SizeLineEnd,
        Data,
        DataCarriageReturn,
        DataLineEnd,
        Trailer,
        TrailerLineEnd,
        Done,
    }

    /// <summary>The body and its trailers have ended.</summary>
    public readonly bool IsDone => _state == State.Done;

    /// <summary>Reads on.</summary>
    /// <param name="bytes">What came in.</param>
    /// <param name="problem">What is wrong with it, or null.</param>
    /// <returns>How many bytes were looked at: all of them, unless the body ended or is wrong.</returns>
    public int Follow(ReadOnlySpan<byte> bytes, out string? problem)
    {
        problem = null;
        var at = 0;
        while (at < bytes.Length && _state != State.Done && problem is null)
        {
            if (_state == State.Data)
            {
                var step = (int)Math.Min(_size, bytes.Length - at);
                at += step;
                _size -= step;
                _state = _size == 0 ? State.DataCarriageReturn : State.Data;
                continue;
            }
            problem = Next(bytes[at++]);
        }
        return at;
    }

    private string? Next(byte c) => _state switch
    {
        State.Size => OnSize(c),
        State.Extension => OnExtension(c),
        State.SizeLineEnd => OnLineEnd(c, _size == 0 ? State.Trailer : State.Data),
        State.DataCarriageReturn => c == '\r' ? Go(State.DataLineEnd) : "the data of a chunk is longer than its size",
        State.DataLineEnd => OnLineEnd(c, State.Size),
        State.Trailer => OnTrailer(c),
        _ => OnLineEnd(c, _trailerIsEmpty ? State.Done : State.Trailer),
    };

    private string? OnSize(byte c)
    {
        if (char.IsAsciiHexDigit((char)c))
        {
            _size = (_size << 4) + Convert.ToInt32(((char)c).ToString(), 16);
            return ++_digits > MostDigits || _size > int.MaxValue ? "the size of a chunk is too large" : null;
        }
        if (_digits == 0)
        {
            return "a chunk has no size";
        }
        return c switch
        {
            (byte)'\r' => Go(State.SizeLineEnd),
            (byte)';' => Go(State.Extension),
            _ => "the size of a chunk is not hexadecimal",
        };
    }

    private string? OnExtension(byte c)
    {
        if (c == '\r')
        {
            return _quoted ? "a quoted chunk extension does not end" : Go(State.SizeLineEnd);
        }
        if (Control.Contains(c) || ++_line > LongestLine)
        {
            return "a chunk extension holds a control character or is too long";
        }
        if (c == '"' && !_escaped)
        {
            _quoted = !_quoted;
        }
        _escaped = _quoted && !_escaped && c == '\\';
        return null;
    }

    private string? OnTrailer(byte c)
    {
        if (c == '\r')
        {
            _trailerIsEmpty = _line == 0;
            return Go(State.TrailerLineEnd);
        }
        return Control.Contains(c) || ++_line > LongestLine ? "a trailer holds a control character or is too long" : null;
    }

    private string? OnLineEnd(byte c, State next)
    {
        if (c != '\n')
        {
            return "a CR without LF in the framing of a chunked body";
        }
        _size = next == State.Size ? 0 : _size;
        _digits = 0;
        return Go(next);
    }

    private string? Go(State next)
    {
        _state = next;
        _line = 0;
        _quoted = _escaped = false;
        return null;
    }
}
