// SPDX-License-Identifier: MIT
namespace Composer.Fuzz;

/// <summary>A file that the loader is given.</summary>
/// <param name="Suffix">Of its name: <c>.ini</c>, <c>.toml</c> or <c>.yaml</c>.</param>
/// <param name="Bytes">What it holds.</param>
internal sealed record Input(string Suffix, byte[] Bytes);
