// SPDX-License-Identifier: MIT
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace Composer.Servers.Kestrel;

/// <summary>Our settings as Kestrel's.</summary>
internal static partial class KestrelSettings
{
    private const int FewConnections = 1000;

    /// <summary>Kestrel's options without any address.</summary>
    public static KestrelServerOptions From(HttpServerOptions options, TlsCertificate? certificate, ILoggerFactory logs)
    {
        var settings = new KestrelServerOptions
        {
            AddServerHeader = false,
            AllowSynchronousIO = true,
            ApplicationServices = certificate is not null ? TlsServices.Create(logs) : NoServices.Instance,
            RequestHeaderEncodingSelector = HeaderEncoding.OfRequest,
            ResponseHeaderEncodingSelector = HeaderEncoding.OfResponse,
        };
        SetLimits(settings.Limits, options);
        if (options.MaxConnections == 0 && OpenFiles.RoomForConnections() is { } room)
        {
            settings.Limits.MaxConcurrentConnections = room;
            if (room < FewConnections)
            {
                Log.FewFiles(logs.CreateLogger("Composer.Servers.Http"), room);
            }
        }
        settings.ConfigureEndpointDefaults(listen => ConfigureEndpoint(listen, options, certificate));
        return settings;
    }

    private static void ConfigureEndpoint(ListenOptions listen, HttpServerOptions options, TlsCertificate? certificate)
    {
        listen.Protocols = HttpProtocols.Http1;
        listen.Use(next => new HalfClose(next).RunAsync);
        if (certificate is not null)
        {
            listen.Protocols = options.Http2 ? HttpProtocols.Http1AndHttp2 : HttpProtocols.Http1;
            listen.UseHttps(certificate.ForKestrel());
        }
        listen.Use(next => new InputCheck(next).RunAsync);
    }

    private static void SetLimits(KestrelServerLimits limits, HttpServerOptions options)
    {
        limits.MaxRequestBodySize = options.MaxRequestBodySize;
        limits.MaxRequestLineSize = options.MaxRequestLineSize;
        limits.MaxRequestHeadersTotalSize = options.MaxRequestHeadersSize;
        limits.MaxRequestHeaderCount = options.MaxRequestHeaders;
        limits.MaxConcurrentConnections = options.MaxConnections == 0 ? null : options.MaxConnections;
        limits.KeepAliveTimeout = options.KeepAliveTimeout;
        limits.RequestHeadersTimeout = options.RequestHeadersTimeout;
        var rate = options.MinDataRate == 0 ? null : new MinDataRate(options.MinDataRate, TimeSpan.FromSeconds(5));
        limits.MinRequestBodyDataRate = rate;
        limits.MinResponseDataRate = rate;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "at most {Room} connections at once, for the process may not open many files; raise the limit (ulimit -n, LimitNOFILE), or set max_connections")]
        public static partial void FewFiles(ILogger log, int room);
    }

    private sealed class NoServices : IServiceProvider
    {
        public static NoServices Instance { get; } = new();

        public object? GetService(Type serviceType) => null;
    }
}
