// SPDX-License-Identifier: MIT
using StackExchange.Redis;

namespace Composer.Middleware;

/// <summary>A lock in Redis: a key that only its owner removes, and that goes by itself soon after its owner died.</summary>
internal sealed class RedisLock : IAsyncDisposable
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(50);

    private readonly IDatabase _database;
    private readonly RedisKey _key;
    private readonly RedisValue _owner;
    private readonly Timer _renewal;

    private RedisLock(IDatabase database, RedisKey key, RedisValue owner)
    {
        (_database, _key, _owner) = (database, key, owner);
        _renewal = new Timer(_ => _database.LockExtend(_key, _owner, Lease, CommandFlags.FireAndForget), null, Lease / 3, Lease / 3);
    }

    /// <summary>Waits for a key; null when it was not to be had in time.</summary>
    public static async ValueTask<IAsyncDisposable?> TakeAsync(IDatabase database, string key, TimeSpan patience, CancellationToken cancel)
    {
        var owner = SessionId.New();
        var started = TimeProvider.System.GetTimestamp();
        for (var pause = TimeSpan.FromMilliseconds(2); !await database.LockTakeAsync(key, owner, Lease); pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            if (TimeProvider.System.GetElapsedTime(started) > patience)
            {
                return null;
            }
            await Task.Delay(pause, cancel);
        }
        return new RedisLock(database, key, owner);
    }

    public async ValueTask DisposeAsync()
    {
        await _renewal.DisposeAsync();
        await _database.LockReleaseAsync(_key, _owner);
    }
}
