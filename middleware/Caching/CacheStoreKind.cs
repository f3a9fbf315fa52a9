// SPDX-License-Identifier: MIT
namespace Composer.Middleware;

/// <summary>Where the <c>cache</c> filter keeps answers.</summary>
public enum CacheStoreKind
{
    /// <summary>In the memory of the process.</summary>
    Memory,

    /// <summary>In files of a directory.</summary>
    File,
}
