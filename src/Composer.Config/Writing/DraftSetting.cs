// SPDX-License-Identifier: MIT
namespace Composer.Config.Writing;

/// <summary>A setting of a <see cref="DraftSection"/>.</summary>
/// <param name="Key">As INI has it.</param>
/// <param name="Value">What to write, referring to others as the format does.</param>
/// <param name="Source">Where it comes from.</param>
/// <param name="Remarks">Its comments.</param>
internal sealed record DraftSetting(string Key, ConfigValue Value, Source Source, Remarks Remarks);
