// SPDX-License-Identifier: MIT
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Composer.Benchmarks.Kestrel;

/// <summary>The least that Kestrel can do: what the http server is measured against.</summary>
internal sealed class PlainKestrel : IHttpApplication<IFeatureCollection>
{
    private static readonly byte[] Hello = "Hello, World!"u8.ToArray();

    public static async Task ServeAsync(int port)
    {
        if (Environment.GetEnvironmentVariable("PLAIN_INLINE") == "1")
        {
            Environment.SetEnvironmentVariable("DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS", "1");
        }
        var options = new KestrelServerOptions { AddServerHeader = false };
        options.ListenLocalhost(port, listen => listen.Protocols = HttpProtocols.Http1);
        var sockets = new SocketTransportOptions { UnsafePreferInlineScheduling = Environment.GetEnvironmentVariable("PLAIN_INLINE") == "1" };
        using var server = new KestrelServer(Options.Create(options), new SocketTransportFactory(Options.Create(sockets), NullLoggerFactory.Instance), NullLoggerFactory.Instance);
        await server.StartAsync(new PlainKestrel(), CancellationToken.None);
        await Task.Delay(Timeout.Infinite);
    }

    public IFeatureCollection CreateContext(IFeatureCollection contextFeatures) => contextFeatures;

    public async Task ProcessRequestAsync(IFeatureCollection context)
    {
        var response = context.GetRequiredFeature<IHttpResponseFeature>();
        response.Headers.ContentType = "text/plain";
        response.Headers.ContentLength = Hello.Length;
        await context.GetRequiredFeature<IHttpResponseBodyFeature>().Writer.WriteAsync(Hello);
    }

    public void DisposeContext(IFeatureCollection context, Exception? exception)
    {
    }
}
