// SPDX-License-Identifier: MIT
namespace Composer.Config;

/// <summary>One <c>key = value</c> of a section, as written.</summary>
/// <param name="Key">The key, case kept.</param>
/// <param name="KeySource">Where the key stands.</param>
/// <param name="Value">The value before interpolation, as an INI file would have it; its lines are joined by <c>\n</c>.</param>
public sealed record Setting(string Key, Source KeySource, PlacedText Value)
{
    /// <summary>The value with its type, where the file has types and it is not a mere text.</summary>
    public ConfigValue? Typed { get; init; }

    /// <summary>It came from the command line and counts more than anything in a file.</summary>
    public bool IsOverride { get; init; }
}
