// SPDX-License-Identifier: MIT
namespace Composer.Config;

/// <summary>One key of a <see cref="TableValue"/>.</summary>
/// <param name="Key">The key.</param>
/// <param name="KeySource">Where it stands; for a table with a header of its own, where that begins.</param>
/// <param name="Value">Its value.</param>
public sealed record TableEntry(string Key, Source KeySource, ConfigValue Value);
