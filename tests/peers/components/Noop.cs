// SPDX-License-Identifier: MIT
using Composer.Wsgi;

namespace Composer.Peers;

/// <summary>A filter that does nothing: what a C# filter costs at least.</summary>
[Filter("noop")]
public sealed class Noop(IWsgiApp next) : IWsgiApp
{
    /// <inheritdoc/>
    public ValueTask<Response> InvokeAsync(Environ environ) => next.InvokeAsync(environ);
}
