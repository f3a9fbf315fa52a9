// SPDX-License-Identifier: MIT
using System.Runtime.InteropServices;
using Composer.Wsgi;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Composer.Servers.Kestrel;

/// <summary>Serves over HTTP/1.1 and, with TLS, HTTP/2: Kestrel, made as strict as a WSGI server has to be.</summary>
[Server("http", "kestrel")]
public sealed partial class HttpServer : IWsgiServer, IListening
{
    private readonly TaskCompletionSource<IReadOnlyList<string>> _addresses = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly HttpServerOptions _options;
    private readonly ILoggerFactory _logs;
    private readonly ILogger _log;
    private readonly ComponentInfo? _info;

    /// <summary>Checks the settings; nothing is opened before <see cref="ServeAsync"/>.</summary>
    /// <param name="options">The settings.</param>
    /// <param name="logs">Where the server and <c>wsgi.errors</c> write.</param>
    /// <param name="info">The section; relative paths start in its directory, without it in the current one.</param>
    /// <exception cref="ArgumentException">An address is not one, or there is a key without a certificate.</exception>
    public HttpServer(HttpServerOptions options, ILoggerFactory logs, ComponentInfo? info = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        (_options, _logs, _info) = (options, logs, info);
        _log = logs.CreateLogger("Composer.Servers.Http");
        CheckAddresses(options);
        if (options.Keyfile is { Length: > 0 } && options.Certfile is not { Length: > 0 })
        {
            throw new ArgumentException("a key alone does not turn TLS on; write certfile = with the certificate, too", nameof(options.Keyfile));
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> Addresses => _addresses.Task;

    /// <inheritdoc/>
    public async Task ServeAsync(IWsgiApp app, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(app);
        RuntimeSwitches.Set();
        var listeners = new Listeners(_options, Resolve);
        try
        {
            var certificate = ReadCertificate();
            using var hangup = certificate is null ? null : PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal => ReadAgain(certificate, signal));
            var settings = KestrelSettings.From(_options, certificate, _logs);
            using var server = new KestrelServer(Options.Create(settings), listeners.CreateTransport(_logs), new KestrelLogs(_logs));
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

    private static void CheckAddresses(HttpServerOptions options)
    {
        try
        {
            _ = options.Bind.Select(BindAddress.Parse).ToList();
        }
        catch (FormatException wrong)
        {
            throw new ArgumentException(wrong.Message, nameof(options.Bind), wrong);
        }
    }

    private string Resolve(string path) => _info?.Resolve(path) ?? Path.GetFullPath(path);

    private TlsCertificate? ReadCertificate()
    {
        var keyfile = _options.Keyfile is { Length: > 0 } key ? Resolve(key) : null;
        return _options.Certfile is { Length: > 0 } certfile ? new TlsCertificate(Resolve(certfile), keyfile, _options.KeyfilePassword, _log) : null;
    }

    private static void ReadAgain(TlsCertificate certificate, PosixSignalContext signal)
    {
        signal.Cancel = true;
        certificate.ReadAgain();
    }

    private async Task StartAsync(KestrelServer server, KestrelServerOptions settings, Listeners listeners, IWsgiApp app, CancellationToken stop)
    {
        await listeners.AddToAsync(settings, stop);
        await server.StartAsync(new HttpApplication(app, _options, _logs), stop);
        _addresses.TrySetResult(listeners.Addresses());
    }

    private async Task DrainAsync(KestrelServer server)
    {
        using var deadline = new CancellationTokenSource(_options.GracefulTimeout);
        await server.StopAsync(deadline.Token);
        if (deadline.IsCancellationRequested)
        {
            Log.CutOff(_log, _options.GracefulTimeout.TotalSeconds);
        }
    }

    private static async Task Asked(CancellationToken stop)
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = stop.UnsafeRegister(static state => ((TaskCompletionSource)state!).TrySetResult(), asked);
        await asked.Task;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "what was not finished {Seconds} seconds after the signal is cut off")]
        public static partial void CutOff(ILogger log, double seconds);
    }
}
