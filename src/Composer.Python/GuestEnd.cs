// SPDX-License-Identifier: MIT
using System.Diagnostics;

namespace Composer.Python;

/// <summary>The end of the Python that .NET is a guest of (<see cref="PythonGuest"/>).</summary>
/// <remarks>
/// While Python ends, it ends every other thread that wants the GIL, wherever that is, and what such a thread has for its end may find no interpreter any more:
/// greenlet's does not, and the process crashes. So the threads of the bridge are through with Python before, and stay out of it.
/// </remarks>
internal static class GuestEnd
{
    private static readonly List<PythonWorker> Workers = [];
    private static volatile bool _hasCome;

    /// <summary>Whether the threads of the bridge get the GIL no more.</summary>
    internal static bool HasCome => _hasCome;

    internal static void Know(PythonWorker worker)
    {
        lock (Workers)
        {
            Workers.Add(worker);
        }
    }

    /// <summary>Lets the threads of the bridge finish what they do, and keeps them out of Python then.</summary>
    /// <param name="patience">How long to wait; an app that waits for longer is left where it is.</param>
    internal static async ValueTask ComeAsync(TimeSpan patience)
    {
        var began = Stopwatch.GetTimestamp();
        await AllAsync(worker => worker.IsAtRest);
        _hasCome = true;
        Interlocked.MemoryBarrierProcessWide(); // a thread that takes the GIL sees this, or is seen
        await AllAsync(worker => !worker.IsInPython);

        async ValueTask AllAsync(Predicate<PythonWorker> condition)
        {
            while (!All(condition) && Stopwatch.GetElapsedTime(began) < patience)
            {
                await Task.Delay(1);
            }
        }
    }

    /// <summary>Where a thread stays that wants to get into Python then: for ever.</summary>
    internal static void Stay() => Thread.Sleep(Timeout.Infinite);

    private static bool All(Predicate<PythonWorker> condition)
    {
        lock (Workers)
        {
            return Workers.TrueForAll(condition);
        }
    }
}
