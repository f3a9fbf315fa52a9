// SPDX-License-Identifier: MIT
using Composer.Config;

namespace Composer;

/// <summary>A setting as a reader sees it.</summary>
/// <param name="Key">The key.</param>
/// <param name="Value">The value, masked where it is secret.</param>
/// <param name="Source">Where it is written.</param>
internal sealed record DrawnSetting(string Key, string Value, Source Source);
