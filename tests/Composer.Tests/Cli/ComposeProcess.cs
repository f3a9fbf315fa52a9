// SPDX-License-Identifier: MIT
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;

namespace Composer.Tests.Cli;

/// <summary>The <c>compose</c> command as users start it: a process of its own, the one built with these tests.</summary>
internal sealed partial class ComposeProcess : IAsyncDisposable
{
    private const int Hangup = 1;
    private const int Interrupt = 2;
    private const int Terminate = 15;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _error = new();
    private readonly TaskCompletionSource<Uri> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _ended;

    private ComposeProcess(string directory, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "compose"), arguments)
        {
            WorkingDirectory = directory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["DOTNET_ROOT"] = DotnetRoot;
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }
        _process = Process.Start(start) ?? throw new InvalidOperationException("compose did not start");
        _process.StandardInput.Close();
        _ended = Task.WhenAll(CollectAsync(_process.StandardOutput, _output), CollectAsync(_process.StandardError, _error));
    }

    /// <summary>The process.</summary>
    public int Id => _process.Id;

    /// <summary>Where it listens.</summary>
    public Uri Address => _address.Task.Result;

    /// <summary>What it wrote to its standard output so far.</summary>
    public string Output => Text(_output);

    /// <summary>What it wrote to its standard error so far.</summary>
    public string Error => Text(_error);

    /// <summary>Where the .NET of these tests is.</summary>
    public static string DotnetRoot => Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));

    /// <summary>Runs a command to its end.</summary>
    public static Task<Finished> RunAsync(string directory, params string[] arguments) => RunAsync(directory, null, arguments);

    /// <summary>Runs a command to its end with some environment variables.</summary>
    public static async Task<Finished> RunAsync(string directory, IReadOnlyDictionary<string, string>? environment, params string[] arguments)
    {
        await using var process = new ComposeProcess(directory, arguments, environment);
        return await process.EndAsync();
    }

    /// <summary>Starts a server and returns when it listens.</summary>
    public static Task<ComposeProcess> ServeAsync(string directory, params string[] arguments) => ServeAsync(directory, null, arguments);

    /// <summary>Starts a server with some environment variables and returns when it listens.</summary>
    public static async Task<ComposeProcess> ServeAsync(string directory, IReadOnlyDictionary<string, string>? environment, params string[] arguments)
    {
        var process = new ComposeProcess(directory, arguments, environment);
        await Task.WhenAny(process._address.Task, process._ended).WaitAsync(Patience);
        if (!process._address.Task.IsCompleted)
        {
            var end = await process.EndAsync();
            throw new InvalidOperationException($"compose ended with {end.ExitCode}:\n{end.Error}{end.Output}");
        }
        return process;
    }

    /// <summary>Starts a Python server, which does not say where it listens, and returns when it does.</summary>
    public static async Task<ComposeProcess> ServeAtAsync(string directory, int port, params string[] arguments)
    {
        var process = new ComposeProcess(directory, arguments, null);
        var patience = Stopwatch.StartNew();
        while (!await IsListeningAsync(port))
        {
            if (process._ended.IsCompleted || patience.Elapsed > Patience)
            {
                await using var _ = process;
                throw new InvalidOperationException($"nothing listens on {port}:\n{process.Error}{process.Output}");
            }
            await Task.Delay(20);
        }
        process._address.SetResult(new Uri($"http://127.0.0.1:{port}/"));
        return process;
    }

    /// <summary>Sends SIGTERM and waits for the end.</summary>
    public Task<Finished> TerminateAsync() => SignalAsync(Terminate);

    /// <summary>Sends SIGINT and waits for the end.</summary>
    public Task<Finished> InterruptAsync() => SignalAsync(Interrupt);

    /// <summary>Sends SIGTERM without waiting.</summary>
    public void SendTerminate() => _ = Kill(_process.Id, Terminate);

    /// <summary>Sends SIGHUP without waiting.</summary>
    public void SendHangup() => _ = Kill(_process.Id, Hangup);

    /// <summary>Waits for the end.</summary>
    public async Task<Finished> EndAsync()
    {
        await _ended.WaitAsync(Patience);
        await _process.WaitForExitAsync().WaitAsync(Patience);
        return new Finished(_process.ExitCode, Output, Error);
    }

    /// <summary>Returns when a text has appeared on standard output or standard error.</summary>
    /// <param name="text">The text.</param>
    /// <param name="alsoSeen">What a failure shows, too.</param>
    public async Task SeeAsync(string text, string alsoSeen = "")
    {
        var patience = Stopwatch.StartNew();
        while (!Output.Contains(text, StringComparison.Ordinal) && !Error.Contains(text, StringComparison.Ordinal))
        {
            Assert.True(patience.Elapsed < Patience, $"'{text}' did not appear in:\n{alsoSeen}\n{Error}{Output}");
            await Task.Delay(5);
        }
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

    private static async Task<bool> IsListeningAsync(int port)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private Task<Finished> SignalAsync(int signal)
    {
        _ = Kill(_process.Id, signal);
        return EndAsync();
    }

    private async Task CollectAsync(StreamReader reader, StringBuilder text)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            lock (text)
            {
                text.Append(line).Append('\n');
            }
            if (Listening().Match(line) is { Success: true } match)
            {
                _address.TrySetResult(new Uri(match.Value));
            }
        }
    }

    private static string Text(StringBuilder text)
    {
        lock (text)
        {
            return text.ToString();
        }
    }

    [GeneratedRegex(@"(?<=listening\s+)https?://[^\s""]+")]
    private static partial Regex Listening();

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
