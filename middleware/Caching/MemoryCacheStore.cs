// SPDX-License-Identifier: MIT
using Composer.Wsgi;

namespace Composer.Middleware;

/// <summary>Keeps answers in memory, up to a number of bytes; what was not asked for longest goes first.</summary>
internal sealed class MemoryCacheStore(long most) : ICacheStore
{
    // Of objects, lists and dictionaries.
    private const int Overhead = 512;
    private const int MostVariants = 64;

    private readonly Dictionary<string, List<LinkedListNode<Entry>>> _byKey = [];
    private readonly LinkedList<Entry> _byUse = new();
    private readonly Lock _lock = new();
    private long _size;

    public CacheHit? Find(string key, Environ environ)
    {
        lock (_lock)
        {
            if (_byKey.GetValueOrDefault(key)?.Find(node => node.Value.Head.IsFor(environ)) is not { } found)
            {
                return null;
            }
            _byUse.Remove(found);
            _byUse.AddFirst(found);
            var body = found.Value.Body;
            return new CacheHit(found.Value.Head, body.Length, () => Body.From(body), found);
        }
    }

    public void Put(string key, CachedResponse head, ReadOnlyMemory<byte> body)
    {
        var entry = new Entry(key, head, body, SizeOf(key, head, body));
        if (entry.Size > most)
        {
            return;
        }
        lock (_lock)
        {
            var variants = _byKey.GetValueOrDefault(key) ?? (_byKey[key] = []);
            if (variants.Find(node => node.Value.Head.Vary.SequenceEqual(head.Vary)) is { } same)
            {
                Drop(same);
            }
            else if (variants.Count == MostVariants)
            {
                Drop(variants[^1]);
            }
            _byKey[key] = variants;
            variants.Insert(0, _byUse.AddFirst(entry));
            _size += entry.Size;
            while (_size > most)
            {
                Drop(_byUse.Last!); // there is one, else the size were 0
            }
        }
    }

    public void Freshen(string key, CacheHit found, CachedResponse head)
    {
        lock (_lock)
        {
            var node = (LinkedListNode<Entry>)found.Place;
            if (node.List is not null)
            {
                node.Value = node.Value with { Head = head };
            }
        }
    }

    public bool Remove(string key)
    {
        lock (_lock)
        {
            var nodes = _byKey.GetValueOrDefault(key)?.ToArray() ?? [];
            Array.ForEach(nodes, Drop);
            return nodes.Length > 0;
        }
    }

    private void Drop(LinkedListNode<Entry> node)
    {
        _byUse.Remove(node);
        _size -= node.Value.Size;
        var variants = _byKey[node.Value.Key];
        variants.Remove(node);
        if (variants.Count == 0)
        {
            _byKey.Remove(node.Value.Key);
        }
    }

    private static long SizeOf(string key, CachedResponse head, ReadOnlyMemory<byte> body) =>
        Overhead + (2 * key.Length) + body.Length + head.Headers.Sum(header => 2L * (header.Name.Length + header.Value.Length)) + head.Vary.Sum(pair => 2L * (pair.Key.Length + pair.Value.Length));

    private sealed record Entry(string Key, CachedResponse Head, ReadOnlyMemory<byte> Body, long Size);
}
