// SPDX-License-Identifier: MIT
using System.Collections;

namespace Composer.Middleware;

/// <summary>Records that Beaker pickled, read as data.</summary>
/// <param name="own">The format of records that are no pickles.</param>
/// <param name="written">What is written as a pickle; else it is what the other format writes.</param>
internal sealed class PickleFormat(IRecordFormat own, Pickled written) : IRecordFormat
{
    private const int MostItems = 100_000;
    private const int Deepest = 50;

    public SessionRecord? Read(ReadOnlyMemory<byte> bytes)
    {
        if (own.Read(bytes) is { } record)
        {
            return record;
        }
        try
        {
            return RecordOf(ValueOf(bytes.Span));
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    public ReadOnlyMemory<byte> Write(SessionRecord record) => written == Pickled.Nothing ? own.Write(record) : PickleWriter.Write(record, written);

    /// <summary>What was pickled; Beaker's files have it as the only value of a dict.</summary>
    /// <exception cref="InvalidDataException">It cannot be read.</exception>
    public static object? ValueOf(ReadOnlySpan<byte> bytes)
    {
        var value = PickleReader.Read(bytes);
        return value is Dictionary<object, object?> { Count: 1 } map && map.TryGetValue("session", out var inner) ? inner : value;
    }

    private static SessionRecord? RecordOf(object? value)
    {
        if (value is not Dictionary<object, object?> map)
        {
            return null;
        }
        var left = MostItems;
        Check(map, Deepest, ref left);
        return SessionRecord.Empty.With([.. map.Select(item => KeyValuePair.Create(KeyOf(item.Key), (ReadOnlyMemory<byte>?)Encoded(item.Value)))]);
    }

    private static string KeyOf(object key) => key as string ?? throw new InvalidDataException($"a session has the key {key}, which is no text");

    private static ReadOnlyMemory<byte> Encoded(object? value)
    {
        try
        {
            return SessionJson.Encode(value);
        }
        catch (ArgumentException error)
        {
            throw new InvalidDataException(error.Message, error);
        }
    }

    // A pickle may name one list many times, and so be far larger than it looks, or hold itself.
    private static void Check(object? value, int depth, ref int left)
    {
        if (--left < 0 || depth == 0)
        {
            throw new InvalidDataException("the pickle holds too much");
        }
        if (value is IDictionary map)
        {
            foreach (DictionaryEntry entry in map)
            {
                Check(entry.Key, depth - 1, ref left);
                Check(entry.Value, depth - 1, ref left);
            }
        }
        else if (value is IEnumerable items and not (string or byte[]))
        {
            foreach (var item in items)
            {
                Check(item, depth - 1, ref left);
            }
        }
    }
}
