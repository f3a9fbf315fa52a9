// SPDX-License-Identifier: MIT
using System.Collections.Concurrent;

namespace Composer.Python.Native;

/// <summary>References that C# no longer needs, waiting for a thread that holds the GIL. Finalizers add; only GIL holders drain.</summary>
internal static class Trash
{
    private static readonly ConcurrentQueue<nint> References = new();

    internal static void Add(nint reference)
    {
        if (reference != 0)
        {
            References.Enqueue(reference);
        }
    }

    /// <summary>Drops what waits. The GIL is held.</summary>
    internal static unsafe void Drain()
    {
        if (References.IsEmpty)
        {
            return;
        }
        while (References.TryDequeue(out var reference))
        {
            Py.DecRef(reference);
        }
    }
}
