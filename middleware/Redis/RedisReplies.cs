// SPDX-License-Identifier: MIT
using System.Buffers.Text;
using System.Text;

namespace Composer.Middleware;

/// <summary>Reads what Redis answers: null, a <c>long</c>, <c>byte[]</c> for any text, <c>object?[]</c>, or a <see cref="RedisException"/> for an error.</summary>
internal static class RedisReplies
{
    private const int Longest = 512 * 1024 * 1024;

    private static readonly object[] SmallNumbers = [0L, 1L];

    /// <summary>Takes a reply off the beginning of the input; false, and takes nothing, when it is not whole yet.</summary>
    /// <exception cref="RedisException">It is none.</exception>
    public static bool TryRead(ref ReadOnlySpan<byte> input, out object? reply)
    {
        reply = null;
        var end = input.IndexOf("\r\n"u8);
        if (end < 1)
        {
            return end < 0 ? false : throw NotRedis();
        }
        var line = input[1..end];
        var rest = input[(end + 2)..];
        var isWhole = input[0] switch
        {
            (byte)':' => Set(out reply, Boxed(Number(line))),
            (byte)'$' => TryReadText(Number(line), ref rest, out reply),
            (byte)'+' => Set(out reply, line.ToArray()),
            (byte)'-' => Set(out reply, new RedisException(Encoding.UTF8.GetString(line))),
            (byte)'*' => TryReadList(Number(line), ref rest, out reply),
            _ => throw NotRedis(),
        };
        if (isWhole)
        {
            input = rest;
        }
        return isWhole;
    }

    private static bool TryReadText(long length, ref ReadOnlySpan<byte> rest, out object? reply)
    {
        reply = null;
        if (length < 0)
        {
            return true;
        }
        if (rest.Length < length + 2)
        {
            return length <= Longest ? false : throw NotRedis();
        }
        reply = rest[..(int)length].ToArray();
        rest = rest[((int)length + 2)..];
        return true;
    }

    private static bool TryReadList(long count, ref ReadOnlySpan<byte> rest, out object? reply)
    {
        reply = null;
        if (count < 0)
        {
            return true;
        }
        var items = new List<object?>();
        for (; count > 0; count--)
        {
            if (!TryRead(ref rest, out var item))
            {
                return false;
            }
            items.Add(item);
        }
        reply = items.ToArray();
        return true;
    }

    private static bool Set(out object? reply, object? value)
    {
        reply = value;
        return true;
    }

    private static object Boxed(long number) => number is 0 or 1 ? SmallNumbers[number] : number;

    private static long Number(ReadOnlySpan<byte> line)
    {
        if (!Utf8Parser.TryParse(line, out long number, out var read) || read != line.Length)
        {
            throw NotRedis();
        }
        return number;
    }

    private static RedisException NotRedis() => new("what listens there does not speak the protocol of Redis");
}
