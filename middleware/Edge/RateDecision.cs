// SPDX-License-Identifier: MIT
namespace Composer.Middleware;

/// <summary>Whether a request may pass, and how many more may.</summary>
/// <param name="RetryAfter">Zero when it may pass; else when the next may.</param>
/// <param name="Remaining">How many more may pass now.</param>
/// <param name="Reset">When all may again.</param>
internal readonly record struct RateDecision(TimeSpan RetryAfter, int Remaining, TimeSpan Reset)
{
    public bool MayPass => RetryAfter == TimeSpan.Zero;
}
