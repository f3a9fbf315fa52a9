// SPDX-License-Identifier: MIT
using System.Net;
using System.Net.Sockets;
using Composer.Servers.Kestrel;
using Composer.Wsgi;

namespace Composer.Tests.Servers;

/// <summary>An http server on a free loopback port, with one C# app; disposing stops it.</summary>
internal sealed class RunningServer : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _serving;

    private RunningServer(Task serving, CancellationTokenSource stop, Uri address, RecordingLogger log)
    {
        (_serving, _stop, Address, Log) = (serving, stop, address, log);
    }

    public Uri Address { get; }

    public RecordingLogger Log { get; }

    public static Task<RunningServer> StartAsync(Func<Environ, Response> app, HttpServerOptions? options = null) =>
        StartAsync(environ => new ValueTask<Response>(app(environ)), options);

    public static async Task<RunningServer> StartAsync(Func<Environ, ValueTask<Response>> app, HttpServerOptions? options = null)
    {
        options ??= new HttpServerOptions();
        var log = new RecordingLogger();
        var server = new HttpServer(options with { Bind = options.Bind.Count > 0 ? options.Bind : ["127.0.0.1:0"] }, log);
        var stop = new CancellationTokenSource();
        var serving = server.ServeAsync(new DelegateApp(app), stop.Token);
        var addresses = await server.Addresses;
        return new RunningServer(serving, stop, new Uri(addresses[0]), log);
    }

    /// <summary>A raw connection to the server.</summary>
    public async Task<RawClient> ConnectAsync()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, Address.Port));
        return new RawClient(socket);
    }

    /// <summary>Sends bytes on a connection of their own and returns all that comes back until the server closes.</summary>
    public async Task<string> TalkAsync(string bytes)
    {
        using var client = await ConnectAsync();
        await client.SendAsync(bytes);
        client.EndSending();
        return await client.ReadToEndAsync();
    }

    /// <summary>Asks the server to stop and waits until it has.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _serving;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stop.Dispose();
    }

    private sealed class DelegateApp(Func<Environ, ValueTask<Response>> app) : IWsgiApp
    {
        public ValueTask<Response> InvokeAsync(Environ environ) => app(environ);
    }
}
