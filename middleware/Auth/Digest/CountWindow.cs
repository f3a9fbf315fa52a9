// SPDX-License-Identifier: MIT
namespace Composer.Middleware;

/// <summary>Which counts of a nonce were seen: the highest and the 63 before it, so that requests on several connections may overtake each other. Older ones count as seen.</summary>
internal sealed class CountWindow
{
    private const int Width = 64;

    private uint _highest;
    private ulong _seen;

    /// <summary>False when the count was seen before, or is too old to tell; zero is none.</summary>
    public bool TryAdd(uint count)
    {
        if (count > _highest)
        {
            var step = count - _highest;
            _seen = (step >= Width ? 0 : _seen << (int)step) | 1;
            _highest = count;
            return true;
        }
        var age = _highest - count;
        if (count == 0 || age >= Width || (_seen & (1UL << (int)age)) != 0)
        {
            return false;
        }
        _seen |= 1UL << (int)age;
        return true;
    }
}
