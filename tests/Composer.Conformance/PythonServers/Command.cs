// SPDX-License-Identifier: MIT
using System.Diagnostics;

namespace Composer.Conformance.PythonServers;

/// <summary>A program to start.</summary>
/// <param name="Program">Its path.</param>
/// <param name="Arguments">Its arguments.</param>
public sealed record Command(string Program, params string[] Arguments)
{
    private const string Python = "/usr/bin/python3";

    /// <summary>A Python module that must be there, too.</summary>
    public string? Module { get; init; }

    /// <summary>The signal that asks for a graceful end.</summary>
    public int Signal { get; init; } = 15;

    /// <summary>How a graceful end looks.</summary>
    public IReadOnlyList<int> ExitCodes { get; init; } = [0];

    /// <summary>Whether, by what it has written so far, none of its workers is on the way: a server that is told to end just then need not end gracefully.</summary>
    public Func<string, bool> IsAtRest { get; init; } = static _ => true;

    public bool Exists => File.Exists(Program) && (Module is null || HasModule(Module));

    /// <summary>A server that is a library: a function of <c>apps/serve.py</c>.</summary>
    public static Command Library(string name, int port) =>
        new(Python, Path.Combine(ServerProcesses.Apps, "serve.py"), name, $"{port}") { Module = name, Signal = 2 };

    public override string ToString() => $"{Program} {Module}".TrimEnd();

    private static bool HasModule(string module)
    {
        using var process = Process.Start(new ProcessStartInfo(Python, ["-c", $"import {module}"]) { RedirectStandardError = true })!; // only a shell command returns none
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
