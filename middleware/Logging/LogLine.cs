// SPDX-License-Identifier: MIT
using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace Composer.Middleware;

/// <summary>A line of a log while it is written: bytes that a thread uses again for its next line.</summary>
internal sealed class LogLine : IBufferWriter<byte>
{
    private static readonly SearchValues<char> Plain = SearchValues.Create([.. Enumerable.Range(0x20, 0x5f).Select(c => (char)c).Except(['"', '\\'])]);

    [ThreadStatic]
    private static LogLine? _ofThread;

    private byte[] _bytes = new byte[512];
    private int _count;

    /// <summary>An empty line, until this thread asks again.</summary>
    public static LogLine Start()
    {
        var line = _ofThread ??= new LogLine();
        line._count = 0;
        return line;
    }

    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, _count);

    public void Append(ReadOnlySpan<byte> ascii)
    {
        ascii.CopyTo(GetSpan(ascii.Length));
        _count += ascii.Length;
    }

    public void Append(long number)
    {
        Utf8Formatter.TryFormat(number, GetSpan(20), out var written);
        _count += written;
    }

    /// <summary>Text that came from outside: quotes and backslashes get a backslash, what is not printable ASCII becomes <c>\xhh</c>; what is absent becomes "-".</summary>
    public void Append(string? text)
    {
        if (text is null)
        {
            Append("-"u8);
            return;
        }
        var rest = text.AsSpan();
        while (!rest.IsEmpty)
        {
            var plain = rest.IndexOfAnyExcept(Plain) is var found and >= 0 ? found : rest.Length;
            _count += Encoding.ASCII.GetBytes(rest[..plain], GetSpan(plain));
            rest = rest[plain..];
            if (!rest.IsEmpty)
            {
                AppendEscaped(rest[0]);
                rest = rest[1..];
            }
        }
    }

    public void Advance(int count) => _count += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _bytes.AsMemory(_count);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _bytes.AsSpan(_count);
    }

    private void AppendEscaped(char c)
    {
        if (c is '"' or '\\')
        {
            Append([(byte)'\\', (byte)c]);
            return;
        }
        Append("\\x"u8);
        Utf8Formatter.TryFormat((byte)c, GetSpan(2), out var written, new StandardFormat('x', 2));
        _count += written;
    }

    private void Reserve(int size)
    {
        if (_bytes.Length - _count < Math.Max(size, 1))
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _count + size));
        }
    }
}
