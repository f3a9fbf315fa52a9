// SPDX-License-Identifier: MIT
using System.Buffers.Text;
using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text.Unicode;

namespace Composer.Middleware;

/// <summary>A record in a file with room for two, one in each half, so that the one that counts is never written to. The line before it says until when it is worth something, how long it is, its checksum and its number.</summary>
/// <param name="Room">How long half the file is; 0 where it is all one record, without a number, as they once were.</param>
/// <param name="Number">The record with the higher one counts.</param>
/// <param name="Expires">Until when it is worth something; null for ever.</param>
/// <param name="Start">Where it begins in the file.</param>
/// <param name="Length">How long it is.</param>
internal readonly record struct RecordSlot(int Room, long Number, DateTimeOffset? Expires, int Start, int Length)
{
    /// <summary>How long the line before a record is at most.</summary>
    public const int MostLine = 64;

    // The file takes one block of the disk in any case.
    private const int LeastRoom = 1024;

    /// <summary>Where the next record goes.</summary>
    public long NextPlace => Start < Room ? Room : 0;

    /// <summary>How long half a file is that has room for a record.</summary>
    public static int RoomFor(int length) => Math.Max(LeastRoom, (int)BitOperations.RoundUpToPowerOf2((uint)(MostLine + length)));

    /// <summary>The record that counts; null when none is whole.</summary>
    public static RecordSlot? Newest(ReadOnlySpan<byte> file)
    {
        var room = file.Length / 2;
        if (Find(file, 0, room) is not { } first)
        {
            return Find(file, room, room);
        }
        return first.Room > 0 && Find(file, room, room) is { } second && second.Number > first.Number ? second : first;
    }

    /// <summary>Writes a record and the line before it.</summary>
    /// <returns>How long both are.</returns>
    public static int Write(Span<byte> place, ReadOnlySpan<byte> record, int room, long number, DateTimeOffset? expires)
    {
        var until = expires?.ToUnixTimeMilliseconds() ?? 0;
        Utf8.TryWrite(place, CultureInfo.InvariantCulture, $"{until} {record.Length} {ChecksumOf(record, [room, number, until])} {number}\n", out var line); // there is room for MostLine
        record.CopyTo(place[line..]);
        return line + record.Length;
    }

    // Who reads while somebody writes, or after he was ended while he wrote, finds a part of this and a part of that: then the checksum is wrong.
    private static RecordSlot? Find(ReadOnlySpan<byte> file, int start, int room)
    {
        var rest = file[start..];
        var end = rest[..Math.Min(MostLine, rest.Length)].IndexOf((byte)'\n');
        var line = rest[..Math.Max(end, 0)];
        if (!TryTake(ref line, out var until) || !TryTake(ref line, out var length) || !TryTake(ref line, out var sum))
        {
            return null;
        }
        var isNumbered = TryTake(ref line, out var number);
        var most = isNumbered ? room : start == 0 ? rest.Length : 0;
        if (length < 0 || length > most - end - 1 || sum != ChecksumOf(rest.Slice(end + 1, (int)length), isNumbered ? [room, number, until] : []))
        {
            return null;
        }
        DateTimeOffset? expires = until > 0 ? DateTimeOffset.FromUnixTimeMilliseconds(Math.Min(until, DateTimeOffset.MaxValue.ToUnixTimeMilliseconds())) : null;
        return new(isNumbered ? room : 0, number, expires, start + end + 1, (int)length);
    }

    private static bool TryTake(ref ReadOnlySpan<byte> line, out long number)
    {
        var isThere = Utf8Parser.TryParse(line, out number, out var read);
        line = line[Math.Min(read + 1, line.Length)..];
        return isThere;
    }

    private static uint ChecksumOf(ReadOnlySpan<byte> record, ReadOnlySpan<long> line)
    {
        var sum = uint.MaxValue;
        foreach (var word in line)
        {
            sum = BitOperations.Crc32C(sum, (ulong)word);
        }
        foreach (var word in MemoryMarshal.Cast<byte, ulong>(record))
        {
            sum = BitOperations.Crc32C(sum, word);
        }
        foreach (var rest in record[^(record.Length % sizeof(ulong))..])
        {
            sum = BitOperations.Crc32C(sum, rest);
        }
        return ~sum;
    }
}
