// SPDX-License-Identifier: MIT
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using Composer.Tests.Architecture;

namespace Composer.Conformance.PythonServers;

/// <summary>The processes of one server, from the first that answers to their graceful end.</summary>
internal sealed partial class ServerProcesses : IAsyncDisposable
{
    private const int UserSignal = 10;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(0.2);

    private readonly List<(Process Process, Command Command)> _processes = [];
    private readonly StringBuilder _output = new();

    /// <summary>Where <c>served.ini</c> is.</summary>
    public static string Apps => Repository.At("tests", "Composer.Conformance", "apps");

    /// <summary>What the processes wrote.</summary>
    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    public static async Task<ServerProcesses> StartAsync(IReadOnlyList<Command> commands, int port, string folder)
    {
        var server = new ServerProcesses();
        try
        {
            foreach (var command in commands)
            {
                server.Start(command, folder);
            }
            await server.WaitForAsync(port);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Ends them as a service manager would, the front one first; their exit codes.</summary>
    public async Task<IReadOnlyList<(int ExitCode, bool IsGraceful)>> EndAsync()
    {
        await Task.Delay(Rest); // the last request may not be over for the server: wsgiref, for one, takes Ctrl+C for a failure of the app then
        var ends = new List<(int, bool)>();
        foreach (var (process, command) in Enumerable.Reverse(_processes))
        {
            await RestOfAsync(command);
            _ = Kill(process.Id, command.Signal);
            await EndOfAsync(process, command);
            ends.Add((process.ExitCode, command.ExitCodes.Contains(process.ExitCode)));
        }
        return ends;
    }

    private async Task RestOfAsync(Command command)
    {
        for (var began = Stopwatch.StartNew(); !command.IsAtRest(Output); await Task.Delay(50))
        {
            if (began.Elapsed > Patience)
            {
                throw new InvalidOperationException($"a worker of {command} is not ready:\n{Output}");
            }
        }
    }

    private async Task EndOfAsync(Process process, Command command)
    {
        try
        {
            await process.WaitForExitAsync().WaitAsync(Patience);
        }
        catch (TimeoutException)
        {
            if (process.HasExited)
            {
                throw new InvalidOperationException($"{command} has ended, and a process that it started has not:\n{Output}");
            }
            _ = Kill(process.Id, UserSignal); // serve.py tells where its threads are
            await Task.Delay(1000);
            throw new InvalidOperationException($"{command} did not end in {Patience.TotalSeconds} s:\n{Output}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var (process, _) in _processes)
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
            await process.WaitForExitAsync();
            process.Dispose();
        }
    }

    private void Start(Command command, string folder)
    {
        var start = new ProcessStartInfo(command.Program, command.Arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in Variables(folder))
        {
            start.Environment[name] = value;
        }
        var process = Process.Start(start)!; // only a shell command returns none
        process.StandardInput.Close();
        process.OutputDataReceived += (_, line) => Hear(line.Data);
        process.ErrorDataReceived += (_, line) => Hear(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        _processes.Add((process, command));
    }

    /// <summary>What a process needs to find Composer, the apps and the test.</summary>
    public static IReadOnlyDictionary<string, string> Variables(string folder) => new Dictionary<string, string>
    {
        ["CONFORMANCE_FOLDER"] = folder,
        ["CONFORMANCE_ASSEMBLY"] = typeof(ServerProcesses).Assembly.Location,
        ["WSGI_COMPOSER_ASSEMBLIES"] = AppContext.BaseDirectory,
        ["DOTNET_ROOT"] = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..")),
        ["PYTHONPATH"] = $"{Apps}:{Repository.At("src", "python")}",
        ["PYTHONDONTWRITEBYTECODE"] = "1",
        ["HOME"] = folder,
    };

    // Until the server answers: a listening socket alone may not have a worker yet.
    private async Task WaitForAsync(int port)
    {
        var began = Stopwatch.StartNew();
        while (!await AnswersAsync(port))
        {
            if (_processes.Exists(started => started.Process.HasExited) || began.Elapsed > Patience)
            {
                throw new InvalidOperationException($"the server does not answer:\n{Output}");
            }
            await Task.Delay(50);
        }
    }

    private static async Task<bool> AnswersAsync(int port)
    {
        try
        {
            using var socket = new TcpClient();
            await socket.ConnectAsync(IPAddress.Loopback, port);
            await socket.GetStream().WriteAsync("GET / HTTP/1.0\r\nHost: hello-0.csharp\r\n\r\n"u8.ToArray());
            using var reader = new StreamReader(socket.GetStream(), Encoding.Latin1);
            return (await reader.ReadToEndAsync().WaitAsync(Patience)).Contains("Hello, world!", StringComparison.Ordinal);
        }
        catch (Exception error) when (error is SocketException or IOException)
        {
            return false;
        }
    }

    private void Hear(string? line)
    {
        lock (_output)
        {
            _output.Append(line).Append('\n');
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
