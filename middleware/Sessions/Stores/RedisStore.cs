// SPDX-License-Identifier: MIT
using Composer.Wsgi;

namespace Composer.Middleware;

/// <summary>Sessions in Redis, for any number of machines; Redis itself forgets them when their time is over.</summary>
internal sealed class RedisStore : ISessionStore, IStartable, IAsyncDisposable, ILeases
{
    private static readonly RedisScript Replace = new("""
        if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
        if ARGV[3] == '0' then redis.call('SET', KEYS[1], ARGV[2]) else redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3]) end
        return 1
        """);

    private static readonly RedisScript Extend = new("if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('PEXPIRE', KEYS[1], ARGV[2]) end return 0");

    private static readonly RedisScript GiveBack = new("if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end return 0");

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private readonly RedisClient _redis;
    private readonly Func<string, string> _keyOf;
    private readonly LeaseLocks _locks;

    /// <param name="address">Where it is.</param>
    /// <param name="keyOf">The key of an id.</param>
    public RedisStore(RedisAddress address, Func<string, string> keyOf)
    {
        (_redis, _keyOf) = (new(address, Patience), keyOf);
        _locks = new LeaseLocks(this);
    }

    public async Task StartAsync(CancellationToken cancel) => await _redis.AskAsync("PING");

    public async ValueTask<ReadOnlyMemory<byte>?> LoadAsync(string id, CancellationToken cancel) =>
        await _redis.AskAsync("GET", _keyOf(id)) is byte[] record ? record.AsMemory() : default(ReadOnlyMemory<byte>?);

    public async ValueTask<bool> ReplaceAsync(string id, ReadOnlyMemory<byte>? known, ReadOnlyMemory<byte> record, TimeSpan? lifetime, CancellationToken cancel)
    {
        var milliseconds = lifetime is { } time ? Milliseconds(time) : 0;
        if (known is { } before)
        {
            return await _redis.RunAsync(Replace, _keyOf(id), before, record, milliseconds) is 1L;
        }
        return await (milliseconds == 0
            ? _redis.AskAsync("SET", _keyOf(id), record, "NX")
            : _redis.AskAsync("SET", _keyOf(id), record, "NX", "PX", milliseconds)) is not null;
    }

    public async ValueTask DeleteAsync(string id, CancellationToken cancel) => await _redis.AskAsync("DEL", _keyOf(id));

    public ValueTask<IAsyncDisposable?> LockAsync(string id, TimeSpan patience, CancellationToken cancel) => _locks.LockAsync(_keyOf(id) + ":lock", patience, cancel);

    public ValueTask<int> SweepAsync(CancellationToken cancel) => new(0);

    async Task<bool> ILeases.TryTakeAsync(string name, string owner, TimeSpan time) => await _redis.AskAsync("SET", name, owner, "NX", "PX", Milliseconds(time)) is not null;

    async Task ILeases.ExtendAsync(string name, string owner, TimeSpan time) => await _redis.RunAsync(Extend, name, owner, Milliseconds(time));

    async Task ILeases.GiveBackAsync(string name, string owner) => await _redis.RunAsync(GiveBack, name, owner);

    public ValueTask DisposeAsync() => _redis.DisposeAsync();

    private static long Milliseconds(TimeSpan time) => (long)Math.Ceiling(time.TotalMilliseconds);
}
