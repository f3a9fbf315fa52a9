// SPDX-License-Identifier: MIT
using Composer.Config;

namespace Composer;

/// <summary>One key of a node's <c>local_conf</c> or <c>global_conf</c>.</summary>
/// <param name="Key">The key.</param>
/// <param name="KeySource">Where the key stands.</param>
/// <param name="Text">The interpolated value, with its places.</param>
public sealed record ConfEntry(string Key, Source KeySource, PlacedText Text)
{
    /// <summary>The value: the text, except where a Python caller passed another object (or None, which is null), or where a section keeps its types for Python.</summary>
    public object? Value { get; init; } = Text.Text;

    /// <summary>The interpolated value with its type, where a TOML or YAML file has more than a text.</summary>
    public ConfigValue? Typed { get; init; }
}
