// SPDX-License-Identifier: MIT
using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Composer.Wsgi;

namespace Composer.Middleware;

/// <summary>Sessions in files, for any number of processes of one machine. A file's name is a digest of the id; its first line says until when it is worth something.</summary>
/// <remarks>Files are replaced by renaming: who reads never sees half a record, and never waits.</remarks>
/// <param name="directory">Absolute; made when it is not there.</param>
/// <param name="lockDirectory">Absolute; where the file of the locks is.</param>
/// <param name="clock">The time.</param>
internal sealed class FileStore(string directory, string lockDirectory, TimeProvider clock) : ISessionStore, IStartable
{
    private const string Suffix = ".session";
    private const UnixFileMode OnlyOwner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnersFolder = OnlyOwner | UnixFileMode.UserExecute;

    // Nobody holds a file for longer than it takes to write one.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private FileLocks? _locks;

    public Task StartAsync(CancellationToken cancel)
    {
        CreateFolder(directory);
        CreateFolder(lockDirectory);
        var trial = Path.Combine(directory, $"{Guid.NewGuid():N}.tmp");
        Write(trial, default, null);
        File.Delete(trial);
        _locks = FileLocks.Of(Path.Combine(lockDirectory, "sessions.lock"));
        return Task.CompletedTask;
    }

    public ValueTask<ReadOnlyMemory<byte>?> LoadAsync(string id, CancellationToken cancel) => new(Read(PathOf(id)));

    public async ValueTask<bool> ReplaceAsync(string id, ReadOnlyMemory<byte>? known, ReadOnlyMemory<byte> record, TimeSpan? lifetime, CancellationToken cancel)
    {
        var path = PathOf(id);
        await using var held = await Locks.LockAsync("write " + id, Patience, cancel) ?? throw new IOException($"{path} stays locked");
        var stored = Read(path);
        if (stored is null != known is null || (stored is { } there && !there.Span.SequenceEqual(known!.Value.Span))) // both are there, or neither
        {
            return false;
        }
        if (known is null)
        {
            CreateFolder(Path.GetDirectoryName(path)!); // it is below the directory
        }
        var written = $"{path}.{Guid.NewGuid():N}.tmp";
        Write(written, record.Span, clock.GetUtcNow() + lifetime);
        File.Move(written, path, overwrite: true);
        return true;
    }

    public ValueTask DeleteAsync(string id, CancellationToken cancel)
    {
        TryDelete(PathOf(id));
        return default;
    }

    public ValueTask<IAsyncDisposable?> LockAsync(string id, TimeSpan patience, CancellationToken cancel) => Locks.LockAsync(id, patience, cancel);

    public ValueTask<int> SweepAsync(CancellationToken cancel)
    {
        var (now, swept) = (clock.GetUtcNow(), 0);
        foreach (var path in Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories))
        {
            cancel.ThrowIfCancellationRequested();
            if (path.EndsWith(Suffix, StringComparison.Ordinal) && ExpiryOf(path) <= now)
            {
                TryDelete(path);
                swept++;
            }
            // What a process left behind that was stopped while it wrote.
            else if (path.EndsWith(".tmp", StringComparison.Ordinal) && File.GetLastWriteTimeUtc(path) < now.UtcDateTime.AddHours(-1))
            {
                TryDelete(path);
            }
        }
        return new(swept);
    }

    private FileLocks Locks => _locks ?? throw new InvalidOperationException("the store is not started");

    private string PathOf(string id)
    {
        var name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(id)));
        return Path.Combine(directory, name[..2], name + Suffix);
    }

    private ReadOnlyMemory<byte>? Read(string path)
    {
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(path);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        var (end, expires) = Head(bytes);
        return end < 0 || expires <= clock.GetUtcNow() ? default(ReadOnlyMemory<byte>?) : bytes.AsMemory(end + 1);
    }

    private static (int End, DateTimeOffset? Expires) Head(ReadOnlySpan<byte> bytes)
    {
        var end = bytes.IndexOf((byte)'\n');
        var isNumber = Utf8Parser.TryParse(bytes[..Math.Max(end, 0)], out long milliseconds, out _);
        return (end, isNumber && milliseconds > 0 ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds) : null);
    }

    private static DateTimeOffset? ExpiryOf(string path)
    {
        Span<byte> head = stackalloc byte[32];
        try
        {
            using var file = File.OpenHandle(path);
            return Head(head[..RandomAccess.Read(file, head, 0)]).Expires;
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static void Write(string path, ReadOnlySpan<byte> record, DateTimeOffset? expires)
    {
        var head = (expires?.ToUnixTimeMilliseconds() ?? 0).ToString(CultureInfo.InvariantCulture) + "\n";
        var bytes = new byte[head.Length + record.Length];
        Encoding.ASCII.GetBytes(head, bytes);
        record.CopyTo(bytes.AsSpan(head.Length));
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OnlyOwner;
        }
        using var file = new FileStream(path, options);
        file.Write(bytes);
    }

    private static void CreateFolder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
            return;
        }
        Directory.CreateDirectory(path, OwnersFolder);
    }

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (DirectoryNotFoundException)
        {
            // Then there is no file either.
        }
    }
}
