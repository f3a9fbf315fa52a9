// SPDX-License-Identifier: MIT
using System.Runtime.InteropServices;

namespace Composer.Python;

/// <summary>Which signals a thread takes. Threads of a Python server may block those that .NET needs, as uWSGI's do; those that .NET starts with block the server's.</summary>
internal static unsafe partial class ThreadSignals
{
    private const int Unblock = 1;
    private const int SizeOfSet = 128;

    // SIGILL, SIGTRAP, SIGBUS, SIGFPE and SIGSEGV are how the runtime sees null references and its like: blocked, they end the process.
    // SIGRTMIN, as glibc counts, is how it stops a thread for the garbage collector.
    private static readonly int[] Needed = [4, 5, 7, 8, 11, 34];

    /// <summary>Lets those that .NET needs through on the calling thread, which is to run C#.</summary>
    internal static void LetThrough()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }
        var set = stackalloc byte[SizeOfSet];
        _ = Empty(set);
        foreach (var signal in Needed)
        {
            _ = Add(set, signal);
        }
        _ = Mask(Unblock, set, null);
    }

    /// <summary>Lets all through on the calling thread, which is to run Python apps: the processes that they start inherit what it blocks.</summary>
    internal static void LetAllThrough()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }
        var set = stackalloc byte[SizeOfSet];
        _ = Fill(set);
        _ = Mask(Unblock, set, null);
    }

    [LibraryImport("libc", EntryPoint = "sigemptyset")]
    private static partial int Empty(byte* set);

    [LibraryImport("libc", EntryPoint = "sigfillset")]
    private static partial int Fill(byte* set);

    [LibraryImport("libc", EntryPoint = "sigaddset")]
    private static partial int Add(byte* set, int signal);

    [LibraryImport("libc", EntryPoint = "pthread_sigmask")]
    private static partial int Mask(int how, byte* set, byte* old);
}
