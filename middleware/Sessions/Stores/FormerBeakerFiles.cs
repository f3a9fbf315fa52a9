// SPDX-License-Identifier: MIT
using Composer.Wsgi;

namespace Composer.Middleware;

/// <summary>Files of Beaker below the same <c>data_dir</c>, read as long as a session is nowhere else; what is changed goes to the store itself.</summary>
/// <param name="own">The store.</param>
/// <param name="directory">Absolute.</param>
internal sealed class FormerBeakerFiles(FileStore own, string directory) : ISessionStore, IStartable
{
    public Task StartAsync(CancellationToken cancel) => own.StartAsync(cancel);

    public async ValueTask<ReadOnlyMemory<byte>?> LoadAsync(string id, CancellationToken cancel) => await own.LoadAsync(id, cancel) ?? BeakerFile.Read(directory, id);

    public async ValueTask<bool> ReplaceAsync(string id, ReadOnlyMemory<byte>? known, ReadOnlyMemory<byte> record, TimeSpan? lifetime, CancellationToken cancel)
    {
        var isBeakers = known is { } bytes && await own.LoadAsync(id, cancel) is null && BeakerFile.Read(directory, id) is { } found && found.Span.SequenceEqual(bytes.Span);
        var isDone = await own.ReplaceAsync(id, isBeakers ? default(ReadOnlyMemory<byte>?) : known, record, lifetime, cancel);
        if (isDone && isBeakers)
        {
            File.Delete(BeakerFile.PathOf(directory, id));
        }
        return isDone;
    }

    public ValueTask DeleteAsync(string id, CancellationToken cancel)
    {
        if (BeakerFile.Read(directory, id) is not null)
        {
            File.Delete(BeakerFile.PathOf(directory, id));
        }
        return own.DeleteAsync(id, cancel);
    }

    public ValueTask<IAsyncDisposable?> LockAsync(string id, TimeSpan patience, CancellationToken cancel) => own.LockAsync(id, patience, cancel);

    public ValueTask<int> SweepAsync(CancellationToken cancel) => own.SweepAsync(cancel);
}
