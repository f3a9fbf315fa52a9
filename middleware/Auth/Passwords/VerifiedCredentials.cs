// SPDX-License-Identifier: MIT
using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Composer.Middleware;

/// <summary>
/// Remembers for a while which credentials were right, so that a slow hash is computed once and not with every request; and computes it once
/// when many requests bring the same ones together. Holds no password: entries are found by an HMAC under a key that lives as long as the process.
/// </summary>
/// <param name="lifetime">How long to remember.</param>
/// <param name="limit">How many to remember.</param>
/// <param name="clock">Measures the lifetime.</param>
internal sealed class VerifiedCredentials(TimeSpan lifetime, int limit, TimeProvider clock)
{
    private static readonly byte[] ProcessKey = RandomNumberGenerator.GetBytes(32);

    // Hashing is work for the processor alone: more of it at once than there are cores only makes everybody wait.
    private static readonly SemaphoreSlim Cores = new(Environment.ProcessorCount);

    [ThreadStatic]
    private static IncrementalHash? _hmac;

    private readonly ConcurrentDictionary<Key, Entry> _entries = new();
    private readonly ConcurrentDictionary<(Key, PasswordTable), Lazy<Task<string?>>> _running = new();

    /// <summary>The user whose credentials these are, if they were verified against this table not long ago.</summary>
    public string? Find(ReadOnlySpan<char> token, PasswordTable table)
    {
        if (!_entries.TryGetValue(KeyOf(token), out var entry))
        {
            return null;
        }
        var alive = ReferenceEquals(entry.Table, table) && clock.GetElapsedTime(entry.Since) < lifetime;
        return alive ? entry.User : null;
    }

    /// <summary>Verifies credentials, at the same time at most once for all who ask, and remembers right ones.</summary>
    public async Task<string?> VerifyAsync(string token, BasicCredentials credentials, PasswordTable table)
    {
        var key = KeyOf(token);
        var verification = _running.GetOrAdd((key, table), _ => new Lazy<Task<string?>>(() => RunAsync(credentials, table)));
        try
        {
            var user = await verification.Value;
            if (user is not null && lifetime > TimeSpan.Zero)
            {
                Remember(key, new Entry(user, table, clock.GetTimestamp()));
            }
            return user;
        }
        finally
        {
            _running.TryRemove(new((key, table), verification));
        }
    }

    // Not on the thread of the request that was first: one of Python's may do something else before it goes on.
    private static Task<string?> RunAsync(BasicCredentials credentials, PasswordTable table) => Task.Run(async () =>
    {
        await Cores.WaitAsync();
        try
        {
            return table.Verify(credentials);
        }
        finally
        {
            Cores.Release();
        }
    });

    private void Remember(Key key, Entry entry)
    {
        if (_entries.Count >= limit)
        {
            MakeRoom(entry.Table);
        }
        _entries[key] = entry;
    }

    private void MakeRoom(PasswordTable table)
    {
        foreach (var (key, entry) in _entries)
        {
            if (!ReferenceEquals(entry.Table, table) || clock.GetElapsedTime(entry.Since) >= lifetime)
            {
                _entries.TryRemove(key, out _);
            }
        }
        if (_entries.Count >= limit)
        {
            _entries.Clear();
        }
    }

    private static Key KeyOf(ReadOnlySpan<char> token)
    {
        var hmac = _hmac ??= IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, ProcessKey);
        hmac.AppendData(MemoryMarshal.AsBytes(token));
        Span<byte> digest = stackalloc byte[32];
        hmac.GetHashAndReset(digest);
        return MemoryMarshal.Read<Key>(digest);
    }

    private readonly record struct Key(ulong A, ulong B, ulong C, ulong D)
    {
        public override int GetHashCode() => (int)A;
    }

    private sealed record Entry(string User, PasswordTable Table, long Since);
}
