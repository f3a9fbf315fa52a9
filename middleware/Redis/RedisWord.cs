// SPDX-License-Identifier: MIT
using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Composer.Middleware;

/// <summary>A word of a Redis command: text, bytes or a number.</summary>
internal readonly struct RedisWord
{
    private const int LongestHeader = 16;

    private readonly string? _text;
    private readonly ReadOnlyMemory<byte> _bytes;

    private RedisWord(string text) => _text = text;

    private RedisWord(ReadOnlyMemory<byte> bytes) => _bytes = bytes;

    public static implicit operator RedisWord(string text) => new(text);

    public static implicit operator RedisWord(ReadOnlyMemory<byte> bytes) => new(bytes);

    public static implicit operator RedisWord(long number) => new(number.ToString(CultureInfo.InvariantCulture));

    /// <summary>Writes a command as the protocol has it (https://redis.io/docs/latest/develop/reference/protocol-spec/).</summary>
    public static void Write(ReadOnlySpan<RedisWord> command, ArrayBufferWriter<byte> output)
    {
        WriteHeader((byte)'*', command.Length, output);
        foreach (ref readonly var word in command)
        {
            word.WriteTo(output);
        }
    }

    private void WriteTo(ArrayBufferWriter<byte> output)
    {
        if (_text is null)
        {
            WriteHeader((byte)'$', _bytes.Length, output);
            output.Write(_bytes.Span);
        }
        else
        {
            WriteHeader((byte)'$', Encoding.UTF8.GetByteCount(_text), output);
            Encoding.UTF8.GetBytes(_text, output);
        }
        output.Write("\r\n"u8);
    }

    private static void WriteHeader(byte kind, int count, ArrayBufferWriter<byte> output)
    {
        var span = output.GetSpan(LongestHeader);
        span[0] = kind;
        Utf8Formatter.TryFormat(count, span[1..], out var digits);
        "\r\n"u8.CopyTo(span[(digits + 1)..]);
        output.Advance(digits + 3);
    }
}
