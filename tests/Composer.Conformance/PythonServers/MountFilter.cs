// SPDX-License-Identifier: MIT
using Composer.Wsgi;

namespace Composer.Conformance.PythonServers;

/// <summary><see cref="Mounted"/> as a component.</summary>
[Filter("mounted")]
public sealed class MountFilter(IWsgiApp next) : IWsgiApp
{
    private readonly Mounted _mounted = new(next);

    /// <inheritdoc/>
    public ValueTask<Response> InvokeAsync(Environ environ) => _mounted.InvokeAsync(environ);
}
