// SPDX-License-Identifier: MIT
using System.Diagnostics;
using Composer.Cases;

var arguments = RunnerArguments.Parse(args);
if (arguments is null)
{
    Console.Error.WriteLine("usage: tests/run-cases FILE.json [--family F] [--id ID] [-v]");
    return 2;
}

var all = MiddlewareCase.ReadFile(arguments.File);
var wanted = all.Where(arguments.Wants).ToList();
var runner = new CaseRunner(all);
var began = Stopwatch.GetTimestamp();
var failed = 0;
foreach (var one in wanted)
{
    var result = await runner.RunAsync(one);
    if (!result.Passed)
    {
        failed++;
        Console.WriteLine($"FAILED {result.Line}");
    }
    else if (arguments.Verbose)
    {
        Console.WriteLine($"passed {one.Id}  {one.Family}  {one.Name}");
    }
    if (arguments.Verbose && (!result.Passed || arguments.Id is not null))
    {
        Console.WriteLine(result.Config);
        Console.WriteLine(string.Join('\n', result.Log));
    }
}
if (arguments.Verbose)
{
    Console.WriteLine($"{Stopwatch.GetElapsedTime(began).TotalSeconds:F1} s");
}
Console.WriteLine($"{wanted.Count - failed} passed, {failed} failed");
Console.Out.Flush();

// Python's threads end with the process.
Environment.Exit(failed > 0 ? 1 : 0);
return 0;
