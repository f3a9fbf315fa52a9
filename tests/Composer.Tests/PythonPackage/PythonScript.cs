// SPDX-License-Identifier: MIT
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using Composer.Tests.Architecture;

namespace Composer.Tests.PythonPackage;

/// <summary>Runs Python programs that import <c>wsgi_composer</c>, as built with these tests.</summary>
internal static class PythonScript
{
    /// <summary>Debian's interpreter, for which the packages are installed that the tests compare with.</summary>
    public const string Debian = "/usr/bin/python3";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private static readonly Lazy<Task<string>> Registered = new(RegisterAsync);

    /// <summary>Runs a program of this folder with <c>compose python-path</c> as PYTHONPATH; its exit code and all that it wrote.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(string file, params string[] arguments) =>
        await RunAsync(Debian, [Repository.At("tests", "Composer.Tests", "PythonPackage", file), .. arguments], await Registered.Value);

    /// <summary>Runs an interpreter.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(string interpreter, IEnumerable<string> arguments, string? path)
    {
        var start = new ProcessStartInfo(interpreter, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["DOTNET_ROOT"] = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
        start.Environment["PYTHONPATH"] = path;
        using var process = Process.Start(start)!; // only a shell command returns none
        process.StandardInput.Close();
        var output = new StringBuilder();
        process.OutputDataReceived += (_, line) => Add(line.Data);
        process.ErrorDataReceived += (_, line) => Add(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{interpreter} did not end:\n{output}");
        }
        return (process.ExitCode, output.ToString());

        void Add(string? line)
        {
            if (line is null)
            {
                return; // the end of one of the two
            }
            lock (output)
            {
                output.Append(line).Append('\n');
            }
        }
    }

    private static async Task<string> RegisterAsync()
    {
        var end = await Cli.ComposeProcess.RunAsync(Path.GetTempPath(), "python-path");
        Assert.Equal((0, ""), (end.ExitCode, end.Error));
        return end.Output.Trim();
    }
}
