// SPDX-License-Identifier: MIT
using System.Diagnostics;

namespace Composer.Python;

/// <summary>How long requests take in Python, and how long C# takes with their answers: tells whether a Python thread should send answers itself.</summary>
/// <remarks>
/// Waking another thread costs some five microseconds on both sides. That is much for an app that answers in two, and nothing for one that computes:
/// there the sending is better done beside it, by another thread.
/// </remarks>
internal sealed class Pace
{
    private const double Weight = 1.0 / 16;
    private const int TriesAgainAfter = 4096;

    private static readonly double QuickPython = Stopwatch.Frequency * 30e-6;
    private static readonly double QuickSending = Stopwatch.Frequency * 30e-6;

    private double _python;
    private double _sending;
    private int _untilTry;

    /// <summary>Whether both are so quick that the Python thread sends.</summary>
    internal bool IsQuick => _python < QuickPython && (_sending < QuickSending || _untilTry <= 0);

    /// <summary>Tells of requests that Python answered.</summary>
    internal void Ran(long ticks, int requests)
    {
        _python += (Clipped((double)ticks / requests, QuickPython) - _python) * Weight;
        _untilTry -= requests;
    }

    /// <summary>Tells of answers that this thread sent.</summary>
    internal void Sent(long ticks, int answers)
    {
        _sending += (Clipped((double)ticks / answers, QuickSending) - _sending) * Weight;
        if (_sending >= QuickSending)
        {
            _untilTry = TriesAgainAfter;
        }
    }

    // A thread that was not scheduled for a while must not look like a slow app.
    private static double Clipped(double ticks, double limit) => Math.Min(ticks, 2 * limit);
}
