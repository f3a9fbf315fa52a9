// SPDX-License-Identifier: MIT
using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;
using Composer.Wsgi;

namespace Composer.Middleware;

/// <summary>Sessions in a memcached, under the keys that Beaker has there; it forgets them when their time is over, or when it needs the room.</summary>
/// <param name="place">Where it listens.</param>
/// <param name="flags">What other clients shall know of the values: 1 is a pickle for those of Python.</param>
/// <param name="clock">The time.</param>
internal sealed class MemcachedStore(EndPoint place, int flags, TimeProvider clock) : ISessionStore, IStartable, IAsyncDisposable, ILeases
{
    private const int MostIdle = 32;

    // Longer times are moments since 1970.
    private static readonly TimeSpan LongestTime = TimeSpan.FromDays(30);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private readonly ConcurrentBag<MemcachedConnection> _idle = [];
    private LeaseLocks? _locks;

    public Task StartAsync(CancellationToken cancel) => RunAsync(static (connection, cancel) => connection.AskAsync("version", null, cancel), cancel);

    public async ValueTask<ReadOnlyMemory<byte>?> LoadAsync(string id, CancellationToken cancel) => (await GetAsync(KeyOf(id), cancel))?.Data;

    public async ValueTask<bool> ReplaceAsync(string id, ReadOnlyMemory<byte>? known, ReadOnlyMemory<byte> record, TimeSpan? lifetime, CancellationToken cancel)
    {
        var key = KeyOf(id);
        if (known is not { } before)
        {
            return await PutAsync("add", key, record, ExpiryOf(lifetime), "", cancel);
        }
        return await GetAsync(key, cancel) is { } found && found.Data.Span.SequenceEqual(before.Span) && await PutAsync("cas", key, record, ExpiryOf(lifetime), found.Version, cancel);
    }

    public async ValueTask DeleteAsync(string id, CancellationToken cancel) => await RunAsync((connection, cancel) => connection.AskAsync($"delete {KeyOf(id)}", null, cancel), cancel);

    public ValueTask<IAsyncDisposable?> LockAsync(string id, TimeSpan patience, CancellationToken cancel) => (_locks ??= new LeaseLocks(this)).LockAsync(KeyOf(id) + ":lock", patience, cancel);

    public ValueTask<int> SweepAsync(CancellationToken cancel) => default;

    Task<bool> ILeases.TryTakeAsync(string name, string owner, TimeSpan time) => PutAsync("add", name, Encoding.ASCII.GetBytes(owner), ExpiryOf(time), "", CancellationToken.None);

    Task ILeases.ExtendAsync(string name, string owner, TimeSpan time) => ChangeLeaseAsync(name, owner, ExpiryOf(time));

    // A time before now: it is gone at once, and only if it is still ours.
    Task ILeases.GiveBackAsync(string name, string owner) => ChangeLeaseAsync(name, owner, -1);

    public ValueTask DisposeAsync()
    {
        while (_idle.TryTake(out var connection))
        {
            connection.Dispose();
        }
        return default;
    }

    private static string KeyOf(string id) => id + "_session";

    private async Task ChangeLeaseAsync(string name, string owner, long expiry)
    {
        var mine = Encoding.ASCII.GetBytes(owner);
        if (await GetAsync(name, CancellationToken.None) is { } found && found.Data.Span.SequenceEqual(mine))
        {
            await PutAsync("cas", name, mine, expiry, found.Version, CancellationToken.None);
        }
    }

    private long ExpiryOf(TimeSpan? lifetime) => lifetime switch
    {
        null => 0,
        { } time when time > LongestTime => (clock.GetUtcNow() + time).ToUnixTimeSeconds(),
        { } time => Math.Max(1, (long)Math.Ceiling(time.TotalSeconds)),
    };

    private Task<bool> PutAsync(string verb, string key, ReadOnlyMemory<byte> value, long expiry, string version, CancellationToken cancel)
    {
        var command = string.Create(CultureInfo.InvariantCulture, $"{verb} {key} {flags} {expiry} {value.Length} {version}").TrimEnd();
        return RunAsync(async (connection, cancel) => await connection.AskAsync(command, value, cancel) == "STORED", cancel);
    }

    private Task<Value?> GetAsync(string key, CancellationToken cancel) => RunAsync(async (connection, cancel) =>
    {
        var line = await connection.AskAsync($"gets {key}", null, cancel);
        // VALUE key flags length version
        return line.Split(' ') is ["VALUE", _, _, var length, var version]
            ? new Value(await connection.ReadDataAsync(int.Parse(length, NumberStyles.None, CultureInfo.InvariantCulture), cancel), version)
            : null;
    }, cancel);

    private async Task<T> RunAsync<T>(Func<MemcachedConnection, CancellationToken, Task<T>> ask, CancellationToken cancel)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(Patience);
        try
        {
            while (_idle.TryTake(out var idle))
            {
                try
                {
                    return await UseAsync(idle, ask, patience.Token);
                }
                catch (IOException)
                {
                    // The server was started again since this connection was used.
                }
            }
            return await UseAsync(await MemcachedConnection.OpenAsync(place, patience.Token), ask, patience.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new TimeoutException($"memcached does not answer for {Patience.TotalSeconds} s");
        }
        catch (IOException error)
        {
            throw new InvalidOperationException(error.Message, error); // that of a folder would end the start
        }
    }

    private async Task<T> UseAsync<T>(MemcachedConnection connection, Func<MemcachedConnection, CancellationToken, Task<T>> ask, CancellationToken cancel)
    {
        try
        {
            var answer = await ask(connection, cancel);
            Keep(connection);
            return answer;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private void Keep(MemcachedConnection connection)
    {
        if (_idle.Count < MostIdle)
        {
            _idle.Add(connection);
            return;
        }
        connection.Dispose();
    }

    private sealed record Value(ReadOnlyMemory<byte> Data, string Version);
}
