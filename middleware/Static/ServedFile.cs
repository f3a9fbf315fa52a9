// SPDX-License-Identifier: MIT
using System.Diagnostics.CodeAnalysis;
using Microsoft.Win32.SafeHandles;

namespace Composer.Middleware;

/// <summary>An open file and its validators, both of the same file even when the name gets another one meanwhile.</summary>
/// <param name="Handle">Open for reading; that of an empty file is invalid.</param>
/// <param name="Length">Its size.</param>
/// <param name="Modified">When it was last changed, in whole seconds, as HTTP's dates are.</param>
/// <param name="ETag">A strong entity tag: size and time in nanoseconds, and the coding when there is one.</param>
/// <param name="Coded">Whether the content is encoded; such a file is sent whole.</param>
internal sealed record ServedFile(SafeFileHandle Handle, long Length, DateTimeOffset Modified, string ETag, bool Coded)
{
    private const int NanosecondsPerTick = 100;

    /// <summary>Opens a file; false, with the status to answer, when it cannot be.</summary>
    public static bool TryOpen(string path, string? coding, [NotNullWhen(true)] out ServedFile? file, out int refusal)
    {
        file = null;
        refusal = 404;
        try
        {
            // A pipe looks like an empty file, and opening it waits for its other end; what is empty need not be opened.
            var empty = new FileInfo(path) is { Exists: true, Length: 0 };
            var handle = empty ? new SafeFileHandle() : File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var length = empty ? 0 : RandomAccess.GetLength(handle);
            var modified = empty ? File.GetLastWriteTimeUtc(path) : File.GetLastWriteTimeUtc(handle);
            var nanoseconds = (modified - DateTime.UnixEpoch).Ticks * NanosecondsPerTick;
            file = new ServedFile(handle, length, modified.AddTicks(-(modified.Ticks % TimeSpan.TicksPerSecond)), $"\"{length:x}-{nanoseconds:x}{(coding is null ? "" : "." + coding)}\"", coding is not null);
            return true;
        }
        catch (UnauthorizedAccessException)
        {
            refusal = 403;
            return false;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
