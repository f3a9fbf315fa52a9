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
        if (await own.ReplaceAsync(id, known, record, lifetime, cancel))
        {
            return true;
        }
        var isBeakers = known is { } bytes && BeakerFile.Read(directory, id) is { } found && found.Span.SequenceEqual(bytes.Span);
        if (!isBeakers || !await own.ReplaceAsync(id, null, record, lifetime, cancel))
        {
            return false;
        }
        File.Delete(BeakerFile.PathOf(directory, id));
        return true;
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
