// SPDX-License-Identifier: MIT
using Microsoft.Win32.SafeHandles;

namespace Composer.Wsgi;

/// <summary>A stretch of an open file.</summary>
/// <param name="Handle">The open file; it stays open until the body is disposed.</param>
/// <param name="Offset">First byte.</param>
/// <param name="Length">Number of bytes.</param>
public readonly record struct FilePart(SafeFileHandle Handle, long Offset, long Length);
