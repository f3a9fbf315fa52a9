// SPDX-License-Identifier: MIT
using System.Collections.Concurrent;
using Composer.Middleware;
using Composer.Wsgi;

namespace Composer.Tests.Middleware;

/// <summary>A store of the tests' own: remembers what it was asked, and fails on demand.</summary>
public sealed class WatchedStore : ISessionStore
{
    private static readonly ConcurrentDictionary<string, WatchedStore> Known = new();

    private readonly MemoryStore _inner = new(100, TimeProvider.System);
    private readonly WatchedStore? _same;

    public WatchedStore()
    {
    }

    /// <summary>As a config makes it: the url tells which one of the tests' it is.</summary>
    public WatchedStore(string url) => _same = Known.GetValueOrDefault(url);

    public List<string> Asked { get; } = [];

    public int Writes { get; set; }

    public bool Fails { get; set; }

    private WatchedStore That => _same ?? this;

    /// <summary>The settings that lead to this very store.</summary>
    public SessionOptions Options
    {
        get
        {
            var name = Guid.NewGuid().ToString();
            Known[name] = this;
            return new() { Type = $"assembly:{GetType().Assembly.Location}#{GetType().FullName}", Url = name };
        }
    }

    public ValueTask<ReadOnlyMemory<byte>?> LoadAsync(string id, CancellationToken cancel) => That.Ask(id).LoadAsync(id, cancel);

    public ValueTask<bool> ReplaceAsync(string id, ReadOnlyMemory<byte>? known, ReadOnlyMemory<byte> record, TimeSpan? lifetime, CancellationToken cancel)
    {
        That.Writes++;
        return That.Ask(id).ReplaceAsync(id, known, record, lifetime, cancel);
    }

    public ValueTask DeleteAsync(string id, CancellationToken cancel) => That.Ask(id).DeleteAsync(id, cancel);

    public ValueTask<IAsyncDisposable?> LockAsync(string id, TimeSpan patience, CancellationToken cancel) => That.Ask(id).LockAsync(id, patience, cancel);

    public ValueTask<int> SweepAsync(CancellationToken cancel) => That._inner.SweepAsync(cancel);

    private MemoryStore Ask(string id)
    {
        Asked.Add(id);
        return Fails ? throw new IOException("out of reach") : _inner;
    }
}
