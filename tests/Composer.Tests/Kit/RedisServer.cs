// SPDX-License-Identifier: MIT
namespace Composer.Tests;

/// <summary>A Redis of the test's own, from Debian's <c>redis-server</c>.</summary>
public sealed class RedisServer : IAsyncLifetime
{
    private const string Program = "/usr/bin/redis-server";

    private readonly TemporaryFolder _folder = new();
    private BackgroundProgram? _running;

    public static bool IsInstalled => File.Exists(Program);

    public int Port { get; } = BackgroundProgram.FreePort();

    public string Url => $"redis://127.0.0.1:{Port}/0";

    public async Task InitializeAsync()
    {
        if (IsInstalled)
        {
            await StartAsync();
        }
    }

    /// <summary>Starts it, again on the same port.</summary>
    public async Task StartAsync() =>
        _running = await BackgroundProgram.StartAsync(Program, _folder.Path, "Ready to accept connections", "--port", $"{Port}", "--bind", "127.0.0.1", "--save", "", "--appendonly", "no");

    /// <summary>Stops it; what it had is lost.</summary>
    public async Task StopAsync()
    {
        if (_running is not null)
        {
            await _running.DisposeAsync();
            _running = null;
        }
    }

    public async Task DisposeAsync()
    {
        await StopAsync();
        _folder.Dispose();
    }
}
