// SPDX-License-Identifier: MIT
using Composer.Wsgi;
using StackExchange.Redis;

namespace Composer.Middleware;

/// <summary>Sessions in Redis, for any number of machines; Redis itself forgets them when their time is over.</summary>
internal sealed class RedisStore : ISessionStore, IStartable, IAsyncDisposable, ILeases
{
    // Redis runs a script as a whole: nobody comes between the look and the write.
    private const string ReplaceScript = """
        if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
        if ARGV[3] == '0' then redis.call('SET', KEYS[1], ARGV[2]) else redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3]) end
        return 1
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private readonly ConfigurationOptions _settings;
    private readonly Func<string, string> _keyOf;
    private readonly LeaseLocks _locks;
    private ConnectionMultiplexer? _connection;

    /// <param name="settings">Where it is.</param>
    /// <param name="keyOf">The key of an id.</param>
    public RedisStore(ConfigurationOptions settings, Func<string, string> keyOf)
    {
        (_settings, _keyOf) = (settings, keyOf);
        _locks = new LeaseLocks(this);
    }

    public async Task StartAsync(CancellationToken cancel)
    {
        _settings.AbortOnConnectFail = false;
        _connection = await ConnectionMultiplexer.ConnectAsync(_settings);
        _connection.IncludeDetailInExceptions = false; // the id of the session
        _connection.PreserveAsyncOrder = false; // requests do not wait for each other's answers
        await Within(Database.PingAsync());
    }

    public async ValueTask<ReadOnlyMemory<byte>?> LoadAsync(string id, CancellationToken cancel)
    {
        byte[]? record = await Within(Database.StringGetAsync(_keyOf(id)));
        return record is null ? default(ReadOnlyMemory<byte>?) : record.AsMemory();
    }

    public async ValueTask<bool> ReplaceAsync(string id, ReadOnlyMemory<byte>? known, ReadOnlyMemory<byte> record, TimeSpan? lifetime, CancellationToken cancel)
    {
        RedisKey key = _keyOf(id);
        if (known is not { } before)
        {
            return await Within(Database.StringSetAsync(key, record.ToArray(), lifetime, When.NotExists));
        }
        var milliseconds = lifetime is { } time ? (long)Math.Ceiling(time.TotalMilliseconds) : 0;
        return (int)await Within(Database.ScriptEvaluateAsync(ReplaceScript, [key], [before.ToArray(), record.ToArray(), milliseconds])) == 1;
    }

    public async ValueTask DeleteAsync(string id, CancellationToken cancel) => await Within(Database.KeyDeleteAsync(_keyOf(id)));

    public ValueTask<IAsyncDisposable?> LockAsync(string id, TimeSpan patience, CancellationToken cancel) => _locks.LockAsync(_keyOf(id) + ":lock", patience, cancel);

    public ValueTask<int> SweepAsync(CancellationToken cancel) => new(0);

    Task<bool> ILeases.TryTakeAsync(string name, string owner, TimeSpan time) => Within(Database.LockTakeAsync(name, owner, time));

    Task ILeases.ExtendAsync(string name, string owner, TimeSpan time) => Within(Database.LockExtendAsync(name, owner, time));

    Task ILeases.GiveBackAsync(string name, string owner) => Within(Database.LockReleaseAsync(name, owner));

    public async ValueTask DisposeAsync()
    {
        if (_connection is not null)
        {
            await _connection.CloseAsync();
            _connection.Dispose();
        }
    }

    // A server that hangs says nothing, and the library then waits for ever.
    private static Task<T> Within<T>(Task<T> asked) => asked.IsCompleted ? asked : asked.WaitAsync(Patience);

    private IDatabase Database => (_connection ?? throw new InvalidOperationException("the store is not started")).GetDatabase();
}
