// SPDX-License-Identifier: MIT
using Composer.Wsgi;

namespace Composer.Middleware;

/// <summary>Sessions in the memory of this process; when there are too many, the one that was not used for the longest time goes.</summary>
/// <param name="most">How many are kept.</param>
/// <param name="clock">The time.</param>
internal sealed class MemoryStore(int most, TimeProvider clock) : ISessionStore
{
    private readonly Dictionary<string, LinkedListNode<Entry>> _entries = new(StringComparer.Ordinal);
    private readonly LinkedList<Entry> _byUse = new();
    private readonly IdLocks<string> _locks = new();

    public ValueTask<ReadOnlyMemory<byte>?> LoadAsync(string id, CancellationToken cancel)
    {
        lock (_entries)
        {
            return new(Find(id, clock.GetUtcNow()) is { } node ? Use(node).Value.Record : default(ReadOnlyMemory<byte>?));
        }
    }

    public ValueTask<bool> ReplaceAsync(string id, ReadOnlyMemory<byte>? known, ReadOnlyMemory<byte> record, TimeSpan? lifetime, CancellationToken cancel)
    {
        lock (_entries)
        {
            var now = clock.GetUtcNow();
            var node = Find(id, now);
            if (node is null != known is null || (node is not null && !AreSame(node.Value.Record, known!.Value))) // both are there, or neither
            {
                return new(false);
            }
            var entry = new Entry(id, record, now + lifetime);
            if (node is not null)
            {
                Use(node).Value = entry;
                return new(true);
            }
            if (_entries.Count >= most)
            {
                Remove(_byUse.First!); // at least one is kept
            }
            _entries[id] = _byUse.AddLast(entry);
            return new(true);
        }
    }

    public ValueTask DeleteAsync(string id, CancellationToken cancel)
    {
        lock (_entries)
        {
            if (_entries.TryGetValue(id, out var node))
            {
                Remove(node);
            }
        }
        return default;
    }

    public ValueTask<IAsyncDisposable?> LockAsync(string id, TimeSpan patience, CancellationToken cancel) => _locks.LockAsync(id, patience, cancel);

    public ValueTask<int> SweepAsync(CancellationToken cancel)
    {
        lock (_entries)
        {
            var now = clock.GetUtcNow();
            var over = _entries.Values.Where(node => node.Value.Expires <= now).ToList();
            over.ForEach(Remove);
            return new(over.Count);
        }
    }

    // Most often it is the very memory that was handed out.
    private static bool AreSame(ReadOnlyMemory<byte> one, ReadOnlyMemory<byte> other) => one.Equals(other) || one.Span.SequenceEqual(other.Span);

    private LinkedListNode<Entry>? Find(string id, DateTimeOffset now)
    {
        if (!_entries.TryGetValue(id, out var node))
        {
            return null;
        }
        if (node.Value.Expires <= now)
        {
            Remove(node);
            return null;
        }
        return node;
    }

    private LinkedListNode<Entry> Use(LinkedListNode<Entry> node)
    {
        _byUse.Remove(node);
        _byUse.AddLast(node);
        return node;
    }

    private void Remove(LinkedListNode<Entry> node)
    {
        _byUse.Remove(node);
        _entries.Remove(node.Value.Id);
    }

    private sealed record Entry(string Id, ReadOnlyMemory<byte> Record, DateTimeOffset? Expires);
}
