// SPDX-License-Identifier: MIT
using System.Diagnostics;
using System.Globalization;

namespace Composer.Fuzz;

/// <summary>Gives the loader files that nobody would write: <c>Composer.Fuzz [INPUTS [SEED]]</c>. Every exception, hang or crash is reported with the file that does it.</summary>
internal static class Program
{
    // Of processor time, because the machine may have other work; a file that waits for something has as many minutes.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private static int _number;

    private static int Main(string[] arguments)
    {
        var count = arguments.Length > 0 ? int.Parse(arguments[0], CultureInfo.InvariantCulture) : 1_000_000;
        var seed = arguments.Length > 1 ? int.Parse(arguments[1], CultureInfo.InvariantCulture) : Random.Shared.Next();
        var folder = Directory.CreateTempSubdirectory("composer-fuzz-").FullName;
        Console.WriteLine($"seed {seed}; the file that is tried is {folder}/input.*");

        var failures = 0;
        var slowest = TimeSpan.Zero;
        var worker = new Thread(() => (failures, slowest) = Run(count, seed, folder)) { IsBackground = true };
        worker.Start();
        if (!Ends(worker))
        {
            Console.WriteLine($"hang: a file took more than {Patience.TotalSeconds} s; it is in {folder}");
            return 1;
        }
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{count} inputs, {failures} failures, slowest {slowest.TotalMilliseconds:0} ms, at most {Process.GetCurrentProcess().PeakWorkingSet64 >> 20} MiB"));
        if (failures == 0)
        {
            Directory.Delete(folder, recursive: true);
        }
        return failures == 0 ? 0 : 1;
    }

    private static bool Ends(Thread worker)
    {
        var (number, began, busy) = (-1, 0L, TimeSpan.Zero);
        while (!worker.Join(200))
        {
            if (number != Volatile.Read(ref _number))
            {
                (number, began, busy) = (_number, Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
            }
            else if (Environment.CpuUsage.TotalTime - busy > Patience || Stopwatch.GetElapsedTime(began) > 60 * Patience)
            {
                return false;
            }
        }
        return true;
    }

    private static (int Failures, TimeSpan Slowest) Run(int count, int seed, string folder)
    {
        var inputs = new Inputs(seed);
        var subject = new Subject(folder);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var (failures, slowest) = (0, TimeSpan.Zero);
        for (var i = 0; i < count; i++)
        {
            var input = inputs.Next();
            Volatile.Write(ref _number, i);
            var before = Environment.CpuUsage.TotalTime;
            try
            {
                subject.Try(input);
            }
            catch (Exception error)
            {
                failures++;
                Report(error, input, folder, i, seen);
            }
            if ((i + 1) % 100_000 == 0)
            {
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{i + 1} inputs, {failures} failures"));
            }
            var elapsed = Environment.CpuUsage.TotalTime - before;
            if (elapsed > slowest)
            {
                slowest = elapsed;
                File.WriteAllBytes(Path.Combine(folder, "slowest" + input.Suffix), input.Bytes);
            }
        }
        return (failures, slowest);
    }

    // Each place once: the same mistake is usually met many times.
    private static void Report(Exception error, Input input, string folder, int number, HashSet<string> seen)
    {
        var place = error.StackTrace?.Split('\n')[0] ?? "";
        if (seen.Add($"{error.GetType()} {place}"))
        {
            var file = Path.Combine(folder, $"failure-{number}{input.Suffix}");
            File.WriteAllBytes(file, input.Bytes);
            Console.WriteLine($"{file}: {error}");
        }
    }
}
