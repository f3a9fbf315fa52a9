// SPDX-License-Identifier: MIT
using Composer.Wsgi;

namespace Composer.Middleware;

/// <summary>Sets, adds and removes response headers; of every answer, or of those with a certain status or media type.</summary>
[Filter("headers")]
public sealed class Headers : IWsgiApp
{
    private static readonly string[] OfServer = ["Connection", "Content-Length", "Keep-Alive", "Transfer-Encoding", "Upgrade"];

    private readonly HeadersOptions _options;
    private readonly IWsgiApp _next;
    private readonly StatusSet _statuses;
    private readonly MediaTypes? _types;

    /// <summary>Checks the settings.</summary>
    /// <exception cref="ArgumentException">A header may not be sent, or a status or media type is none.</exception>
    public Headers(HeadersOptions options, IWsgiApp next)
    {
        ArgumentNullException.ThrowIfNull(options);
        (_options, _next) = (options, next);
        _statuses = new StatusSet(options.Statuses);
        _types = options.Types.Count == 0 ? null : new MediaTypes(options.Types);
        Check(options.Headers, "header");
        Check(options.Add, "add");
        Check(options.Default, "default");
    }

    /// <inheritdoc/>
    public async ValueTask<Response> InvokeAsync(Environ environ)
    {
        var response = await _next.InvokeAsync(environ);
        if (_statuses.Contains(response.StatusCode) && _types?.Contains(response.Headers["Content-Type"]) != false)
        {
            Change(response.Headers);
        }
        return response;
    }

    private void Change(HeaderList headers)
    {
        foreach (var name in _options.Remove)
        {
            headers.Remove(name);
        }
        foreach (var (name, value) in _options.Headers)
        {
            headers[name] = value;
        }
        foreach (var (name, value) in _options.Add)
        {
            headers.Add(name, value);
        }
        foreach (var (name, value) in _options.Default)
        {
            headers.TryAdd(name, value);
        }
    }

    private static void Check(IEnumerable<KeyValuePair<string, string>> headers, string word)
    {
        foreach (var (name, value) in headers)
        {
            if (OfServer.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                throw BadSetting.Of($"{word}.{name}", $"{word}.{name}: this header belongs to the server");
            }
            if (HeaderList.Problem(name, value) is { } problem)
            {
                throw BadSetting.Of($"{word}.{name}", $"{word}.{name}: {problem}");
            }
        }
    }
}

/// <summary>Settings of the <c>headers</c> filter.</summary>
public sealed record HeadersOptions
{
    /// <summary>Headers to set, one setting each, in the place of what the app says: <c>header.X-Robots-Tag = none</c>.</summary>
    [Setting("header")]
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>Headers to add to those of the same name: <c>add.Link = &lt;/style.css&gt;; rel=preload</c>.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Add { get; init; } = [];

    /// <summary>Headers for answers that lack them: <c>default.Cache-Control = no-store</c>.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Default { get; init; } = [];

    /// <summary>Names of headers to remove; done before anything is set.</summary>
    /// <example>Server X-Powered-By</example>
    public IReadOnlyList<string> Remove { get; init; } = [];

    /// <summary>Only answers with these statuses: codes, or classes as <c>4xx</c>. None means all.</summary>
    /// <example>2xx 304</example>
    [Setting("status")]
    public IReadOnlyList<string> Statuses { get; init; } = [];

    /// <summary>Only answers of these media types: <c>text/html</c>, <c>text/*</c>, <c>application/*+json</c>. None means all.</summary>
    /// <example>text/html</example>
    [Setting("content_type")]
    public IReadOnlyList<string> Types { get; init; } = [];
}
