// SPDX-License-Identifier: MIT
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Composer.Python.Native;

namespace Composer.Python;

/// <summary>The hub that gevent or eventlet has on a thread of the bridge, as soon as an app there waits.</summary>
/// <remarks>
/// A hub begins where the thread first waits, and whenever it runs, the part of the stack from there on is its own: what others have there is moved away. Frames of
/// .NET must never be. So the hub is begun deeper in the stack than any request gets.
/// </remarks>
internal static unsafe partial class GreenletHub
{
    private const int Depth = 8 * 1024 * 1024;
    private const int Page = 4096;
    private const int DontNeed = 4;

    [ThreadStatic]
    private static bool _began;

    /// <summary>Whether gevent or eventlet is loaded: set once, stays.</summary>
    internal static bool IsNeeded { get; set; }

    /// <summary>Begins the hub of this thread, the first time. The GIL is held.</summary>
    internal static void Begin()
    {
        if (!_began)
        {
            _began = true;
            BeginDeep();
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining), SkipLocalsInit]
    private static void BeginDeep()
    {
        var room = stackalloc byte[Depth];
        _ = Advise((nint)(room + Page) & -Page, Depth - (2 * Page), DontNeed); // it needs the addresses, not the memory
        using var none = Owned.OrThrow(Py.NewTuple(0));
        using var done = Owned.OrThrow(Py.Call(Shim.Find("begin_hub"), none.Pointer, 0));
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(nint address, nint length, int advice);
}
