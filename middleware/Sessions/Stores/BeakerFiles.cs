// SPDX-License-Identifier: MIT
using Composer.Wsgi;

namespace Composer.Middleware;

/// <summary>Files of Beaker below the same <c>data_dir</c>, read as long as a session is nowhere else; what is changed goes to the store itself.</summary>
/// <param name="own">The store.</param>
/// <param name="directory">Absolute.</param>
internal sealed class BeakerFiles(FileStore own, string directory) : ISessionStore, IStartable
{
    public Task StartAsync(CancellationToken cancel) => own.StartAsync(cancel);

    public async ValueTask<ReadOnlyMemory<byte>?> LoadAsync(string id, CancellationToken cancel) => await own.LoadAsync(id, cancel) ?? Read(id);

    public async ValueTask<bool> ReplaceAsync(string id, ReadOnlyMemory<byte>? known, ReadOnlyMemory<byte> record, TimeSpan? lifetime, CancellationToken cancel)
    {
        var isBeakers = known is { } bytes && await own.LoadAsync(id, cancel) is null && Read(id) is { } found && found.Span.SequenceEqual(bytes.Span);
        var isDone = await own.ReplaceAsync(id, isBeakers ? default(ReadOnlyMemory<byte>?) : known, record, lifetime, cancel);
        if (isDone && isBeakers)
        {
            File.Delete(PathOf(id));
        }
        return isDone;
    }

    public ValueTask DeleteAsync(string id, CancellationToken cancel)
    {
        if (Read(id) is not null)
        {
            File.Delete(PathOf(id));
        }
        return own.DeleteAsync(id, cancel);
    }

    public ValueTask<IAsyncDisposable?> LockAsync(string id, TimeSpan patience, CancellationToken cancel) => own.LockAsync(id, patience, cancel);

    public ValueTask<int> SweepAsync(CancellationToken cancel) => own.SweepAsync(cancel);

    private ReadOnlyMemory<byte>? Read(string id)
    {
        try
        {
            return File.ReadAllBytes(PathOf(id));
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return default(ReadOnlyMemory<byte>?);
        }
    }

    private string PathOf(string id) => Path.Combine(directory, "container_file", id[..1], id[..Math.Min(2, id.Length)], id + ".cache");
}
