// SPDX-License-Identifier: MIT
namespace Composer.Tests;

/// <summary>A memcached of the test's own, from Debian's <c>memcached</c>.</summary>
public sealed class MemcachedServer : IAsyncLifetime
{
    private const string Program = "/usr/bin/memcached";

    private readonly TemporaryFolder _folder = new();
    private BackgroundProgram? _running;

    public static bool IsInstalled => File.Exists(Program);

    public int Port { get; } = BackgroundProgram.FreePort();

    public string Url => $"127.0.0.1:{Port}";

    public async Task InitializeAsync()
    {
        if (IsInstalled)
        {
            await StartAsync();
        }
    }

    /// <summary>Starts it, again on the same port.</summary>
    public async Task StartAsync() =>
        _running = await BackgroundProgram.StartAsync(Program, _folder.Path, "server listening", "-vv", "-l", "127.0.0.1", "-p", $"{Port}", "-u", Environment.UserName);

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
