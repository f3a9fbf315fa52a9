// SPDX-License-Identifier: MIT
namespace Composer;

/// <summary>A directory was named where a file is wanted.</summary>
internal sealed class IsADirectoryException : IOException;
