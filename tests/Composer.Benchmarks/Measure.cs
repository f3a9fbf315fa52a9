// SPDX-License-Identifier: MIT
using System.Globalization;

namespace Composer.Benchmarks;

/// <summary>Times something often enough to be sure: the median of several rounds, and how far they lie apart. It is CPU time, which other processes disturb less.</summary>
internal static class Measure
{
    private const int Rounds = 9;
    private static readonly TimeSpan Round = TimeSpan.FromMilliseconds(150);

    /// <summary>Prints and returns the nanoseconds that one call takes.</summary>
    public static double Nanoseconds(string name, Action action)
    {
        var calls = Calibrate(action);
        var before = GC.GetAllocatedBytesForCurrentThread();
        action();
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        var times = Enumerable.Range(0, Rounds).Select(_ => Time(action, calls) / calls).Order().ToArray();
        var median = times[Rounds / 2];
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-58} {median,12:N0} ns   ({times[0]:N0} to {times[^1]:N0})   {allocated,8:N0} B"));
        return median;
    }

    private static int Calibrate(Action action)
    {
        for (var calls = 1; ; calls *= 2)
        {
            var time = Time(action, calls);
            if (time >= Round.TotalNanoseconds)
            {
                return calls;
            }
        }
    }

    private static double Time(Action action, int calls)
    {
        var started = Environment.CpuUsage.TotalTime;
        for (var i = 0; i < calls; i++)
        {
            action();
        }
        return (Environment.CpuUsage.TotalTime - started).TotalNanoseconds;
    }
}
