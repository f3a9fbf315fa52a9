// SPDX-License-Identifier: MIT
using Composer.Wsgi;

namespace Composer.Conformance.PythonServers;

/// <summary>An app in C# that fails.</summary>
[App("throw")]
public sealed class Throw : IWsgiApp
{
    /// <inheritdoc/>
    public ValueTask<Response> InvokeAsync(Environ environ) => throw new InvalidOperationException("thrown in C#");
}
