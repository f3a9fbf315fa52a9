// SPDX-License-Identifier: MIT
using System.Runtime.InteropServices;

namespace Composer.Python;

/// <summary>Which signals a thread takes. Threads of a Python server may block those that .NET needs, as uWSGI's do; those that .NET starts with block the server's.</summary>
internal static unsafe partial class ThreadSignals
{
    private const int Block = 0;
    private const int Unblock = 1;
    private const int SizeOfSet = 128;

    // SIGILL, SIGTRAP, SIGBUS, SIGFPE and SIGSEGV are how the runtime sees null references and its like: blocked, they end the process.
    // SIGRTMIN, as glibc counts, is how it stops a thread for the garbage collector.
    private static readonly int[] Needed = [4, 5, 7, 8, 11, 34];

    // Those that _signals.py blocks while .NET starts; none where Python is embedded.
    private static readonly byte[] Servers = new byte[SizeOfSet];

    /// <summary>Whether the server's own handlers, in C, may run on its own threads only: uWSGI's end the process elsewhere.</summary>
    internal static bool AreLeftToServer { get; set; }

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

    /// <summary>Notes those that are the server's: the calling thread, which starts .NET, blocks them now.</summary>
    internal static void Learn() => Change(null, Servers);

    /// <summary>Leaves those of a Python server to its own threads.</summary>
    internal static void HoldBack() => Change(Servers, null);

    /// <summary>Lets all through on the calling thread, which is to run Python apps, for the processes that they start inherit what it blocks; but not where the server wants them for itself.</summary>
    internal static void LetAllThrough()
    {
        if (AreLeftToServer)
        {
            HoldBack();
            return;
        }
        if (OperatingSystem.IsLinux())
        {
            var set = stackalloc byte[SizeOfSet];
            _ = Fill(set);
            _ = Mask(Unblock, set, null);
        }
    }

    private static void Change(byte[]? blocked, byte[]? before)
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }
        fixed (byte* set = blocked, old = before)
        {
            _ = Mask(Block, set, old);
        }
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
