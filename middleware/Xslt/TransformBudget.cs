// SPDX-License-Identifier: MIT
using System.Runtime.CompilerServices;

namespace Composer.Middleware;

/// <summary>How long a transformation may go on. Every step in a document and every template spends a little of it, so that nothing runs on for ever.</summary>
/// <param name="clock">Tells the time.</param>
/// <param name="limit">How long it may take.</param>
/// <param name="aborted">Set when nobody waits for the result any more.</param>
internal sealed class TransformBudget(TimeProvider clock, TimeSpan limit, CancellationToken aborted)
{
    // A few microseconds; looking at the clock takes a hundredth of that.
    private const int StepsBetweenLooks = 2048;

    private readonly long _started = clock.GetTimestamp();
    private int _steps = StepsBetweenLooks;

    /// <summary>Counts steps.</summary>
    /// <exception cref="TransformLimit">It took too long.</exception>
    public void Spend(int steps = 1)
    {
        if ((_steps -= steps) < 0)
        {
            Look();
        }
    }

    /// <summary>Counts a call of a template. One that calls itself without an end would overflow the stack, and take the process with it.</summary>
    /// <exception cref="TransformLimit">There are too many calls in each other, or it took too long.</exception>
    public void Enter()
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw new TransformLimit("its templates call themselves too deep: a call without an end, or a document that is nested too deep for them");
        }
        Spend(4);
    }

    private void Look()
    {
        _steps = StepsBetweenLooks;
        aborted.ThrowIfCancellationRequested();
        if (clock.GetElapsedTime(_started) > limit)
        {
            throw new TransformLimit($"it took longer than {limit.TotalSeconds:0.###} s (timeout)");
        }
    }
}
