// SPDX-License-Identifier: MIT
namespace Composer.Tests;

/// <summary>A server of somebody else's that tests run for themselves, on a loopback port that stays the same however often it is stopped and started.</summary>
public abstract class ServiceServer : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private BackgroundProgram? _running;

    public int Port { get; } = BackgroundProgram.FreePort();

    private protected string Folder => _folder.Path;

    /// <summary>Starts it where it is installed.</summary>
    public abstract Task InitializeAsync();

    /// <summary>Starts it, or starts it again.</summary>
    public abstract Task StartAsync();

    /// <summary>Stops it.</summary>
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

    private protected async Task StartAsync(string program, string seenWhenReady, params string[] arguments) =>
        _running = await BackgroundProgram.StartAsync(program, Folder, seenWhenReady, arguments);
}
