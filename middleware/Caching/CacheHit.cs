// SPDX-License-Identifier: MIT
using Composer.Wsgi;

namespace Composer.Middleware;

/// <summary>An answer that was found.</summary>
/// <param name="Head">Status, headers and times.</param>
/// <param name="Length">The length of its body.</param>
/// <param name="Open">Makes a body to send; null when it is gone in the meantime.</param>
/// <param name="Place">Where the store has it.</param>
internal sealed record CacheHit(CachedResponse Head, long Length, Func<Body?> Open, object Place);
