// SPDX-License-Identifier: MIT
using Composer.Wsgi;

namespace Composer;

/// <summary>Follows one request after another through a site: which objects it met, what they answered, how long they took.</summary>
/// <remarks>Between two Python objects it adds a crossing into C# and back, which their own time includes.</remarks>
/// <param name="clock">The time.</param>
public sealed class RequestTrace(TimeProvider clock) : INodeWatch
{
    private readonly Stack<TraceStep> _open = new();

    /// <summary>The outermost object's part in the last request, or null before one.</summary>
    public TraceStep? Outermost { get; private set; }

    IWsgiApp INodeWatch.App(Node node, IWsgiApp app) => app is UnbuiltApp ? app : new TracedApp(this, node, app);

    IWsgiApp INodeWatch.Filter(Node node, IWsgiApp filter, IWsgiApp next) => filter is UnbuiltApp ? filter : new TracedApp(this, node, filter);

    internal long Now => clock.GetTimestamp();

    internal TimeSpan Since(long timestamp) => clock.GetElapsedTime(timestamp);

    internal TraceStep Enter(Node node, Environ environ)
    {
        var step = new TraceStep(node) { ScriptName = environ.ScriptName, PathInfo = environ.PathInfo };
        if (_open.TryPeek(out var caller))
        {
            caller.Add(step);
        }
        else
        {
            Outermost = step;
        }
        _open.Push(step);
        return step;
    }

    internal void Leave(TraceStep step, long since)
    {
        step.Total += Since(since);
        while (_open.TryPop(out var top) && top != step)
        {
        }
    }
}
