// SPDX-License-Identifier: MIT
using Composer.Wsgi;

namespace Composer;

/// <summary>Notes what one object does with a request.</summary>
internal sealed class TracedApp(RequestTrace trace, Node node, IWsgiApp app) : IWsgiApp
{
    public async ValueTask<Response> InvokeAsync(Environ environ)
    {
        var step = trace.Enter(node, environ);
        var since = trace.Now;
        try
        {
            var response = await app.InvokeAsync(environ);
            step.Status = response.Status;
            response.Body = new TracedBody(trace, step, response.Body);
            return response;
        }
        catch (Exception error)
        {
            step.Error = error;
            throw;
        }
        finally
        {
            trace.Leave(step, since);
        }
    }
}
