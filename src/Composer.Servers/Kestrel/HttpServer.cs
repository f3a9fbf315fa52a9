// SPDX-License-Identifier: MIT
using Composer.Wsgi;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Composer.Servers.Kestrel;

/// <summary>Serves over HTTP/1.1 and, with TLS, HTTP/2: Kestrel, made as strict as a WSGI server has to be.</summary>
/// <param name="options">The settings.</param>
/// <param name="logs">Where the server and <c>wsgi.errors</c> write.</param>
/// <param name="info">The section; relative paths start in its directory, without it in the current one.</param>
[Server("http", "kestrel")]
public sealed class HttpServer(HttpServerOptions options, ILoggerFactory logs, ComponentInfo? info = null) : IWsgiServer, IListening
{
    private readonly TaskCompletionSource<IReadOnlyList<string>> _addresses = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> Addresses => _addresses.Task;

    /// <inheritdoc/>
    public async Task ServeAsync(IWsgiApp app, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(app);
        RuntimeSwitches.Set();
        var listeners = new Listeners(options, Resolve);
        try
        {
            var settings = KestrelSettings.From(options, Resolve, logs);
            using var server = new KestrelServer(Options.Create(settings), listeners.CreateTransport(logs), new KestrelLogs(logs));
            await StartAsync(server, settings, listeners, app, stop);
            await Asked(stop);
            await DrainAsync(server);
        }
        catch (Exception failure)
        {
            _addresses.TrySetException(failure);
            throw;
        }
        finally
        {
            listeners.RemoveSocketFiles();
        }
    }

    private string Resolve(string path) => info?.Resolve(path) ?? Path.GetFullPath(path);

    private async Task StartAsync(KestrelServer server, KestrelServerOptions settings, Listeners listeners, IWsgiApp app, CancellationToken stop)
    {
        await listeners.AddToAsync(settings, stop);
        await server.StartAsync(new HttpApplication(app, options, logs), stop);
        _addresses.TrySetResult(listeners.Addresses());
    }

    private async Task DrainAsync(KestrelServer server)
    {
        using var deadline = new CancellationTokenSource(options.GracefulTimeout);
        await server.StopAsync(deadline.Token);
    }

    private static async Task Asked(CancellationToken stop)
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = stop.UnsafeRegister(static state => ((TaskCompletionSource)state!).TrySetResult(), asked);
        await asked.Task;
    }
}
