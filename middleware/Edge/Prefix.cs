// SPDX-License-Identifier: MIT
using System.Globalization;
using Composer.Wsgi;
using Microsoft.Extensions.Logging;

namespace Composer.Middleware;

/// <summary>Says where the site is for its visitors, when a proxy shows it under a path, a port or a scheme of its own.</summary>
/// <remarks>What the proxy says of each request is <c>forwarded</c>'s business; here is what holds for all of them. With <c>trusted_proxy</c> the filter does both, as PasteDeploy's did for everybody.</remarks>
[Filter("prefix", Replaces = ["PasteDeploy#prefix", "Paste#prefix"])]
public sealed partial class Prefix : IRouter
{
    private readonly PrefixOptions _options;
    private readonly IWsgiApp _next;
    private readonly ILogger _log;
    private readonly string _prefix;
    private readonly ProxyHeaders? _headers;
    private int _warned;

    /// <summary>Checks the settings.</summary>
    /// <exception cref="ArgumentException">One of them is not a path, a port, a scheme or an address.</exception>
    public Prefix(PrefixOptions options, IWsgiApp next, ILogger<Prefix> log)
    {
        ArgumentNullException.ThrowIfNull(options);
        (_options, _next, _log) = (options, next, log);
        _prefix = PrefixOf(options.Prefix);
        var proxies = new AddressList(options.TrustedProxy, nameof(options.TrustedProxy));
        _headers = proxies.IsEmpty || !options.TranslateForwardedServer
            ? null
            : new ProxyHeaders(proxies, 1, [ProxyHeader.XForwardedFor, ProxyHeader.XForwardedHost, ProxyHeader.XForwardedProto], clearsUntrusted: true);
        if (options.ForcePort is { Length: > 0 } port && !(ushort.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0))
        {
            throw new ArgumentException($"force_port = {port} is not a port; write a number from 1 to 65535, or nothing for that of the scheme", nameof(options.ForcePort));
        }
    }

    /// <inheritdoc/>
    public ValueTask<Response> InvokeAsync(Environ environ)
    {
        try
        {
            Translate(environ);
        }
        catch (FormatException malformed)
        {
            return new(Refusal.Of(environ, 400, $"The header {malformed.Message} is malformed."));
        }
        if (_options.Scheme is { } scheme)
        {
            environ.UrlScheme = scheme == PrefixScheme.Https ? "https" : "http";
        }
        if (_options.ForcePort is { } port)
        {
            Force(environ, port);
        }
        return _prefix.Length == 0 ? _next.InvokeAsync(environ) : MountedApp.InvokeAsync(_next, environ, Shifted(PathSplit.Of(environ)));
    }

    private void Translate(Environ environ)
    {
        _headers?.Apply(environ);
        if (_headers is null && _options.TranslateForwardedServer && _warned == 0 && environ[ProxyHeaders.Original] is null && ProxyHeaders.Any(environ) && Interlocked.Exchange(ref _warned, 1) == 0)
        {
            Log.NotBelieved(_log, ProxyHeaders.PeerOf(environ));
        }
    }

    // A proxy may have taken the prefix away already: the path is then as it should be.
    private PathSplit Shifted(PathSplit outer)
    {
        var (script, path) = outer;
        var isThere = path.StartsWith(_prefix, StringComparison.Ordinal) && (path.Length == _prefix.Length || path[_prefix.Length] == '/');
        return new(script + _prefix, !isThere ? path : path.Length == _prefix.Length ? "/" : path[_prefix.Length..]);
    }

    private static void Force(Environ environ, string port)
    {
        var usual = environ.UrlScheme == "https" ? "443" : "80";
        var name = environ.GetText(EnvironKey.HttpHost) is { } header && HostName.TrySplit(header, out var host, out _) ? host.ToString() : environ.GetText(EnvironKey.ServerName);
        environ[EnvironKey.ServerPort] = port.Length == 0 ? usual : port;
        environ[EnvironKey.HttpHost] = port.Length == 0 || port == usual ? name : $"{name}:{port}";
    }

    private static string PrefixOf(string prefix)
    {
        var path = prefix.TrimEnd('/');
        return path.Length == 0 || (path[0] == '/' && !path.Contains("//", StringComparison.Ordinal) && !path.AsSpan().ContainsAny("?#\\") && !path.Any(char.IsControl))
            ? NativeText.Of(path)
            : throw new ArgumentException($"prefix = {prefix} is not a path; write /shop", nameof(PrefixOptions.Prefix));
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "{Peer} sends X-Forwarded-… headers, which are not believed: when it is your proxy, write trusted_proxy = {Peer} in the section of the prefix filter, or use the forwarded filter")]
        public static partial void NotBelieved(ILogger logger, string peer);
    }
}

/// <summary>Settings of the <c>prefix</c> filter: those of PasteDeploy, and whom to believe.</summary>
public sealed record PrefixOptions
{
    /// <summary>The path under which visitors find the site. It goes to SCRIPT_NAME, and away from the beginning of PATH_INFO if it is there.</summary>
    /// <example>/shop</example>
    [Setting("path")]
    public string Prefix { get; init; } = "/";

    /// <summary>The port that visitors use; nothing after the equals sign means that of the scheme.</summary>
    /// <example>8443</example>
    public string? ForcePort { get; init; }

    /// <summary>The scheme that visitors use.</summary>
    public PrefixScheme? Scheme { get; init; }

    /// <summary>Takes client, host and scheme from the <c>X-Forwarded-</c> headers of the proxies in <c>trusted_proxy</c>.</summary>
    public bool TranslateForwardedServer { get; init; } = true;

    /// <summary>The proxies that are believed: addresses, networks, ranges, <c>loopback</c>, <c>private</c>, <c>unix</c>, or <c>*</c>. Without any, nobody is.</summary>
    public IReadOnlyList<string> TrustedProxy { get; init; } = [];
}

/// <summary>A scheme of the web.</summary>
public enum PrefixScheme
{
    /// <summary>In the clear.</summary>
    Http,

    /// <summary>Encrypted.</summary>
    Https,
}
