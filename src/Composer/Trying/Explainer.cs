// SPDX-License-Identifier: MIT
using System.Globalization;
using Composer.Wsgi;

namespace Composer;

/// <summary>Finds the way of a request without running anything but routers, which do nothing else.</summary>
internal sealed class Explainer : INodeWatch
{
    private readonly Stack<TraceStep> _open = new();
    private TraceStep? _outermost;

    /// <summary>The way through a site that was built dry around this watch.</summary>
    public async Task<TraceStep?> FollowAsync(IWsgiApp app, TrialRequest request)
    {
        await using var response = await app.InvokeAsync(request.NewEnviron(TextWriter.Null));
        return _outermost;
    }

    public IWsgiApp App(Node node, IWsgiApp app) => node is FactoryNode ? new Probe(this, node, app as IRouter) : new Probe(this, node, app);

    public IWsgiApp Filter(Node node, IWsgiApp filter, IWsgiApp next) => new Probe(this, node, filter as IRouter ?? next);

    private TraceStep Enter(Node node, Environ environ)
    {
        var step = new TraceStep(node) { ScriptName = environ.ScriptName, PathInfo = environ.PathInfo };
        if (_open.TryPeek(out var caller))
        {
            caller.Add(step);
        }
        _outermost ??= step;
        return step;
    }

    /// <summary>Notes that a request arrived at an object, and what that object would hand it to.</summary>
    private sealed class Probe(Explainer explainer, Node node, IWsgiApp? next) : IWsgiApp
    {

        public async ValueTask<Response> InvokeAsync(Environ environ)
        {
            var step = explainer.Enter(node, environ);
            if (next is null)
            {
                return new Response(200);
            }
            explainer._open.Push(step);
            try
            {
                var response = await next.InvokeAsync(environ);
                step.Status = step.Steps.Count == 0 ? response.StatusCode.ToString(CultureInfo.InvariantCulture) : null;
                return response;
            }
            finally
            {
                explainer._open.Pop();
            }
        }
    }
}
