// SPDX-License-Identifier: MIT
namespace Composer.Middleware;

/// <summary>How requests are counted.</summary>
public enum RateAlgorithm
{
    /// <summary>A bucket of <c>burst</c> tokens that fills at the rate: requests are spread evenly.</summary>
    TokenBucket,

    /// <summary>So many in each period, which begins for everybody at once: simple to explain, with up to twice as many around a border.</summary>
    FixedWindow,
}
