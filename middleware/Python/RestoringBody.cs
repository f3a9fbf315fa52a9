// SPDX-License-Identifier: MIT
using Composer.Wsgi;

namespace Composer.Middleware;

/// <summary>A body that is still being made, and whose app looks at a value of the environ; when it is closed, the value is again what it is outside.</summary>
internal sealed class RestoringBody(Body inner, Environ environ, EnvironKey key, object? outer) : WrappedBody(inner)
{
    protected override ValueTask EndAsync()
    {
        environ[key] = outer;
        return default;
    }
}
