// SPDX-License-Identifier: MIT
namespace Composer.Middleware;

/// <summary>Keeps bodies that were compressed more than once, with what came out, so that a page that is sent again and again is compressed once.</summary>
/// <remarks>
/// A hit is certain: the whole plain body is compared, which takes about a hundredth of the time of compressing it. A body that comes for the first time leaves only its
/// hash behind, so that pages which differ each time fill no memory. When half of the room is used, what was not asked for since the last time that happened is dropped.
/// </remarks>
/// <param name="room">Bytes to use at most, plain and compressed together.</param>
internal sealed class RepeatedBodies(int room)
{
    private const int SeenSlots = 1024;

    private readonly int[] _seen = new int[SeenSlots];
    private readonly Lock _lock = new();
    private Dictionary<int, Entry> _recent = [];
    private Dictionary<int, Entry> _older = [];
    private int _recentSize;

    /// <summary>Tells most bodies apart; differs from process to process.</summary>
    public static int Fingerprint(ReadOnlySpan<byte> plain)
    {
        var hash = new HashCode();
        hash.AddBytes(plain);
        return hash.ToHashCode();
    }

    /// <summary>What came out of this body before, or null.</summary>
    public byte[]? Find(int fingerprint, ReadOnlySpan<byte> plain)
    {
        lock (_lock)
        {
            if (!_recent.TryGetValue(fingerprint, out var entry) && _older.Remove(fingerprint, out entry))
            {
                Add(fingerprint, entry);
            }
            return entry is not null && plain.SequenceEqual(entry.Plain) ? entry.Encoded : null;
        }
    }

    /// <summary>Keeps a body when it comes for the second time.</summary>
    public void Offer(int fingerprint, ReadOnlySpan<byte> plain, ReadOnlySpan<byte> encoded)
    {
        ref var seen = ref _seen[fingerprint & (SeenSlots - 1)];
        if (seen != fingerprint)
        {
            seen = fingerprint;
            return;
        }
        if (plain.Length + encoded.Length > room / 2)
        {
            return;
        }
        lock (_lock)
        {
            Add(fingerprint, new Entry(plain.ToArray(), encoded.ToArray()));
        }
    }

    private void Add(int fingerprint, Entry entry)
    {
        if (_recentSize + entry.Size > room / 2)
        {
            (_older, _recent, _recentSize) = (_recent, [], 0);
        }
        if (_recent.Remove(fingerprint, out var replaced))
        {
            _recentSize -= replaced.Size;
        }
        _recent[fingerprint] = entry;
        _recentSize += entry.Size;
    }

    private sealed record Entry(byte[] Plain, byte[] Encoded)
    {
        public int Size => Plain.Length + Encoded.Length;
    }
}
