// SPDX-License-Identifier: MIT
using System.Collections.Concurrent;
using System.Text;
using Composer.Servers.Kestrel;
using Composer.Wsgi;

namespace Composer.Tests.Servers;

/// <summary>A server whose app reads the whole body and repeats the request; it remembers every path that reached it.</summary>
public sealed class StrictServer : IAsyncLifetime
{
    private readonly ConcurrentQueue<string> _seen = new();
    private RunningServer? _server;

    internal RunningServer Server => _server ?? throw new InvalidOperationException("not started");

    public IEnumerable<string> Seen => _seen;

    public async Task InitializeAsync() =>
        _server = await RunningServer.StartAsync(AnswerAsync, new HttpServerOptions { MaxRequestBodySize = 1 << 20 });

    public async Task DisposeAsync() => await Server.DisposeAsync();

    private async ValueTask<Response> AnswerAsync(Environ environ)
    {
        _seen.Enqueue(environ.PathInfo);
        using var body = new MemoryStream();
        await environ.Input.CopyToAsync(body);
        return Response.Text(200, $"{environ.RequestMethod} {environ.PathInfo} ? {environ.QueryString} | {Encoding.Latin1.GetString(body.ToArray())}|");
    }
}
