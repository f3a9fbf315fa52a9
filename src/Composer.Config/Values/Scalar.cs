// SPDX-License-Identifier: MIT
namespace Composer.Config;

/// <summary>A single value of a TOML or YAML file.</summary>
public sealed class Scalar : ConfigValue
{
    internal Scalar(ScalarKind kind, object? value, PlacedText text)
        : base(text.Source) => (Kind, Value, Text) = (kind, value, text);

    /// <summary>Its type.</summary>
    public ScalarKind Kind { get; }

    /// <summary>The value, of the .NET type that <see cref="ScalarKind"/> names; null is YAML's null.</summary>
    public object? Value { get; }

    /// <summary>What an INI file would have in its place.</summary>
    public PlacedText Text { get; }

    internal override long Size => 1;

    internal override int Height => 0;

    /// <summary>A text.</summary>
    internal static Scalar Of(PlacedText text) => new(ScalarKind.String, text.Text, text);

    /// <inheritdoc/>
    public override ConfigValue Map(Func<PlacedText, PlacedText?> text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Kind == ScalarKind.String && text(Text) is { } changed ? Of(changed) : this;
    }
}
