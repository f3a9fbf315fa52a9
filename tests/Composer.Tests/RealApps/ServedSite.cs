// SPDX-License-Identifier: MIT
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Composer.Tests.Architecture;

namespace Composer.Tests.RealApps;

/// <summary>A section of a config of <c>apps/</c>, served by a process of its own on a free port.</summary>
internal sealed partial class ServedSite : IAsyncDisposable
{
    /// <summary>Debian's Python, which has the frameworks; a python3 earlier on PATH may not.</summary>
    public const string Python = "/usr/bin/python3";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly Process _process;
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("real-apps-");
    private readonly StringBuilder _output = new();
    private readonly TaskCompletionSource<int> _port = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ServedSite(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        start.Environment["PYTHONPATH"] = Apps;
        start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
        start.Environment["REAL_APPS_DATA"] = _data.FullName;
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }
        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, line) => Hear(line.Data);
        _process.ErrorDataReceived += (_, line) => Hear(line.Data);
        _process.Exited += (_, _) => _port.TrySetException(new InvalidOperationException($"{program} ended:\n{Output}"));
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public static string Apps => Repository.At("tests/Composer.Tests/RealApps/apps");

    /// <summary>The port on 127.0.0.1.</summary>
    public int Port => _port.Task.Result;

    /// <summary>What it printed until now.</summary>
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

    /// <summary>Whether Debian's Python can import a module.</summary>
    public static bool HasModule(string module)
    {
        if (!File.Exists(Python))
        {
            return false;
        }
        using var process = Process.Start(new ProcessStartInfo(Python, ["-c", $"import {module}"]) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }

    /// <summary>Paste Deploy and waitress.</summary>
    public static Task<ServedSite> WaitressAsync(string config, string section, params string[] variables) =>
        StartAsync(Python, [Path.Combine(Apps, "serve_waitress.py"), Path.Combine(Apps, config), section, .. variables], new Dictionary<string, string>());

    /// <summary>waitress with Composer in its process, in the place of Paste Deploy.</summary>
    public static Task<ServedSite> HostedAsync(string config, string section)
    {
        var python = Repository.At("src", "python");
        var path = string.Join(Path.PathSeparator, Path.Combine(python, "wsgi_composer", "stand_in"), python, Apps);
        return StartAsync(Python, [Path.Combine(Apps, "serve_waitress.py"), Path.Combine(Apps, config), section], new Dictionary<string, string> { ["PYTHONPATH"] = path });
    }

    /// <summary>Composer, from the command line.</summary>
    public static Task<ServedSite> ComposeAsync(string config, string section, params string[] variables) =>
        ComposeAsync(new Dictionary<string, string>(), config, section, variables);

    /// <summary>Composer, with variables of the process's environment.</summary>
    public static Task<ServedSite> ComposeAsync(IReadOnlyDictionary<string, string> environment, string config, string section, params string[] variables) =>
        StartAsync(Repository.At("compose"), ["--config", Path.Combine(Apps, config), "serve", "-b", "127.0.0.1:0", "--name", section, "--python", Python, .. variables], environment);

    /// <summary>Debian's gunicorn with <c>wsgi_composer</c>, the whole config in each worker.</summary>
    public static async Task<ServedSite> GunicornAsync(string config, int workers = 1, params string[] options)
    {
        var package = await Cli.ComposeProcess.RunAsync(Path.GetTempPath(), "python-path");
        var environment = new Dictionary<string, string> { ["PYTHONPATH"] = $"{Apps}:{package.Output.Trim()}", ["DOTNET_ROOT"] = Cli.ComposeProcess.DotnetRoot };
        return await StartAsync("/usr/bin/gunicorn", ["-b", "127.0.0.1:0", "-w", workers.ToString(CultureInfo.InvariantCulture), .. options, $"wsgi_composer:loadapp('config:{Path.Combine(Apps, config)}')"], environment);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }
        await _process.WaitForExitAsync();
        _process.Dispose();
        _data.Delete(recursive: true);
    }

    private static async Task<ServedSite> StartAsync(string program, string[] arguments, IReadOnlyDictionary<string, string> environment)
    {
        var site = new ServedSite(program, arguments, environment);
        try
        {
            await site._port.Task.WaitAsync(Patience);
            return site;
        }
        catch (Exception)
        {
            await site.DisposeAsync();
            throw;
        }
    }

    private void Hear(string? line)
    {
        lock (_output)
        {
            _output.AppendLine(line);
        }
        if (line is not null && Address().Match(line) is { Success: true } found)
        {
            _port.TrySetResult(int.Parse(found.Groups[1].Value, CultureInfo.InvariantCulture));
        }
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:([1-9]\d*)")]
    private static partial Regex Address();
}
