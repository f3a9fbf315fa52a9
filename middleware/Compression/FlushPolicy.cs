// SPDX-License-Identifier: MIT
namespace Composer.Middleware;

/// <summary>When compressed bytes are sent.</summary>
public enum FlushPolicy
{
    /// <summary>At once for event streams; else when there are enough, or when the app pauses.</summary>
    Auto,

    /// <summary>After each block of the app.</summary>
    Always,
}
