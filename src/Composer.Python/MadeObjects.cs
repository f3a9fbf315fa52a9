// SPDX-License-Identifier: MIT
using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Composer.Python.Native;
using Composer.Wsgi;

namespace Composer.Python;

/// <summary>The Python objects that stand for an <see cref="IPythonObject"/> of a running request, so that the C# one is found when a copy of the environ comes back. The GIL guards the table.</summary>
internal static unsafe class MadeObjects
{
    private static readonly Dictionary<nint, (IPythonObject Source, int Holders)> Known = [];
    private static readonly ConcurrentQueue<nint> Abandoned = new();
    private static readonly ConcurrentQueue<long> Numbers = new();

    /// <summary>One more environ has the object, and holds a reference.</summary>
    internal static void Remember(nint made, IPythonObject source)
    {
        ref var known = ref CollectionsMarshal.GetValueRefOrAddDefault(Known, made, out _);
        known = (source, known.Holders + 1);
    }

    /// <summary>An environ has it no more; called before the reference is given back.</summary>
    internal static void Forget(nint made)
    {
        ref var known = ref CollectionsMarshal.GetValueRefOrNullRef(Known, made);
        if (--known.Holders == 0)
        {
            Known.Remove(made);
        }
    }

    /// <summary>Forgets, and gives the reference back, when somebody holds the GIL again. For finalizers.</summary>
    internal static void Abandon(nint made) => Abandoned.Enqueue(made);

    /// <summary>Frees a number that such an object asks with, when somebody holds the GIL again.</summary>
    internal static void AbandonNumber(long number) => Numbers.Enqueue(number);

    /// <summary>Does what <see cref="Abandon"/> and <see cref="AbandonNumber"/> left.</summary>
    internal static void Drain()
    {
        while (Numbers.TryDequeue(out var number))
        {
            Handles.Remove(number);
        }
        while (Abandoned.TryDequeue(out var made))
        {
            Forget(made);
            Py.DecRef(made);
        }
    }

    /// <summary>What a borrowed object stands for, or null.</summary>
    internal static IPythonObject? Unwrap(nint value) => Known.Count != 0 && Known.TryGetValue(value, out var known) ? known.Source : null;
}
