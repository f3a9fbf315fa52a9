// SPDX-License-Identifier: MIT
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Composer.Python;

/// <summary>The kernel's view of the calling thread, where there is one (Linux).</summary>
internal static partial class KernelThread
{
    /// <summary>The thread's stat file, which tells whether it sleeps; null elsewhere.</summary>
    internal static SafeFileHandle? OpenOwn()
    {
        if (!OperatingSystem.IsLinux())
        {
            return null;
        }
        try
        {
            return File.OpenHandle($"/proc/self/task/{Id()}/stat", FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        }
        catch (IOException)
        {
            return null;
        }
        catch (UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Whether a thread sleeps in the kernel; one that has ended does not.</summary>
    /// <param name="stat">What <see cref="OpenOwn"/> returned on that thread.</param>
    internal static bool IsAsleep(SafeFileHandle stat)
    {
        Span<byte> text = stackalloc byte[128];
        int count;
        try
        {
            count = RandomAccess.Read(stat, text, 0);
        }
        catch (IOException) // ESRCH: Python ends the threads that want the GIL while the process ends
        {
            return false;
        }
        var end = text[..count].LastIndexOf((byte)')');
        return end >= 0 && end + 2 < count && text[end + 2] is (byte)'S' or (byte)'D';
    }

    [LibraryImport("libc", EntryPoint = "gettid")]
    private static partial int Id();
}
