// SPDX-License-Identifier: MIT
namespace Composer.Middleware;

/// <summary>Where a rule leads.</summary>
/// <param name="Site">Scheme and host, or empty for this site.</param>
/// <param name="Path">A native string, decoded; one slash at its beginning.</param>
/// <param name="Query">Without the question mark.</param>
internal readonly record struct RewriteTarget(string Site, string Path, string Query);
