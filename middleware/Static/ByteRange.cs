// SPDX-License-Identifier: MIT
using System.Globalization;

namespace Composer.Middleware;

/// <summary>A part of a file that exists.</summary>
/// <param name="First">First byte.</param>
/// <param name="Length">Number of bytes, at least 1.</param>
internal readonly record struct ByteRange(long First, long Length)
{
    /// <summary>The Content-Range header (RFC 9110 §14.4).</summary>
    public string ContentRange(long size) => string.Create(CultureInfo.InvariantCulture, $"bytes {First}-{First + Length - 1}/{size}");
}
