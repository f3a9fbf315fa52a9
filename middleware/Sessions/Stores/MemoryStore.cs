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
            return new(Find(id) is { } node ? Use(node).Record : default(ReadOnlyMemory<byte>?));
        }
    }

    public ValueTask<bool> ReplaceAsync(string id, ReadOnlyMemory<byte>? known, ReadOnlyMemory<byte> record, TimeSpan? lifetime, CancellationToken cancel)
    {
        lock (_entries)
        {
            var node = Find(id);
            if (node is null != known is null || (node is not null && !node.Value.Record.Span.SequenceEqual(known!.Value.Span))) // both are there, or neither
            {
                return new(false);
            }
            if (node is not null)
            {
                Remove(node);
            }
            else if (_entries.Count >= most)
            {
                Remove(_byUse.First!); // at least one is kept
            }
            _entries[id] = _byUse.AddLast(new Entry(id, record, clock.GetUtcNow() + lifetime));
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

    private LinkedListNode<Entry>? Find(string id)
    {
        if (!_entries.TryGetValue(id, out var node))
        {
            return null;
        }
        if (node.Value.Expires <= clock.GetUtcNow())
        {
            Remove(node);
            return null;
        }
        return node;
    }

    private Entry Use(LinkedListNode<Entry> node)
    {
        _byUse.Remove(node);
        _byUse.AddLast(node);
        return node.Value;
    }

    private void Remove(LinkedListNode<Entry> node)
    {
        _byUse.Remove(node);
        _entries.Remove(node.Value.Id);
    }

    private sealed record Entry(string Id, ReadOnlyMemory<byte> Record, DateTimeOffset? Expires);
}
