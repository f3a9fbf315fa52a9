// SPDX-License-Identifier: MIT
using Composer.Wsgi;

namespace Composer.Middleware;

/// <summary>Sessions in the files that Beaker has below the same <c>data_dir</c>, for sites that still run both. As with Beaker nobody removes those whose time is over.</summary>
/// <param name="own">Has the locks.</param>
/// <param name="directory">Absolute.</param>
internal sealed class BeakerFileStore(FileStore own, string directory) : ISessionStore, IStartable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public Task StartAsync(CancellationToken cancel) => own.StartAsync(cancel);

    public ValueTask<ReadOnlyMemory<byte>?> LoadAsync(string id, CancellationToken cancel) => new(BeakerFile.Read(directory, id));

    public async ValueTask<bool> ReplaceAsync(string id, ReadOnlyMemory<byte>? known, ReadOnlyMemory<byte> record, TimeSpan? lifetime, CancellationToken cancel)
    {
        await using var held = await own.LockAsync(id + ".cache", Patience, cancel) ?? throw new IOException($"the file of a session in {directory} stays locked");
        var stored = BeakerFile.Read(directory, id);
        if (stored is null != known is null || (stored is { } there && !there.Span.SequenceEqual(known!.Value.Span))) // both are there, or neither
        {
            return false;
        }
        var path = BeakerFile.PathOf(directory, id);
        var draft = path + ".new";
        using (var file = SmallFile.Create(draft))
        {
            file.Write(record.Span, 0);
        }
        File.Move(draft, path, overwrite: true);
        return true;
    }

    public ValueTask DeleteAsync(string id, CancellationToken cancel)
    {
        if (BeakerFile.Read(directory, id) is not null)
        {
            File.Delete(BeakerFile.PathOf(directory, id));
        }
        return default;
    }

    public ValueTask<IAsyncDisposable?> LockAsync(string id, TimeSpan patience, CancellationToken cancel) => own.LockAsync(id, patience, cancel);

    public ValueTask<int> SweepAsync(CancellationToken cancel) => default;
}
