// SPDX-License-Identifier: MIT
namespace Composer.Middleware;

/// <summary>Counts requests by key.</summary>
internal interface IRates
{
    /// <summary>Counts a request.</summary>
    ValueTask<RateDecision> TakeAsync(string key);
}
