// SPDX-License-Identifier: MIT
using Composer.Wsgi;

namespace Composer.Middleware;

/// <summary>Times one filter or app, for the <c>runtime</c> filter outside of it.</summary>
internal sealed class TimedApp(string name, IWsgiApp app) : IWsgiApp
{
    public async ValueTask<Response> InvokeAsync(Environ environ)
    {
        if (environ[Timings.Key] is not Timings timings)
        {
            return await app.InvokeAsync(environ);
        }
        var part = timings.Enter(name);
        try
        {
            return await app.InvokeAsync(environ);
        }
        finally
        {
            timings.Leave(part);
        }
    }
}
