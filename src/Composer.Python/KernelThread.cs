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

    [LibraryImport("libc", EntryPoint = "gettid")]
    private static partial int Id();
}
