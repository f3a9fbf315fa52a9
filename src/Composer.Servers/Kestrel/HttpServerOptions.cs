// SPDX-License-Identifier: MIT
using System.ComponentModel.DataAnnotations;
using Composer.Wsgi;

namespace Composer.Servers.Kestrel;

/// <summary>Settings of the <c>http</c> server.</summary>
public sealed record HttpServerOptions
{
    /// <summary>Addresses to listen on: <c>8080</c> (this machine only), <c>:8080</c> (every address), <c>host:port</c>, <c>[::1]:8080</c>, <c>unix:/path?mode=0660</c>, <c>fd://3</c>; port 0 takes any free one.</summary>
    /// <example>127.0.0.1:8080</example>
    /// <example>unix:/run/site.sock?mode=0660</example>
    [Setting("listen")]
    public IReadOnlyList<string> Bind { get; init; } = [];

    /// <summary>Address to listen on when <c>bind</c> is not set; <c>0.0.0.0</c> or <c>*</c> for every address.</summary>
    public string Host { get; init; } = "127.0.0.1";

    /// <summary>Port to listen on when <c>bind</c> is not set.</summary>
    [Range(0, 65535)]
    public int Port { get; init; } = 8080;

    /// <summary>Value of <c>SERVER_NAME</c>; by default the address on which the request came in, <c>localhost</c> for a socket file.</summary>
    public string? ServerName { get; init; }

    /// <summary>PEM file with the certificate and its chain; turns TLS on, for every address. Read again on SIGHUP.</summary>
    public string? Certfile { get; init; }

    /// <summary>PEM file with the private key; by default it is in <c>certfile</c>.</summary>
    public string? Keyfile { get; init; }

    /// <summary>Password of the private key.</summary>
    [Setting(Secret = true)]
    public string? KeyfilePassword { get; init; }

    /// <summary>Offers HTTP/2 to clients over TLS; without TLS there is only HTTP/1.1.</summary>
    public bool Http2 { get; init; } = true;

    /// <summary>Largest request body in bytes; a larger one gets 413, also when it is chunked.</summary>
    [Range(0, long.MaxValue)]
    public long MaxRequestBodySize { get; init; } = 1L << 30;

    /// <summary>Largest request line in bytes; a longer one gets 414.</summary>
    [Setting("limit_request_line")]
    [Range(64, 1 << 20)]
    public int MaxRequestLineSize { get; init; } = 8 * 1024;

    /// <summary>Largest sum of all request headers in bytes; more gets 431.</summary>
    [Setting("max_request_header_size")]
    [Range(256, 1 << 24)]
    public int MaxRequestHeadersSize { get; init; } = 32 * 1024;

    /// <summary>Most request headers; more get 431.</summary>
    [Setting("limit_request_fields")]
    [Range(1, 10_000)]
    public int MaxRequestHeaders { get; init; } = 100;

    /// <summary>Most connections at once; more are closed as they come in. 0 means as many as the open files of the process allow.</summary>
    [Setting("connection_limit")]
    [Range(0, int.MaxValue)]
    public int MaxConnections { get; init; }

    /// <summary>Connections that may wait to be accepted.</summary>
    [Range(1, 65535)]
    public int Backlog { get; init; } = 1024;

    /// <summary>How long running requests may take to finish after SIGTERM; what still runs then is cut off.</summary>
    public TimeSpan GracefulTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long an idle connection is kept open for its next request.</summary>
    [Setting("keepalive", "channel_timeout")]
    public TimeSpan KeepAliveTimeout { get; init; } = TimeSpan.FromSeconds(75);

    /// <summary>How long a client may take to send its request line and headers; slower ones get 408.</summary>
    public TimeSpan RequestHeadersTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Bytes per second below which a client that sends or receives a body is dropped, after 5 seconds; 0 means never.</summary>
    [Range(0, 1 << 30)]
    public int MinDataRate { get; init; } = 240;
}
