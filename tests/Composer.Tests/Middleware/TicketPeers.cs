// SPDX-License-Identifier: MIT
using System.Diagnostics;
using System.Text.Json.Nodes;
using Composer.Tests.Architecture;

namespace Composer.Tests.Middleware;

/// <summary>Paste, Pyramid and repoze.who of Debian, as tickets.py drives them: one process for all tests of a class.</summary>
public sealed class TicketPeers : IDisposable
{
    private const string Interpreter = "/usr/bin/python3";

    private readonly Lazy<Process> _python = new(Start);

    /// <summary>Skips a test where the packages are not installed.</summary>
    public static void SkipWithoutThem() =>
        Skip.IfNot(Directory.Exists("/usr/lib/python3/dist-packages/pyramid") && Directory.Exists("/usr/lib/python3/dist-packages/repoze/who") && Directory.Exists("/usr/lib/python3/dist-packages/paste"), "needs python3-paste, python3-pyramid and python3-repoze.who");

    /// <summary>What a function of tickets.py returns for a job.</summary>
    public JsonNode? Run(JsonObject job)
    {
        _python.Value.StandardInput.WriteLine(job.ToJsonString());
        var line = _python.Value.StandardOutput.ReadLine();
        return line is null ? throw new InvalidOperationException(_python.Value.StandardError.ReadToEnd()) : JsonNode.Parse(line);
    }

    public void Dispose()
    {
        if (_python.IsValueCreated)
        {
            _python.Value.StandardInput.Close();
            _python.Value.WaitForExit();
            _python.Value.Dispose();
        }
    }

    private static Process Start()
    {
        var start = new ProcessStartInfo(Interpreter, ["-W", "ignore", Repository.At("tests", "Composer.Tests", "Middleware", "tickets.py")])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        return Process.Start(start)!; // a process of its own
    }
}
