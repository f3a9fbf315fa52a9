// SPDX-License-Identifier: MIT
namespace Composer;

/// <summary>What a Python composite asked its loader for when it was made.</summary>
/// <param name="By">The composite.</param>
/// <param name="Node">What it got.</param>
public sealed record Asked(FactoryNode By, Node Node);
