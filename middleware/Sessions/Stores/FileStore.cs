// SPDX-License-Identifier: MIT
using System.Globalization;
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

    // Of the digest that names a file: as good as all of them.
    private const int DigitsOfNumber = 15;

    private readonly Place?[] _places = new Place?[256];
    private FileLocks? _locks;

    public Task StartAsync(CancellationToken cancel)
    {
        PrivateFolder.Create(directory);
        PrivateFolder.Create(lockDirectory);
        TryToWrite();
        _locks = FileLocks.Of(Path.Combine(lockDirectory, "sessions.lock"));
        return Task.CompletedTask;
    }

    private void TryToWrite()
    {
        var trial = Path.Combine(directory, $"{Guid.NewGuid():N}.trial");
        try
        {
            RecordFile.Replace(trial, null, default, null, clock.GetUtcNow());
            RecordFile.Delete(trial);
        }
        catch (IOException error)
        {
            throw new IOException($"the user {Environment.UserName} cannot write in {directory}: {error.Message}", error);
        }
    }

    public ValueTask<ReadOnlyMemory<byte>?> LoadAsync(string id, CancellationToken cancel) => new(RecordFile.Read(PathOf(id), clock.GetUtcNow()));

    public ValueTask<bool> ReplaceAsync(string id, ReadOnlyMemory<byte>? known, ReadOnlyMemory<byte> record, TimeSpan? lifetime, CancellationToken cancel)
    {
        var (path, now) = (PathOf(id), clock.GetUtcNow());
        return AloneAsync(path, (path, known, record, lifetime, now), static it => RecordFile.Replace(it.path, it.known, it.record.Span, it.now + it.lifetime, it.now), cancel);
    }

    public async ValueTask DeleteAsync(string id, CancellationToken cancel)
    {
        var path = PathOf(id);
        await AloneAsync(path, path, Delete, cancel);
    }

    public ValueTask<IAsyncDisposable?> LockAsync(string id, TimeSpan patience, CancellationToken cancel) => Locks.LockAsync(id, patience, cancel);

    public async ValueTask<int> SweepAsync(CancellationToken cancel)
    {
        var (now, swept) = (clock.GetUtcNow(), 0);
        foreach (var path in Directory.EnumerateFiles(directory, "*" + Suffix, SearchOption.AllDirectories))
        {
            cancel.ThrowIfCancellationRequested();
            // It may have been used again until nobody else can write it.
            if (RecordFile.ExpiryOf(path) <= now && await AloneAsync(path, (path, now), static it => RecordFile.ExpiryOf(it.path) <= it.now && Delete(it.path), cancel))
            {
                swept++;
            }
        }
        return swept;
    }

    private FileLocks Locks => _locks ?? throw new InvalidOperationException("the store is not started");

    private ValueTask<bool> AloneAsync<TWhat>(string path, TWhat what, Func<TWhat, bool> work, CancellationToken cancel) => Locks.RunAsync(NumberOf(Path.GetFileName(path.AsSpan())), what, work, cancel);

    private static long NumberOf(ReadOnlySpan<char> name) =>
        long.TryParse(name[..Math.Min(DigitsOfNumber, name.Length)], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static bool Delete(string path)
    {
        RecordFile.Delete(path);
        return true;
    }

    // A request asks twice, when it reads and when it writes.
    private string PathOf(string id)
    {
        ref var place = ref _places[(uint)id.GetHashCode(StringComparison.Ordinal) % _places.Length];
        if (place is not { } last || last.Id != id)
        {
            var name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(id)));
            place = last = new Place(id, Path.Combine(directory, name[..2], name + Suffix));
        }
        return last.Path;
    }

    private sealed record Place(string Id, string Path);
}
