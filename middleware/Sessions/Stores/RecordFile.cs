// SPDX-License-Identifier: MIT
namespace Composer.Middleware;

/// <summary>A record in a file: who reads it sees the one before or the one after, and never waits; so does who reads after a process was killed while it wrote.</summary>
/// <remarks>
/// A file has two halves, and a new record goes into the one that does not count. A second file whose name the kernel exchanges with the first costs twice the time, and one that is renamed
/// over it eight times: ext4 writes such files to the disk at once.
/// </remarks>
internal static class RecordFile
{
    private const string Spare = ".spare";
    private const int MostTries = 10;

    /// <summary>What is in a file; null when it is not there, or its time is over.</summary>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public static ReadOnlyMemory<byte>? Read(string path, DateTimeOffset now)
    {
        // Two records may have been written while we read.
        for (var tries = 0; tries < MostTries; tries++)
        {
            if (SmallFile.Open(path, forWriting: false) is not { } file)
            {
                return null;
            }
            using (file)
            {
                using var bytes = file.Read();
                if (RecordSlot.Newest(bytes.Span) is { } slot)
                {
                    return slot.Expires <= now ? default(ReadOnlyMemory<byte>?) : bytes.Span.Slice(slot.Start, slot.Length).ToArray();
                }
            }
        }
        throw Damaged(path);
    }

    /// <summary>Until when a file is worth something; null when that is for ever, or not known.</summary>
    public static DateTimeOffset? ExpiryOf(string path)
    {
        if (SmallFile.Open(path, forWriting: false) is not { } file)
        {
            return null;
        }
        using (file)
        {
            using var bytes = file.Read();
            return RecordSlot.Newest(bytes.Span)?.Expires;
        }
    }

    /// <summary>Writes a record if what is there is still what the caller knows; nobody else writes the file at the same time.</summary>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public static bool Replace(string path, ReadOnlyMemory<byte>? known, ReadOnlySpan<byte> record, DateTimeOffset? expires, DateTimeOffset now)
    {
        var number = 0L;
        if (SmallFile.Open(path, forWriting: true) is { } file)
        {
            using (file)
            {
                using var bytes = file.Read();
                var slot = RecordSlot.Newest(bytes.Span) ?? throw Damaged(path);
                var isThere = !(slot.Expires <= now);
                if (isThere != known is not null || (isThere && !bytes.Span.Slice(slot.Start, slot.Length).SequenceEqual(known!.Value.Span))) // both are there, or neither
                {
                    return false;
                }
                number = slot.Number;
                if (TryWrite(file, slot, record, expires))
                {
                    return true;
                }
            }
        }
        else if (known is not null)
        {
            return false;
        }
        WriteNew(path, record, expires, number + 1);
        return true;
    }

    /// <summary>Removes a file, if it is there.</summary>
    public static void Delete(string path)
    {
        try
        {
            File.Delete(path + Spare);
            File.Delete(path);
        }
        catch (DirectoryNotFoundException)
        {
            // Then there is no file either.
        }
    }

    private static bool TryWrite(SmallFile file, RecordSlot slot, ReadOnlySpan<byte> record, DateTimeOffset? expires)
    {
        using var draft = new RentedBytes(RecordSlot.MostLine + record.Length);
        var length = RecordSlot.Write(draft.Span, record, slot.Room, slot.Number + 1, expires);
        if (length > slot.Room)
        {
            return false;
        }
        file.Write(draft.Span[..length], slot.NextPlace);
        return true;
    }

    // It gets its name when it is whole. That takes longer than to write into a half, so there is always some room to grow.
    private static void WriteNew(string path, ReadOnlySpan<byte> record, DateTimeOffset? expires, long number)
    {
        var room = RecordSlot.RoomFor(record.Length);
        using var draft = new RentedBytes(2 * room);
        draft.Span.Fill((byte)'\n');
        RecordSlot.Write(draft.Span, record, room, number, expires);
        using (var file = SmallFile.Create(path + Spare))
        {
            file.Write(draft.Span, 0);
        }
        File.Move(path + Spare, path, overwrite: true);
    }

    private static InvalidDataException Damaged(string path) => new($"{path} is damaged");
}
