// SPDX-License-Identifier: MIT
using System.Runtime.CompilerServices;

namespace Composer.Wsgi;

/// <summary>Checks both sides of PEP 3333 at a seam: what is above it (the caller) and what is below (the app).</summary>
/// <remarks>Slow on purpose: every block is copied, and overwritten when its time is over, so that nobody gets away with keeping it.</remarks>
/// <param name="app">The app below the seam.</param>
/// <param name="above">Name of the caller, for messages.</param>
/// <param name="below">Name of the app, for messages.</param>
public sealed class WsgiLint(IWsgiApp app, string above, string below) : IWsgiApp
{
    private readonly ConditionalWeakTable<Environ, object> _running = [];

    /// <inheritdoc/>
    public async ValueTask<Response> InvokeAsync(Environ environ)
    {
        Demand(environ is not null, above, "the environ is null");
        Demand(LintRules.OfEnviron(environ!), above);
        Demand(_running.TryAdd(environ!, above), above, "the environ was passed again before the response to it was disposed");

        Response? response = null;
        try
        {
            response = await app.InvokeAsync(environ!);
            Demand(response is not null, below, "the app returned null instead of a response");
            Demand(LintRules.OfResponse(response!, environ!.RequestMethod), below);
        }
        catch
        {
            _running.Remove(environ!);
            await (response?.DisposeAsync() ?? default);
            throw;
        }
        response!.Body = new LintedBody(response, environ!, above, below, () => _running.Remove(environ!));
        return response;
    }

    internal static void Demand(bool kept, string component, string rule)
    {
        if (!kept)
        {
            throw new WsgiViolation(component, rule);
        }
    }

    private static void Demand(string? problem, string component)
    {
        if (problem is not null)
        {
            throw new WsgiViolation(component, problem);
        }
    }
}
