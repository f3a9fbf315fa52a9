// SPDX-License-Identifier: MIT
using Composer.Servers.Kestrel;
using Composer.Wsgi;
using Microsoft.Extensions.Logging.Abstractions;

namespace Composer.Benchmarks.Kestrel;

/// <summary>The http server with a few C# apps, for a load generator: <c>/</c> 13 bytes, <c>/later</c> answered by another thread, <c>/64k</c>, <c>/stream</c> 1000 × 1 KiB, <c>/upload</c>.</summary>
internal sealed class KestrelHello : IWsgiApp
{
    private static readonly byte[] Hello = "Hello, World!"u8.ToArray();
    private static readonly byte[] Large = new byte[64 * 1024];

    public static async Task ServeAsync(string bind)
    {
        using var stop = new CancellationTokenSource();
        Console.CancelKeyPress += (_, pressed) =>
        {
            pressed.Cancel = true;
            stop.Cancel();
        };
        var server = new HttpServer(new HttpServerOptions { Bind = [bind] }, NullLoggerFactory.Instance);
        var serving = server.ServeAsync(new KestrelHello(), stop.Token);
        Console.WriteLine(string.Join(' ', await server.Addresses));
        await serving;
    }

    public ValueTask<Response> InvokeAsync(Environ environ) => environ.PathInfo switch
    {
        "/later" => new(Later()),
        "/64k" => new(Answer(Body.From(Large))),
        "/stream" => new(Answer(new Blocks())),
        "/upload" => Upload(environ),
        _ => new(Answer(Body.From(Hello))),
    };

    private static Response Answer(Body body)
    {
        var response = new Response(200, body);
        response.Headers.Add("Content-Type", "text/plain");
        if (body.Length is 13)
        {
            response.Headers.Add("Content-Length", "13");
        }
        return response;
    }

    private static Task<Response> Later()
    {
        var later = new TaskCompletionSource<Response>();
        ThreadPool.UnsafeQueueUserWorkItem(static later => later.SetResult(Answer(Body.From(Hello))), later, preferLocal: false);
        return later.Task;
    }

    private static async ValueTask<Response> Upload(Environ environ)
    {
        var buffer = new byte[64 * 1024];
        while (await environ.Input.ReadAsync(buffer) > 0)
        {
        }
        return Answer(Body.From(Hello));
    }

    private sealed class Blocks : Body
    {
        private static readonly byte[] Block = new byte[1024];
        private int _left = 1000;

        public override ValueTask<ReadOnlyMemory<byte>> ReadAsync(CancellationToken cancel = default) =>
            new(_left-- > 0 ? Block : ReadOnlyMemory<byte>.Empty);
    }
}
