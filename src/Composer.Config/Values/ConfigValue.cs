// SPDX-License-Identifier: MIT
namespace Composer.Config;

/// <summary>A value of a TOML or YAML file, with its type: a <see cref="Scalar"/>, a <see cref="ListValue"/> or a <see cref="TableValue"/>.</summary>
public abstract class ConfigValue
{
    private protected ConfigValue(Source source) => Source = source;

    /// <summary>Where it begins.</summary>
    public Source Source { get; }

    /// <summary>How many values it is made of, itself included; an alias counts as what it stands for.</summary>
    internal abstract long Size { get; }

    /// <summary>How deep lists and tables stand in each other, this one included; 0 for a scalar.</summary>
    internal abstract int Height { get; }

    /// <summary>The same value with its texts changed.</summary>
    /// <param name="text">Makes the new text of a string; null leaves the old one.</param>
    public abstract ConfigValue Map(Func<PlacedText, PlacedText?> text);
}
