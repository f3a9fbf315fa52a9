// SPDX-License-Identifier: MIT
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Composer.Tests;

/// <summary>A server that tests need, on a loopback port of its own; it ends with the test.</summary>
internal sealed class BackgroundProgram : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Process _process;

    private BackgroundProgram(Process process) => _process = process;

    /// <summary>Starts a program, and returns when it has said that it is ready.</summary>
    public static async Task<BackgroundProgram> StartAsync(string program, string directory, string ready, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = directory, RedirectStandardOutput = true, RedirectStandardError = true };
        var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start");
        var said = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        var lines = new List<string>();
        void Take(object sender, DataReceivedEventArgs line)
        {
            lock (lines)
            {
                lines.Add(line.Data ?? "");
            }
            if (line.Data?.Contains(ready, StringComparison.Ordinal) == true)
            {
                said.TrySetResult(true);
            }
        }
        process.OutputDataReceived += Take;
        process.ErrorDataReceived += Take;
        process.EnableRaisingEvents = true;
        process.Exited += (_, _) => said.TrySetResult(false);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        if (!await said.Task.WaitAsync(Patience))
        {
            throw new InvalidOperationException($"{program} ended:\n{string.Join('\n', lines)}");
        }
        return new BackgroundProgram(process);
    }

    /// <summary>A port that nobody listens on.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
