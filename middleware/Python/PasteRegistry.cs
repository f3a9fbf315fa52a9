// SPDX-License-Identifier: MIT
using Composer.Wsgi;

namespace Composer.Middleware;

/// <summary>Provides <c>environ['paste.registry']</c>, with which Python code gives global names (StackedObjectProxy) another object in every request.</summary>
/// <remarks>Put it outside of everything that registers something: <c>session</c>, <c>config</c>, and the app.</remarks>
[OutsideOf("session", "Beaker#beaker_session", "config", Otherwise = "they find no registry, and their global names stand for nothing")]
[Filter("registry", Replaces = ["Paste#registry"])]
public sealed class PasteRegistry(IWsgiApp next, IPythonCode python) : IWsgiApp, IStartable
{
    private readonly Lazy<IWsgiApp> _next = new(() => python.Around("wsgi_composer.shim.registry:RegistryManager", next));

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancel)
    {
        _ = _next.Value;
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask<Response> InvokeAsync(Environ environ) => _next.Value.InvokeAsync(environ);
}
