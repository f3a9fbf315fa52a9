// SPDX-License-Identifier: MIT
using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Text;

namespace Composer.Middleware;

/// <summary>Locks by name that hold between processes: each name is one byte of a file, which the kernel locks and lets go when a process ends.</summary>
/// <remarks>Locks of a file belong to the process and are lost with any handle to it: so there is one object, and one handle, for each file.</remarks>
internal sealed class FileLocks
{
    private static readonly ConcurrentDictionary<string, Lazy<FileLocks>> Open = new(StringComparer.Ordinal);
    private static readonly (TimeSpan First, TimeSpan Longest) Pauses = (TimeSpan.FromMilliseconds(0.5), TimeSpan.FromMilliseconds(10));
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    // Numbers are apart from names, so that who has a name may write the file.
    private const long FirstNumber = 1L << 62;

    private readonly FileStream _file;
    private readonly IdLocks<long> _locks = new();
    private readonly Lock[] _gates = [.. Enumerable.Range(0, 64).Select(_ => new Lock())];

    private FileLocks(string path)
    {
        PrivateFolder.CreateFile(path); // another user who reads it could lock it
        _file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, 0);
    }

    /// <summary>The locks of a file, which is made when it is not there.</summary>
    public static FileLocks Of(string path) => Open.GetOrAdd(path, path => new Lazy<FileLocks>(() => new FileLocks(path))).Value;

    /// <summary>Waits for a name; null when it was not to be had in time.</summary>
    public async ValueTask<IAsyncDisposable?> LockAsync(string name, TimeSpan patience, CancellationToken cancel)
    {
        var place = BinaryPrimitives.ReadInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(name))) & (long.MaxValue >> 1);
        var own = await _locks.LockSharedAsync(place, patience, Pauses, () => new(TryLock(place)), cancel);
        return own is null ? null : new Held(this, place, own);
    }

    /// <summary>Does what takes no longer than to write a file, while nobody else does anything under the same number.</summary>
    /// <param name="number">From 0 to 2⁶⁰.</param>
    /// <param name="what">What to do it with.</param>
    /// <param name="work">What to do; it does not wait for anything.</param>
    /// <param name="cancel">Ends waiting.</param>
    /// <exception cref="IOException">Somebody else, who must have stopped, does not come to an end.</exception>
    public async ValueTask<TResult> RunAsync<TWhat, TResult>(long number, TWhat what, Func<TWhat, TResult> work, CancellationToken cancel)
    {
        var started = TimeProvider.System.GetTimestamp();
        TResult? result;
        for (var pause = Pauses.First; !TryRun(number, what, work, out result); pause = pause * 2 < Pauses.Longest ? pause * 2 : Pauses.Longest)
        {
            if (TimeProvider.System.GetElapsedTime(started) > Patience)
            {
                throw new IOException($"{_file.Name} stays locked");
            }
            await Task.Delay(pause, cancel);
        }
        return result!; // TryRun set it
    }

    // macOS cannot lock a part of a file this way; there the locks hold within the process.
    [UnsupportedOSPlatformGuard("macos")]
    private static bool HasRangeLocks => !OperatingSystem.IsMacOS() && !OperatingSystem.IsIOS() && !OperatingSystem.IsTvOS() && !OperatingSystem.IsFreeBSD();

    private bool TryRun<TWhat, TResult>(long number, TWhat what, Func<TWhat, TResult> work, [MaybeNullWhen(false)] out TResult result)
    {
        result = default;
        var place = FirstNumber + number;
        lock (_gates[number % _gates.Length])
        {
            if (!TryLock(place))
            {
                return false;
            }
            try
            {
                result = work(what);
                return true;
            }
            finally
            {
                Unlock(place);
            }
        }
    }

    private bool TryLock(long place)
    {
        if (!HasRangeLocks)
        {
            return true;
        }
        try
        {
#pragma warning disable CA1416 // the guard above says where
            _file.Lock(place, 1);
#pragma warning restore CA1416
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private void Unlock(long place)
    {
        if (HasRangeLocks)
        {
#pragma warning disable CA1416 // the guard above says where
            _file.Unlock(place, 1);
#pragma warning restore CA1416
        }
    }

    private sealed class Held(FileLocks locks, long place, IAsyncDisposable own) : IAsyncDisposable
    {
        private bool _released;

        public ValueTask DisposeAsync()
        {
            if (_released)
            {
                return default;
            }
            _released = true;
            locks.Unlock(place);
            return own.DisposeAsync();
        }
    }
}
