// SPDX-License-Identifier: MIT
namespace Composer.Middleware;

/// <summary>What <c>urlmap</c> does with <c>%2F</c> in a path.</summary>
public enum EncodedSlash
{
    /// <summary>Passes the request on; the encoded slash is part of a segment while mount points are compared.</summary>
    Pass,

    /// <summary>Answers 400.</summary>
    Reject,
}
