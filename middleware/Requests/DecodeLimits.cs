// SPDX-License-Identifier: MIT
namespace Composer.Middleware;

/// <summary>How far a body may swell.</summary>
/// <param name="MaxSize">The most bytes.</param>
/// <param name="MaxRatio">The most bytes for each one that came in.</param>
internal sealed record DecodeLimits(long MaxSize, int MaxRatio)
{
    private const long RatioFrom = 1024 * 1024;

    /// <exception cref="Exceeded">It swelled too far.</exception>
    public void Check(long came, long became)
    {
        if (became > MaxSize || (became > RatioFrom && became / MaxRatio > came))
        {
            throw new Exceeded();
        }
    }

    /// <summary>A limit was exceeded.</summary>
    internal sealed class Exceeded : Exception;
}
