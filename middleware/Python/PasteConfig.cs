// SPDX-License-Identifier: MIT
using Composer.Wsgi;

namespace Composer.Middleware;

/// <summary>Gives the apps behind it its settings, over those of <c>[DEFAULT]</c>: a copy for each request, as <c>environ['paste.config']</c>.</summary>
/// <remarks>Python code that imports <c>CONFIG</c> of <c>paste.config</c> or <c>paste.deploy.config</c> finds the settings there too. A config filter within another replaces its settings.</remarks>
[Filter("config", Replaces = ["Paste#config", "PasteDeploy#config"])]
public sealed class PasteConfig : IWsgiApp, IStartable
{
    private static readonly EnvironKey Key = EnvironKey.Of("paste.config");

    private readonly Dictionary<string, object?> _settings;
    private readonly IPythonCode _python;
    private IWsgiApp _next;

    /// <summary>Stores the settings.</summary>
    public PasteConfig(PasteConfigOptions options, IWsgiApp next, ComponentInfo info, IPythonCode python)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(info);
        _next = next;
        _python = python;
        _settings = new(info.Defaults, StringComparer.Ordinal);
        foreach (var (name, value) in options.Settings)
        {
            _settings[name] = value;
        }
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancel)
    {
        if (_python.IsRunning)
        {
            _next = _python.Around("wsgi_composer.shim.config:around", _next);
        }
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async ValueTask<Response> InvokeAsync(Environ environ)
    {
        var outer = environ[Key];
        environ[Key] = new Dictionary<string, object?>(_settings, StringComparer.Ordinal);
        Response response;
        try
        {
            response = await _next.InvokeAsync(environ);
        }
        catch
        {
            environ[Key] = outer;
            throw;
        }
        if (response.Body.Length is null)
        {
            response.Body = new RestoringBody(response.Body, environ, Key, outer);
            return response;
        }
        environ[Key] = outer;
        return response;
    }
}

/// <summary>Settings of the <c>config</c> filter: any.</summary>
public sealed record PasteConfigOptions
{
    /// <summary>What the apps find in <c>paste.config</c>; names and values are free.</summary>
    [Remaining]
    public IReadOnlyList<KeyValuePair<string, string>> Settings { get; init; } = [];
}
