// SPDX-License-Identifier: MIT
using System.ComponentModel.DataAnnotations;
using Composer.Wsgi;
using Microsoft.Extensions.Logging;

namespace Composer.Middleware;

/// <summary>Believes the proxies that it is told to trust: who the client is, which host, scheme and path it asked for. Everybody else's headers of that kind are removed.</summary>
/// <remarks>First of all, also before <c>access_log</c>: what comes before it takes the proxy for the client.</remarks>
[OutsideOf("hosts", "ip_filter", "ratelimit", "grantip", "auth_tkt", "authorize", Otherwise = "they take the proxy for the client")]
[OutsideOf("prefix", "PasteDeploy#prefix", Otherwise = "the prefix is put before the proxy's instead of after it")]
[Filter("forwarded", "proxy_headers")]
public sealed partial class Forwarded : IWsgiApp
{
    private readonly ForwardedOptions _options;
    private readonly IWsgiApp _next;
    private readonly ILogger _log;
    private readonly ProxyHeaders _headers;

    /// <summary>Checks the settings.</summary>
    /// <exception cref="ArgumentException">A proxy is no address, or headers exclude each other.</exception>
    public Forwarded(ForwardedOptions options, IWsgiApp next, ILogger<Forwarded> log)
    {
        ArgumentNullException.ThrowIfNull(options);
        (_options, _next, _log) = (options, next, log);
        var headers = options.TrustedProxyHeaders;
        if (headers.Contains(ProxyHeader.Forwarded) && headers.Any(header => header is not (ProxyHeader.Forwarded or ProxyHeader.XForwardedPrefix)))
        {
            throw new ArgumentException("a proxy sets either Forwarded or X-Forwarded-…; keep the one of the two that yours sets, and overwrites when a client sends it", nameof(options.TrustedProxyHeaders));
        }
        _headers = new ProxyHeaders(new AddressList(options.TrustedProxy, nameof(options.TrustedProxy)), options.TrustedProxyCount, headers, options.ClearUntrusted);
    }

    /// <inheritdoc/>
    public ValueTask<Response> InvokeAsync(Environ environ)
    {
        var peer = ProxyHeaders.PeerOf(environ);
        try
        {
            var removed = _headers.Apply(environ);
            if (_options.LogUntrusted && removed.Count > 0)
            {
                Log.Removed(_log, string.Join(", ", removed), peer);
            }
        }
        catch (FormatException malformed)
        {
            Log.Malformed(_log, malformed.Message, peer);
            return new(Refusal.Of(environ, 400, $"The header {malformed.Message} is malformed."));
        }
        return _next.InvokeAsync(environ);
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "Malformed {Header} from {Peer}: answered with 400")]
        public static partial void Malformed(ILogger logger, string header, string peer);

        [LoggerMessage(Level = LogLevel.Warning, Message = "Removed {Headers} from a request of {Peer}, which is not trusted with them")]
        public static partial void Removed(ILogger logger, string headers, string peer);
    }
}

/// <summary>Settings of the <c>forwarded</c> filter: those of waitress, and more than one proxy address.</summary>
public sealed record ForwardedOptions
{
    /// <summary>The proxies that are believed: addresses, networks, ranges, <c>loopback</c>, <c>private</c>, <c>unix</c> (who comes over a Unix socket), or <c>*</c>. Without any, nobody is.</summary>
    /// <example>127.0.0.1</example>
    /// <example>10.0.0.0/8 unix</example>
    [Setting("trusted_proxies")]
    public IReadOnlyList<string> TrustedProxy { get; init; } = [];

    /// <summary>How many trusted proxies a request passes; so many entries at the end of a list are theirs.</summary>
    [Range(1, 100)]
    public int TrustedProxyCount { get; init; } = 1;

    /// <summary>The headers that the proxies set. Name only those that yours overwrites when a client sends them.</summary>
    public IReadOnlyList<ProxyHeader> TrustedProxyHeaders { get; init; } = [ProxyHeader.XForwardedFor, ProxyHeader.XForwardedProto];

    /// <summary>Removes headers of this kind that are not trusted, so that no app believes them.</summary>
    public bool ClearUntrusted { get; init; } = true;

    /// <summary>Logs what was removed.</summary>
    public bool LogUntrusted { get; init; }
}
