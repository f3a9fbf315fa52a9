// SPDX-License-Identifier: MIT
using Composer.Wsgi;

namespace Composer.Conformance;

/// <summary>The same app at the top and below <c>/mount</c>.</summary>
internal sealed class Mounted(IWsgiApp app) : IWsgiApp
{
    private const string Point = "/mount";

    public ValueTask<Response> InvokeAsync(Environ environ)
    {
        if (environ.PathInfo == Point || environ.PathInfo.StartsWith(Point + "/", StringComparison.Ordinal))
        {
            environ.ScriptName += Point;
            environ.PathInfo = environ.PathInfo[Point.Length..];
        }
        return app.InvokeAsync(environ);
    }
}
