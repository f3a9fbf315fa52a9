// SPDX-License-Identifier: MIT
using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace Composer.Tests.Browser;

/// <summary>Debian's <c>chromium</c> without a window, driven by playwright-core. Set <c>PICTURES</c> to a folder to look at the pages that the tests look at.</summary>
public sealed class Chromium : IAsyncLifetime
{
    /// <summary>The browser itself.</summary>
    internal const string Program = "/usr/bin/chromium";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly StringBuilder _error = new();
    private Process? _process;

    /// <summary>The scripts that drive it.</summary>
    internal static NpmFolder Npm { get; } = new("tests/Composer.Tests/Browser/npm");

    /// <summary>Skips the test where there is no browser.</summary>
    internal static void SkipWithoutIt() => Skip.IfNot(File.Exists(Program), "chromium is not installed");

    public Task InitializeAsync() => Task.CompletedTask;

    /// <summary>Goes somewhere and looks.</summary>
    internal async Task<Seen> VisitAsync(Visit visit, string name)
    {
        _process ??= await StartAsync();
        var pictures = Environment.GetEnvironmentVariable("PICTURES") is { Length: > 0 } folder ? Path.Combine(folder, name) : null;
        await _process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(visit with { Pictures = pictures }, JsonSerializerOptions.Web));
        using var answer = JsonDocument.Parse(await ReadAsync(_process));
        Assert.False(answer.RootElement.TryGetProperty("error", out var error), error.ToString());
        return answer.Deserialize<Seen>(JsonSerializerOptions.Web)!; // browser.js writes an object
    }

    public async Task DisposeAsync()
    {
        if (_process is null)
        {
            return;
        }
        _process.StandardInput.Close();
        await _process.WaitForExitAsync().WaitAsync(Patience);
        _process.Dispose();
    }

    private async Task<Process> StartAsync()
    {
        SkipWithoutIt();
        var start = new ProcessStartInfo("node", [Path.Combine(Npm.Path, "browser.js"), Program])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var process = Process.Start(start)!; // a process of its own
        process.ErrorDataReceived += (_, line) => _error.AppendLine(line.Data);
        process.BeginErrorReadLine();
        Assert.Equal("ready", await ReadAsync(process));
        return process;
    }

    private async Task<string> ReadAsync(Process process) =>
        await process.StandardOutput.ReadLineAsync().WaitAsync(Patience) ?? throw new InvalidOperationException($"the browser ended:\n{_error}");
}
