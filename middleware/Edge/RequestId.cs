// SPDX-License-Identifier: MIT
using System.Text.RegularExpressions;
using Composer.Wsgi;

namespace Composer.Middleware;

/// <summary>Gives every request an id: in the environ, in the answer, on error pages and in all logs.</summary>
/// <remarks>Outside of everything that logs.</remarks>
[OutsideOf("access_log", "error_catcher", Otherwise = "it does not know the id of the answer")]
[OutsideOf("cache", Otherwise = "the cache repeats the id of an earlier request")]
[Filter("request_id", "request-id", "requestid")]
public sealed partial class RequestId : IWsgiApp
{
    private readonly IWsgiApp _next;
    private readonly string _header;
    private readonly EnvironKey _key;
    private readonly AddressList _trusted;

    /// <summary>Checks the settings.</summary>
    /// <exception cref="ArgumentException">The header is none, or a proxy is no address.</exception>
    public RequestId(RequestIdOptions options, IWsgiApp next)
    {
        ArgumentNullException.ThrowIfNull(options);
        _next = next;
        _header = options.Header;
        _key = HeaderList.Problem(options.Header, "") is null && EnvironKey.TryOfHeader(options.Header, out var key)
            ? key
            : throw new ArgumentException($"header = {options.Header} cannot be a header; write X-Request-ID", nameof(options.Header));
        _trusted = new AddressList(options.TrustedProxy, nameof(options.TrustedProxy));
    }

    /// <inheritdoc/>
    public async ValueTask<Response> InvokeAsync(Environ environ)
    {
        var id = environ.GetText(EnvironKey.RequestId) ?? Brought(environ) ?? Guid.CreateVersion7().ToString();
        environ[EnvironKey.RequestId] = environ[_key] = id;
        try
        {
            var response = await _next.InvokeAsync(environ);
            response.Headers[_header] = id;
            return response;
        }
        catch
        {
            FailureHeaders.Note(environ, _header, id);
            throw;
        }
    }

    private string? Brought(Environ environ) =>
        environ.GetText(_key) is { } id && _trusted.Contains(PeerOf(environ)) && Id().IsMatch(id) ? id : null;

    // 'forwarded' may have put the client's address in the peer's place.
    private static string? PeerOf(Environ environ) =>
        environ[ProxyHeaders.Original] is IReadOnlyDictionary<string, string> original ? original.GetValueOrDefault("REMOTE_ADDR") : environ.GetText(EnvironKey.RemoteAddr);

    [GeneratedRegex(@"^[A-Za-z0-9._-]{1,64}\z")]
    private static partial Regex Id();
}

/// <summary>Settings of the <c>request_id</c> filter.</summary>
public sealed record RequestIdOptions
{
    /// <summary>The header in which the id comes and goes.</summary>
    public string Header { get; init; } = "X-Request-ID";

    /// <summary>Proxies whose ids are kept when they are 1 to 64 letters, digits, dots, dashes and underscores. All other requests get a new one (UUID version 7).</summary>
    public IReadOnlyList<string> TrustedProxy { get; init; } = [];
}
