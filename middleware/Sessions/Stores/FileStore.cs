// SPDX-License-Identifier: MIT
using System.Security.Cryptography;
using System.Text;
using Composer.Wsgi;

namespace Composer.Middleware;

/// <summary>Sessions in files, for any number of processes of one machine. A file's name is a digest of the id.</summary>
/// <param name="directory">Absolute; made when it is not there.</param>
/// <param name="lockDirectory">Absolute; where the file of the locks is.</param>
/// <param name="clock">The time.</param>
internal sealed class FileStore(string directory, string lockDirectory, TimeProvider clock) : ISessionStore, IStartable
{
    private const string Suffix = ".session";

    // Nobody holds a file for longer than it takes to write one.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private FileLocks? _locks;

    public Task StartAsync(CancellationToken cancel)
    {
        PrivateFolder.Create(directory);
        PrivateFolder.Create(lockDirectory);
        var trial = Path.Combine(directory, $"{Guid.NewGuid():N}.trial");
        RecordFile.Write(trial, default, null, exists: false);
        RecordFile.Delete(trial);
        _locks = FileLocks.Of(Path.Combine(lockDirectory, "sessions.lock"));
        return Task.CompletedTask;
    }

    public ValueTask<ReadOnlyMemory<byte>?> LoadAsync(string id, CancellationToken cancel) => new(RecordFile.Read(PathOf(id), clock.GetUtcNow()));

    public async ValueTask<bool> ReplaceAsync(string id, ReadOnlyMemory<byte>? known, ReadOnlyMemory<byte> record, TimeSpan? lifetime, CancellationToken cancel)
    {
        var path = PathOf(id);
        await using var held = await LockAsync(path, cancel);
        var stored = RecordFile.Read(path, clock.GetUtcNow());
        if (stored is null != known is null || (stored is { } there && !there.Span.SequenceEqual(known!.Value.Span))) // both are there, or neither
        {
            return false;
        }
        if (known is null)
        {
            PrivateFolder.Create(Path.GetDirectoryName(path)!); // it is below the directory
        }
        RecordFile.Write(path, record.Span, clock.GetUtcNow() + lifetime, exists: known is not null);
        return true;
    }

    public async ValueTask DeleteAsync(string id, CancellationToken cancel)
    {
        var path = PathOf(id);
        await using var held = await LockAsync(path, cancel);
        RecordFile.Delete(path);
    }

    public ValueTask<IAsyncDisposable?> LockAsync(string id, TimeSpan patience, CancellationToken cancel) => Locks.LockAsync(id, patience, cancel);

    public async ValueTask<int> SweepAsync(CancellationToken cancel)
    {
        var (now, swept) = (clock.GetUtcNow(), 0);
        foreach (var path in Directory.EnumerateFiles(directory, "*" + Suffix, SearchOption.AllDirectories))
        {
            cancel.ThrowIfCancellationRequested();
            if (RecordFile.ExpiryOf(path) <= now)
            {
                swept += await SweepAsync(path, now, cancel);
            }
        }
        return swept;
    }

    private FileLocks Locks => _locks ?? throw new InvalidOperationException("the store is not started");

    // It may have been used again until nobody else can write it.
    private async ValueTask<int> SweepAsync(string path, DateTimeOffset now, CancellationToken cancel)
    {
        await using var held = await LockAsync(path, cancel);
        if (RecordFile.ExpiryOf(path) > now)
        {
            return 0;
        }
        RecordFile.Delete(path);
        return 1;
    }

    private async ValueTask<IAsyncDisposable> LockAsync(string path, CancellationToken cancel) =>
        await Locks.LockAsync(Path.GetFileName(path), Patience, cancel) ?? throw new IOException($"{path} stays locked");

    private string PathOf(string id)
    {
        var name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(id)));
        return Path.Combine(directory, name[..2], name + Suffix);
    }
}
