// SPDX-License-Identifier: MIT
using Composer.Cases.Sites;
using Composer.Wsgi;

namespace Composer.Cases.Apps;

/// <summary>Outermost in every pipeline: sets what a case wants in the environ and notes what leaves the pipeline.</summary>
[Filter("case-edge")]
public sealed class Edge(IWsgiApp next, Observations seen) : IWsgiApp
{
    public async ValueTask<Response> InvokeAsync(Environ environ)
    {
        foreach (var (key, value) in seen.Environ)
        {
            environ[key] = value;
        }
        try
        {
            return await next.InvokeAsync(environ);
        }
        catch (Exception error)
        {
            seen.Escaped = error;
            throw;
        }
    }
}
